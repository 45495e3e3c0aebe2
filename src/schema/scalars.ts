import { GraphQLError, Kind, valueFromASTUntyped } from "graphql";
import { type Amount, formatAmount, parseAmount, toNumber } from "../engine/amount.ts";
import { builder } from "./builder.ts";
import { safeJson } from "./json.ts";
import { Malformed } from "./malformed.ts";

builder.scalarType("Amount", {
  description:
    "An exact decimal: at most 10 fraction digits, below 1e18 in size. Out: a JSON number, the shortest that names the nearest double (`exact` has every digit). In: a number literal, read from its source text; a JSON number; or a decimal string.",
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
    "An instant. Out: Unix milliseconds as a JSON number. In: Unix milliseconds, or an ISO 8601 string with a zone, between the years 1970 and 9999.",
  serialize: (value) => Number(value),
  parseValue: (value) => inputInstant(textOf(value, "Timestamp")),
  parseLiteral: (node) =>
    node.kind === Kind.INT || node.kind === Kind.STRING
      ? inputInstant(node.value)
      : wrongKind("Timestamp"),
});

builder.scalarType("JSONObject", {
  description:
    "A JSON object. The keys __proto__, constructor and prototype are refused at any depth, and so is nesting deeper than 8.",
  serialize: (value) => value,
  parseValue: (value) => inputJson(value),
  parseLiteral: (node, variables) => {
    if (node.kind !== Kind.OBJECT) return wrongKind("JSONObject");
    return inputJson(valueFromASTUntyped(node, variables));
  },
});

const LAST_INSTANT = Date.UTC(10_000, 0, 1) - 1;
const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}))?$/;

/*
 * A malformed value passes through as one, typed as what it should be: the zod rule of its input field
 * (rules.ts) refuses it there, with the field's path, before any resolver could see it.
 */
function inputAmount(text: string): Amount {
  const parsed = parseAmount(text);
  return typeof parsed === "bigint" ? parsed : passing<Amount>(new Malformed(parsed.reason));
}

function inputInstant(text: string): number {
  const at = /^-?\d{1,16}$/.test(text)
    ? Number(text)
    : ISO.test(text)
      ? Date.parse(text)
      : Number.NaN;
  if (at >= 0 && at <= LAST_INSTANT) return at;
  return passing<number>(
    new Malformed("must be Unix milliseconds or an ISO 8601 instant, from 1970 to 9999"),
  );
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
  return typeof value === "number" || typeof value === "string" ? String(value) : wrongKind(scalar);
}

function asAmount(value: unknown): Amount {
  if (typeof value !== "bigint") return wrongKind("Amount");
  return value as Amount;
}

function wrongKind(scalar: string): never {
  throw new GraphQLError(`${scalar} cannot represent this kind of value`, {
    extensions: { code: "BAD_USER_INPUT" },
  });
}
