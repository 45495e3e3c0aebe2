/** The frozen now of a sandbox customer, moved by hand. */
import { CEILINGS } from "./ceilings.ts";
import type { AdvanceClock } from "./command.ts";
import type { Ledger } from "./ledger.ts";
import { addMonths, dayOfMonth, LAST_INSTANT } from "./period.ts";
import { invalid, type Refusal } from "./refusal.ts";

/** The instant that the clock is to stand at: forward, at most ten years in one step, and not after 9999. */
export function advancedTo(
  { customer: { testClock } }: Ledger,
  step: AdvanceClock,
): number | Refusal {
  const { by, to } = step;
  if (testClock === null) {
    return invalid("input.customerId", "must be a customer created with a testClock");
  }
  if ((by === undefined) === (to === undefined)) {
    return invalid("input", "must have exactly one of by and to");
  }
  const later = (months: number) => addMonths(testClock, months, dayOfMonth(testClock));
  const target = by ? later(by.months) + by.milliseconds : (to ?? testClock);
  const field = by ? "input.by" : "input.to";
  if (target < testClock) return invalid(field, "must not move the clock back");
  if (!(target <= later(12 * CEILINGS.clockYears))) {
    const most = `must move the clock by at most ${CEILINGS.clockYears} years`;
    return invalid(field, `${most}: advance it in several steps`);
  }
  return target > LAST_INSTANT ? invalid(field, "must not move the clock beyond 9999") : target;
}
