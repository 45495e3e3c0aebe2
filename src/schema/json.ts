import { Kind, type ValueNode } from "graphql";
import { CEILINGS } from "../engine/ceilings.ts";
import type { Json } from "../engine/feature.ts";
import { JsonNumber, numberOf } from "./json-number.ts";
import { Malformed } from "./malformed.ts";

const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);
const MAX_DEPTH = 8;

/**
 * The value, where it is a plain JSON object that can be kept exactly. Malformed where a key could reach a
 * prototype, it nests too deep, is too large, or has a number that a double cannot hold.
 */
export function safeJson(value: unknown): Json | Malformed {
  if (!isPlainObject(value)) return new Malformed("must be a JSON object");
  const fault = faultIn(value, [], { left: CEILINGS.jsonBytes });
  if (fault) return fault;
  return Buffer.byteLength(JSON.stringify(value)) <= CEILINGS.jsonBytes ? value : TOO_LARGE;
}

type Variables = Readonly<Record<string, unknown>>;

/** The value of a literal in a document, its numbers exact; keys of variables that were not given are left out. */
export function literalJson(node: ValueNode, variables?: Variables | null): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.INT:
    case Kind.FLOAT:
      return numberOf(node.value);
    case Kind.LIST:
      return node.values.map((item) => literalJson(item, variables) ?? null);
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields
          .map(({ name, value }) => [name.value, literalJson(value, variables)] as const)
          .filter(([, value]) => value !== undefined),
      );
    case Kind.VARIABLE:
      return variables?.[node.name.value];
    default:
      return node.value;
  }
}

const TOO_LARGE = new Malformed(
  `must have at most ${CEILINGS.jsonBytes} bytes as JSON text in UTF-8`,
);

/** How many values may still be looked at: each takes a byte or more. */
interface Budget {
  left: number;
}

function faultIn(value: unknown, path: readonly string[], budget: Budget): Malformed | null {
  budget.left -= 1;
  if (budget.left < 0) return TOO_LARGE;
  if (value instanceof JsonNumber) return new Malformed(inexact(value), path);
  if (Array.isArray(value) || isPlainObject(value)) return faultWithin(value, path, budget);
  const isJson = value === null || ["string", "boolean", "number"].includes(typeof value);
  return isJson ? null : new Malformed(NOT_JSON, path);
}

const NOT_JSON = "must be JSON: a variable in it must be a String, Int, Boolean or JSONObject";

function inexact({ text }: JsonNumber): string {
  return `must be a number that a double holds exactly; got ${text.slice(0, 40)}. Send it as a string`;
}

function faultWithin(value: object, path: readonly string[], budget: Budget): Malformed | null {
  if (path.length >= MAX_DEPTH) return new Malformed(`must not nest deeper than ${MAX_DEPTH}`);
  for (const [key, child] of Object.entries(value)) {
    if (!Array.isArray(value) && FORBIDDEN.has(key)) {
      return new Malformed(`must not have the key ${key}`);
    }
    const fault = faultIn(child, [...path, key], budget);
    if (fault) return fault;
  }
  return null;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
