/** The case format on the wire: enum values in upper case, every digit of an amount. */
import type { Answer, ErrorCode } from "./cases-target.ts";

export type Fields = { readonly [field: string]: unknown };

/** Input as GraphQL takes it. What is JSON of the caller's own is sent as it is. */
export function inputOf(value: unknown, field = ""): unknown {
  if (OWN_JSON.has(field)) return value;
  if (Array.isArray(value)) return value.map((part) => inputOf(part));
  if (isFields(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, inputOf(part, name)]),
    );
  }
  return ENUMS.has(field) && typeof value === "string" ? value.toUpperCase() : value;
}

/** What came back of a field that answers a union, or a balance. */
export function answerOf(result: unknown): Answer {
  if (result === null) return null;
  if (!isFields(result)) throw new Error(`no answer: ${JSON.stringify(result)}`);
  const { __typename: member, code, message, issues } = result;
  if (typeof member === "string" && member.endsWith("Error")) {
    const told = `${message} ${JSON.stringify(issues)}`;
    // The codes of the schema are the engine's; an unknown one matches no expectation.
    return { error: { code: code as ErrorCode, member, message: told } };
  }
  const fields = plain(result);
  return isFields(fields) ? fields : null;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const OWN_JSON = new Set(["properties", "filter", "metadata"]);

const ENUMS = new Set([
  "type",
  "interval",
  "duration",
  "overageBehavior",
  "limitType",
  "billingMethod",
  "tierBehavior",
  "anchor",
  "thresholdType",
  "action",
]);

const LOWER_CASE = new Set(["interval", "thresholdType"]);

/** Exact figures in place of the rounded ones, intervals and kinds of threshold in lower case. */
function plain(value: unknown, field = ""): unknown {
  if (Array.isArray(value)) return value.map((part) => plain(part));
  if (!isFields(value)) {
    return LOWER_CASE.has(field) && typeof value === "string" ? value.toLowerCase() : value;
  }
  const { exact, ...rest } = value;
  const fields = Object.entries(rest).map(([name, part]) => [name, plain(part, name)]);
  return { ...Object.fromEntries(fields), ...(isFields(exact) ? exact : {}) };
}
