import { amount, formatAmount } from "../../src/engine/amount.ts";
import type { Expectation } from "./cases-format.ts";
import { refusalOf } from "./cases-refusals.ts";
import { type Answer, isRefused } from "./cases-target.ts";

/** How an answer differs from what a case expects of it: fields listed must match, others are free. */
export function differences(op: string, expected: Expectation, answer: Answer): readonly string[] {
  const wanted = expected?.error;
  if (isRefused(answer)) {
    if (!isObject(wanted)) return [`refused: ${JSON.stringify(answer.error)}`];
    const { code, member } = refusalOf(op, {
      code: String(wanted.code),
      status: Number(wanted.status),
    });
    const { error } = answer;
    const same = error.code === code && (error.member ?? member) === member;
    return same ? [] : [`refused as ${error.member} ${error.code}, expected ${member} ${code}`];
  }
  if (wanted) return [`not refused, expected ${JSON.stringify(wanted)}`];
  if (expected === null) return [];
  if (expected.null === true) return answer === null ? [] : [`answered ${shown(answer)}, not null`];
  const { results, ...fields } = expected;
  return [...itemDifferences(results, answer), ...compare("answer", fields, answer)];
}

/** Of a batch each item's answer is compared as if it had been a call by itself. */
function itemDifferences(expected: unknown, answer: Answer): readonly string[] {
  if (!Array.isArray(expected)) return [];
  const results = answer !== null && "results" in answer ? answer.results : null;
  if (!Array.isArray(results) || results.length !== expected.length) {
    return [`results: expected ${expected.length} items, got ${shown(results)}`];
  }
  return expected.flatMap((wanted, index) =>
    differences("track", wanted, results[index]).map((problem) => `item ${index + 1}: ${problem}`),
  );
}

function compare(path: string, expected: unknown, actual: unknown): readonly string[] {
  if (Array.isArray(expected)) return compareLists(path, expected, actual);
  if (isObject(expected)) return compareObjects(path, expected, actual);
  return same(expected, actual)
    ? []
    : [`${path}: expected ${shown(expected)}, got ${shown(actual)}`];
}

function compareObjects(path: string, expected: Fields, actual: unknown): readonly string[] {
  if (!isObject(actual)) return [`${path}: expected an object, got ${shown(actual)}`];
  return Object.entries(expected).flatMap(([field, value]) => {
    const special = SPECIAL[field];
    return compare(`${path}.${field}`, value, special ? special(actual) : actual[field]);
  });
}

function compareLists(path: string, expected: readonly unknown[], actual: unknown) {
  if (!Array.isArray(actual) || actual.length !== expected.length) {
    return [`${path}: expected ${expected.length} items, got ${shown(actual)}`];
  }
  return expected.flatMap((value, index) => compare(`${path}.${index}`, value, actual[index]));
}

/** Fields that a case states in another form than the answer has them. */
const SPECIAL: Readonly<Record<string, (answer: Fields) => unknown>> = {
  breakdown: ({ breakdown }) =>
    Object.fromEntries(rows(breakdown).map((row) => [row.balanceId, row])),
  breakdownLength: ({ breakdown }) => rows(breakdown).length,
  breakdownOrder: ({ breakdown }) => rows(breakdown).map((row) => row.balanceId),
  balancesKeys: ({ balances }) => (isObject(balances) ? Object.keys(balances) : balances),
  deductions: ({ deductions }) => rows(deductions).map((row) => ({ ...row, key: row.balanceId })),
};

/** Amounts are compared exactly, and instants as instants. */
function same(expected: unknown, actual: unknown): boolean {
  if (typeof expected === "number") {
    if (typeof actual !== "number" && typeof actual !== "string") return false;
    return formatAmount(amount(actual)) === formatAmount(amount(expected));
  }
  if (typeof expected === "string" && typeof actual === "number") {
    return Date.parse(expected) === actual;
  }
  return expected === actual;
}

type Fields = { readonly [field: string]: unknown };

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function rows(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
