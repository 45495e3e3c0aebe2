/** Which rollovers a grant may be set up with: their cap (A30), and how many of them can live at once. */
import { amount, exceeds, ZERO } from "./amount.ts";
import { CEILINGS } from "./ceilings.ts";
import type { CreateBalance } from "./command.ts";
import type { RolloverConfig } from "./ledger.ts";
import { exactPercentage, type Percentage } from "./percentage.ts";
import { addMonths, type Interval, monthsOf, periodLength } from "./period.ts";

type Grant = Pick<CreateBalance, "reset" | "rollover" | "rollovers">;

/** What is wrong with the rollovers that the grant is to make, and with those that it brings along. */
export function rolloverFaults({ reset, rollover, rollovers }: Grant) {
  const isEndless = rollover?.duration === "forever";
  const made =
    rollover && reset && !isEndless
      ? mostLiveRollovers(rollover, reset.interval, reset.intervalCount)
      : 0;
  return [
    ...(rollover ? capFaults(rollover) : []),
    ...when(
      made > CEILINGS.liveRollovers,
      "rollover.length",
      `must not let more than ${CEILINGS.liveRollovers} rollovers live at once: use fewer months, or a longer reset interval`,
    ),
    ...when(
      made <= CEILINGS.liveRollovers && rollovers.length + made > CEILINGS.liveRollovers,
      "rollovers",
      `must not make more than ${CEILINGS.liveRollovers} live rollovers, with those that resets will add: merge some of them`,
    ),
  ];
}

/**
 * How many rollovers of a slice can live at the same time, one a period; infinitely many where they never
 * expire. Month intervals count in months, all others in the days of the longest months.
 */
export function mostLiveRollovers(
  { duration, length }: Pick<RolloverConfig, "duration" | "length">,
  interval: Interval,
  intervalCount: number,
): number {
  if (duration === "forever") return Number.POSITIVE_INFINITY;
  const months = monthsOf(interval);
  if (months !== null) return Math.ceil(length / (months * intervalCount));
  return Math.ceil(longestMonths(length) / periodLength(interval, intervalCount));
}

/** So many months at their longest, whenever they begin: leap days come every fourth year. */
function longestMonths(count: number): number {
  const starts = Array.from({ length: 48 }, (_, month) => Date.UTC(2000, month, 1));
  return Math.max(...starts.map((start) => addMonths(start, count, 1) - start));
}

function capFaults({ max, maxPercentage }: RolloverConfig) {
  return [
    ...when(
      max !== null && max <= ZERO,
      "rollover.max",
      "must be above 0: leave it out for no cap",
    ),
    ...when(
      maxPercentage !== null && !isShare(maxPercentage),
      "rollover.maxPercentage",
      "must be above 0 and at most 100: leave it out for no cap",
    ),
    ...when(
      max !== null && maxPercentage !== null,
      "rollover.maxPercentage",
      "must not be given together with max: choose one of them",
    ),
  ];
}

function isShare(percentage: Percentage): boolean {
  const exact = exactPercentage(percentage);
  return exceeds(exact, ZERO) && !exceeds(exact, HUNDRED);
}

const HUNDRED = amount("100");

function when(broken: boolean, field: string, message: string) {
  return broken ? [{ field, message }] : [];
}
