/** Usage over time, in windows of the UTC calendar. */
import { type Amount, plus, ZERO } from "./amount.ts";
import type { Entry } from "./ledger.ts";
import { addMonths } from "./period.ts";

export type Window = "hour" | "day" | "week" | "month";

/** What one window saw of a feature. */
export interface UsageBucket {
  readonly from: number;
  /** Exclusive: where the next begins. */
  readonly to: number;
  /** Units consumed less those given back, in the feature's own units. */
  readonly usage: Amount;
  /** How many changes by usage there were. */
  readonly events: number;
}

/** The most buckets that one series has. */
export const MOST_BUCKETS = 1000;

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const MONDAY = Date.UTC(1970, 0, 5);

const USAGE: ReadonlySet<Entry["kind"]> = new Set(["TRACK", "CHECK", "LOCK", "FINALIZE"]);

/** The windows that meet the span, oldest first, empty ones included; null where there are too many. */
export function windowsIn(
  window: Window,
  { from, to }: { readonly from: number; readonly to: number },
): readonly UsageBucket[] | null {
  const buckets: UsageBucket[] = [];
  for (let start = startOf(window, from); start < to; start = endOf(window, start)) {
    if (buckets.length === MOST_BUCKETS) return null;
    buckets.push({ from: start, to: endOf(window, start), usage: ZERO, events: 0 });
  }
  return buckets;
}

/** The windows with the entries' usage of the feature in them, by the events' own times. */
export function seriesOf(
  windows: readonly UsageBucket[],
  entries: readonly Entry[],
  featureId: string,
): readonly UsageBucket[] {
  const series = [...windows];
  for (const entry of entries) {
    const moved = entry.deductions.filter((deduction) => deduction.featureId === featureId);
    if (!USAGE.has(entry.kind) || moved.length === 0) continue;
    const index = series.findLastIndex(({ from }) => from <= entry.timestamp);
    const bucket = series[index];
    if (!bucket || entry.timestamp >= bucket.to) continue;
    const usage = moved.reduce((total, { value }) => plus(total, value), bucket.usage);
    series[index] = { ...bucket, usage, events: bucket.events + 1 };
  }
  return series;
}

/** The beginning of the window `count` windows before the one that holds the instant. */
export function windowsBefore(window: Window, at: number, count: number): number {
  const start = startOf(window, at);
  if (window === "month") return addMonths(start, -count, 1);
  return start - count * (endOf(window, start) - start);
}

function startOf(window: Window, at: number): number {
  if (window === "hour") return at - (at % HOUR);
  if (window === "day") return at - (at % DAY);
  if (window === "week") return MONDAY + Math.floor((at - MONDAY) / (7 * DAY)) * 7 * DAY;
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

function endOf(window: Window, start: number): number {
  if (window === "hour") return start + HOUR;
  if (window === "day") return start + DAY;
  if (window === "week") return start + 7 * DAY;
  return addMonths(start, 1, 1);
}
