import { JsonNumber, numberOf } from "./json-number.ts";

/**
 * Reads a JSON text as JSON.parse does, but loses no digit: a number that a double cannot hold exactly becomes
 * a JsonNumber. Throws what JSON.parse throws, also where the text nests too deep.
 */
export function parseJson(text: string): unknown {
  return MAY_LOSE_DIGITS.test(text) ? parseWithSource(text, exactNumber) : JSON.parse(text);
}

/**
 * A double holds every number of 15 digits without an exponent. Asking for each number's text takes seven
 * times as long as reading without, so only texts with a longer number or an exponent pay for it.
 */
const MAY_LOSE_DIGITS = /[:[,]\s*-?\d[\d.]{15}|[:[,]\s*-?[\d.]+[eE]/;

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** TypeScript does not know yet that a reviver is told the source text of what it revives. */
const parseWithSource = JSON.parse as (text: string, reviver: Reviver) => unknown;

function exactNumber(...[, value, { source }]: Parameters<Reviver>): unknown {
  return typeof value === "number" && source !== undefined ? numberOf(source) : value;
}

/** A number as a double, whatever that loses; any other value as it is. */
export function asDouble(value: unknown): unknown {
  return value instanceof JsonNumber ? Number(value.text) : value;
}
