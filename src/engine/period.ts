/** Calendar arithmetic in UTC milliseconds. No clock is read here. */

export type Interval =
  | "one_off"
  | "minute"
  | "hour"
  | "day"
  | "week"
  | "month"
  | "quarter"
  | "semi_annual"
  | "year";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const FIXED_LENGTH: Partial<Record<Interval, number>> = {
  minute: MINUTE,
  hour: 60 * MINUTE,
  day: DAY,
  week: 7 * DAY,
};

const MONTHS: Partial<Record<Interval, number>> = {
  month: 1,
  quarter: 3,
  semi_annual: 6,
  year: 12,
};

/** A step of the calendar: `count` intervals, months coming back to `anchorDay`. */
export interface Step {
  readonly interval: Interval;
  readonly count: number;
  readonly anchorDay: number;
}

/** The calendar of something that recurs: month steps come back to the day of its origin (A17). */
export function stepOf(recurring: {
  readonly interval: Interval | null;
  readonly intervalCount: number;
  readonly originAt: number;
}): Step {
  const { interval, intervalCount: count, originAt } = recurring;
  return { interval: interval ?? "one_off", count, anchorDay: dayOfMonth(originAt) };
}

/** Later than every instant: when something happens that never does. */
export const NEVER = Number.POSITIVE_INFINITY;

/** The last instant that can be stored and shown: the end of the year 9999 (A33). */
export const LAST_INSTANT = Date.UTC(10_000, 0, 1) - 1;

/** The instant one step later; null for one_off, which has none, and where it would be after 9999 (A33). */
export function nextPeriod(from: number, { interval, count, anchorDay }: Step): number | null {
  const months = MONTHS[interval];
  if (months !== undefined) return ifInRange(addMonths(from, months * count, anchorDay));
  const length = FIXED_LENGTH[interval];
  return length === undefined ? null : ifInRange(from + length * count);
}

/** The instant; null where it is after the year 9999 and so never comes (A33). */
export function ifInRange(at: number): number | null {
  return at <= LAST_INSTANT ? at : null;
}

/** The first boundary after `now` on the way from `from`; `from` itself where it is later (R5). */
export function firstPeriodAfter(from: number, now: number, step: Step): number | null {
  return from > now ? from : nextPeriod(lastPeriodUpTo(from, now, step), step);
}

/** The last boundary up to `until` on the way from `from`; `from` itself where there is none. */
export function lastPeriodUpTo(from: number, until: number, step: Step): number {
  const length = FIXED_LENGTH[step.interval];
  if (length !== undefined) {
    const stride = length * step.count;
    return from + Math.max(0, Math.floor((until - from) / stride)) * stride;
  }
  let last = from;
  for (;;) {
    const next = nextPeriod(last, step);
    if (next === null || next > until) return last;
    last = next;
  }
}

/** `from` plus whole months, on `anchorDay` or the month's last day where it is shorter (A17). */
export function addMonths(from: number, months: number, anchorDay: number): number {
  const start = new Date(from);
  const month = start.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(start.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(anchorDay, lastDay);
  return Date.UTC(start.getUTCFullYear(), month, day) + (((from % DAY) + DAY) % DAY);
}

export function dayOfMonth(at: number): number {
  return new Date(at).getUTCDate();
}

export function isMonthly(interval: Interval): boolean {
  return MONTHS[interval] !== undefined;
}

/** The months of an interval; null where it is not made of months. */
export function monthsOf(interval: Interval): number | null {
  return MONTHS[interval] ?? null;
}

/** Whether the period is longer than so many years, each 12 months or 365.25 days. */
export function isLongerThan(years: number, interval: Interval, count: number): boolean {
  const months = MONTHS[interval];
  if (months !== undefined) return months * count > 12 * years;
  return (FIXED_LENGTH[interval] ?? 0) * count > (years * 1461 * DAY) / 4;
}

/** How long a period is, to compare two of them; a month counts as 30 days, one_off as endless (D2.6). */
export function periodLength(interval: Interval, count: number): number {
  const months = MONTHS[interval];
  if (months !== undefined) return (months === 12 ? 365 : months * 30) * DAY * count;
  const length = FIXED_LENGTH[interval];
  return length === undefined ? Number.POSITIVE_INFINITY : length * count;
}
