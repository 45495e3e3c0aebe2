import type { Interval } from "../../src/engine/period.ts";

const FIXED: Partial<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
};
const MONTHS: Partial<Record<string, number>> = { month: 1, quarter: 3, semi_annual: 6, year: 12 };

/** One period later, back on the row's day where it counts in months (A17). */
export function later(at: number, interval: Interval, count: number, day: number): number {
  const fixed = FIXED[interval];
  if (fixed !== undefined) return at + fixed * count;
  return monthsLater(at, (MONTHS[interval] ?? 0) * count, day);
}

/** So many months later on the given day, or on the month's last. */
export function monthsLater(at: number, months: number, day: number): number {
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(day, last)) + (at % 86_400_000);
}

export function dayOf(at: number): number {
  return new Date(at).getUTCDate();
}

export function countsInMonths(interval: Interval | null): boolean {
  return interval !== null && MONTHS[interval] !== undefined;
}

/** The first step from an instant that lies after now. */
export function firstAfter(
  now: number,
  from: number,
  day: number,
  { interval, count }: { readonly interval: Interval; readonly count: number },
): number {
  let at = from;
  while (at <= now) at = later(at, interval, count, day);
  return at;
}

/** A33: at most a hundred years. */
export function isTooLong(interval: Interval, count: number): boolean {
  const fixed = FIXED[interval];
  const months = (MONTHS[interval] ?? 0) * count;
  return fixed === undefined ? months > 1_200 : fixed * count > 36_525 * 86_400_000;
}

/** How long about, to compare two: a month 30 days, a year 365 (D2.6, A19); one_off is the longest. */
export function lengthOf(interval: Interval, count: number): number {
  if (interval === "year") return 365 * 86_400_000 * count;
  const fixed = FIXED[interval] ?? (MONTHS[interval] ?? Infinity) * 30 * 86_400_000;
  return fixed * count;
}
