/** The lines that say why a balance is what it is, and the words that they share. */
import { type Amount, formatAmount, ONE, ZERO } from "./amount.ts";
import type { Grant } from "./ledger.ts";
import type { Interval } from "./period.ts";

/** What one source adds to one figure of a balance. */
export interface Explanation {
  readonly field: ExplainedField;
  readonly source: ExplanationSource;
  /** A balanceId, or of a rollover its own id; null where several sources are meant together. */
  readonly sourceId: string | null;
  /** Signed. A field's lines add up to the field; 0 where the line only gives a reason. */
  readonly amount: Amount;
  /** For a person: the figures in words, the rule's number at the end. */
  readonly text: string;
}

export type ExplainedField = "granted" | "remaining" | "usage" | "overage";

export type ExplanationSource =
  | "grant"
  | "prepaid"
  | "adjustment"
  | "rollover"
  | "overage"
  | "unlimited"
  | "lock"
  | "pool"
  | "entity rows"
  | "entity rollovers";

/** What to call a grant: the caller's own id for it, else its plan. */
export function nameOf({ externalId, planId, grantId }: Grant): string {
  return externalId ?? (planId === null ? `grant ${grantId}` : `plan ${planId}`);
}

/** "1 is", "20 are". */
export function amountIs(value: Amount): string {
  return `${formatAmount(value)} ${value === ONE ? "is" : "are"}`;
}

/** "none of it is", "1 of it is", "20 of it are". */
export function countOf(value: Amount, what: string): string {
  if (value === ZERO) return `none of ${what} is`;
  return `${formatAmount(value)} of ${what} ${value === ONE ? "is" : "are"}`;
}

/** "1 source", "3 sources". */
export function several(count: number, [one, many]: readonly [string, string]): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** " a month", " every 2 weeks"; nothing where it does not reset. */
export function everyPeriod({ interval, intervalCount, nextResetAt }: Grant): string {
  const word = interval && WORDS[interval];
  if (!word || nextResetAt === null) return "";
  if (intervalCount > 1) return ` every ${intervalCount} ${word}s`;
  return ` ${word === "hour" ? "an" : "a"} ${word}`;
}

/** A UTC minute: "2026-02-15 12:00 UTC". */
export function minuteOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

const WORDS: Record<Interval, string | null> = {
  one_off: null,
  minute: "minute",
  hour: "hour",
  day: "day",
  week: "week",
  month: "month",
  quarter: "quarter",
  semi_annual: "half-year",
  year: "year",
};
