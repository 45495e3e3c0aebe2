import { GraphQLError, GraphQLID, Kind } from "graphql";
import { type Amount, formatAmount, parseAmount, toNumber } from "../engine/amount.ts";
import { CEILINGS } from "../engine/ceilings.ts";
import { builder } from "./builder.ts";
import { parseInstant } from "./instant.ts";
import { literalJson, safeJson } from "./json.ts";
import { JsonNumber } from "./json-number.ts";
import { Malformed } from "./malformed.ts";

// Pothos offers no ID of one's own, and graphql's knows no number that a double cannot hold.
const parseId = GraphQLID.parseValue;
GraphQLID.parseValue = (value) =>
  parseId(value instanceof JsonNumber && /^-?\d+$/.test(value.text) ? value.text : value);

builder.scalarType("Amount", {
  description:
    "An exact decimal with at most 10 fraction digits, below 1e18 in size. In: a number or a decimal string. Every digit of a number counts, in variables too; an amount with more digits is refused, never rounded. Out: a JSON number, the shortest one of the nearest double. `exact` has every digit.",
  serialize: (value) => toNumber(asAmount(value)),
  parseValue: (value) => inputAmount(textOf(value, "Amount")),
  parseLiteral: (node) =>
    node.kind === Kind.INT || node.kind === Kind.FLOAT || node.kind === Kind.STRING
      ? inputAmount(node.value)
      : wrongKind("Amount"),
});

builder.scalarType("Decimal", {
  description: "An exact decimal as a string, with every digit and no exponent. Output only.",
  serialize: (value) => formatAmount(asAmount(value)),
  parseValue: () => wrongKind("Decimal"),
});

builder.scalarType("Timestamp", {
  description:
    "An instant between the years 1970 and 9999. In: Unix milliseconds, or an ISO 8601 string with a UTC offset, such as 2026-01-31T12:00:00Z. A date alone means midnight in UTC. Out: Unix milliseconds as a JSON number.",
  serialize: (value) => Number(value),
  parseValue: (value) => inputInstant(textOf(value, "Timestamp")),
  parseLiteral: (node) =>
    node.kind === Kind.INT || node.kind === Kind.STRING
      ? inputInstant(node.value)
      : wrongKind("Timestamp"),
});

builder.scalarType("JSONObject", {
  description: `A JSON object of at most ${CEILINGS.jsonBytes} bytes of JSON text in UTF-8, nested at most 8 deep. Send numbers that a double cannot hold exactly as strings. The keys __proto__, constructor and prototype are refused at any depth.`,
  serialize: (value) => value,
  parseValue: (value) => inputJson(value),
  parseLiteral: (node, variables) => {
    if (node.kind !== Kind.OBJECT) return wrongKind("JSONObject");
    return inputJson(literalJson(node, variables));
  },
});

/*
 * A malformed value passes through as one, typed as what it should be: the zod rule of its input field
 * (rules.ts) refuses it there, with the field's path, before any resolver could see it.
 */
function inputAmount(text: string): Amount {
  const parsed = text.length > MAX_DIGITS ? NO_NUMBER : parseAmount(text);
  return typeof parsed === "bigint" ? parsed : passing<Amount>(new Malformed(parsed.reason));
}

/** No amount needs more; so no pattern has to look at more. */
const MAX_DIGITS = 400;
const NO_NUMBER = { reason: "must be a decimal number" };

function inputInstant(text: string): number {
  const parsed = parseInstant(text);
  return typeof parsed === "number" ? parsed : passing<number>(new Malformed(parsed.reason));
}

function inputJson(value: unknown) {
  const json = safeJson(value);
  return json instanceof Malformed ? passing<Record<string, unknown>>(json) : json;
}

function passing<T>(malformed: unknown): T {
  return malformed as T;
}

function textOf(value: unknown, scalar: string): string {
  if (typeof value === "bigint") return formatAmount(asAmount(value));
  if (value instanceof JsonNumber) return value.text;
  return typeof value === "number" || typeof value === "string" ? String(value) : wrongKind(scalar);
}

function asAmount(value: unknown): Amount {
  if (typeof value !== "bigint") return wrongKind("Amount");
  return value as Amount;
}

function wrongKind(scalar: string): never {
  throw new GraphQLError(`${scalar} cannot represent a value of this kind`, {
    extensions: { code: "BAD_USER_INPUT" },
  });
}
