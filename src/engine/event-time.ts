/** When an event happened, as its caller says (A32). */

/** No event is older than this: a number before it was never meant as milliseconds. */
const FIRST_EVENT = Date.UTC(2000, 0, 1);

/** How far a caller's clock may be ahead of the customer's now. */
const CLOCK_SKEW = 5 * 60 * 1000;

/** What is wrong with the instant, from 2000 to five minutes from now, both included; null: nothing. */
export function eventTimeFault(timestamp: number, now: number): string | null {
  if (isEventTime(timestamp, now)) return null;
  const remedy = isEventTime(1000 * timestamp, now)
    ? "This looks like seconds: multiply it by 1000"
    : "Leave it out for now";
  return `must be Unix milliseconds from 2000-01-01 to 5 minutes from now; got ${timestamp}. ${remedy}`;
}

/** The instant that the event is dated: no event is later than its entry, whatever its caller's clock says. */
export function eventTime(timestamp: number | null, now: number): number {
  return timestamp === null ? now : Math.min(timestamp, now);
}

function isEventTime(at: number, now: number): boolean {
  return at >= FIRST_EVENT && at <= now + CLOCK_SKEW;
}
