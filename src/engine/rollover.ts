/** What survives a reset, for how long, and up to what cap (section 18). */
import { type Amount, minus, sumOf, wholePercentOf, ZERO } from "./amount.ts";
import { startOf } from "./bucket.ts";
import type { Grant, Rollover, RolloverConfig } from "./ledger.ts";
import { exactPercentage } from "./percentage.ts";
import { addMonths, dayOfMonth, ifInRange, isMonthly } from "./period.ts";
import { bySoonestExpiry } from "./rollover-buckets.ts";
import { appended, carriedIn, trimmed } from "./rollovers.ts";

/**
 * The grant's rollovers after its reset at `boundary`: what is left is carried, trimmed to the cap (RO1, RO3),
 * then cut so that they grow by no more than `room` (null: without end; A33).
 */
export function carryOver(
  grant: Grant,
  boundary: number,
  room: Amount | null,
): readonly Rollover[] {
  const { rollover: config, slices } = grant;
  if (!config || slices.every(({ balance }) => balance <= ZERO)) return grant.rollovers;
  const expiresAt = rolloverExpiry(grant, config, boundary);
  const rolloverId = rolloverIdOf(grant, boundary);
  let rollovers = grant.rollovers;
  for (const { entityId, balance } of slices) {
    if (balance <= ZERO) continue;
    rollovers = appended(rollovers, { rolloverId, entityId, balance, usage: ZERO, expiresAt });
  }
  const cap = rolloverCap(grant, config);
  const kept = cap === null ? rollovers : withinCap(grant, rollovers, cap);
  return room === null ? kept : withinRoom(grant.rollovers, kept, room);
}

/** With what is too much taken off the newest. */
function withinRoom(
  before: readonly Rollover[],
  after: readonly Rollover[],
  room: Amount,
): readonly Rollover[] {
  const growth = minus(carriedIn(after).balance, carriedIn(before).balance);
  return growth > room ? trimmed(after, minus(growth, room), after.toReversed()) : after;
}

/** Named by its reset: a row resets once at an instant (A28). */
export function rolloverIdOf({ grantId }: Grant, boundary: number): string {
  return `${grantId}-${boundary}`;
}

/** Counted from the reset that made it, month steps coming back to the grant's day (RO2, A17). Null: never. */
export function rolloverExpiry(
  grant: Grant,
  config: RolloverConfig,
  boundary: number,
): number | null {
  if (config.duration === "forever") return null;
  const monthly = grant.interval !== null && isMonthly(grant.interval);
  return ifInRange(
    addMonths(boundary, config.length, dayOfMonth(monthly ? grant.originAt : boundary)),
  );
}

/** What the rollovers of one slice may hold together; null: anything (RO3). */
export function rolloverCap(grant: Grant, { max, maxPercentage }: RolloverConfig): Amount | null {
  return maxPercentage === null
    ? max
    : wholePercentOf(startOf(grant), exactPercentage(maxPercentage));
}

/** Each slice's rollovers with the excess over the cap taken off. */
function withinCap(
  { slices }: Grant,
  rollovers: readonly Rollover[],
  cap: Amount,
): readonly Rollover[] {
  // The sum of all slices is known at once: where that is within the cap, each slice is.
  if (carriedIn(rollovers).balance <= cap) return rollovers;
  return slices.reduce((all, { entityId }) => {
    const own = all.filter((rollover) => rollover.entityId === entityId);
    const excess = minus(
      sumOf(own, ({ balance }) => balance),
      cap,
    );
    return excess > ZERO ? trimmed(all, excess, own.sort(bySoonestExpiry)) : all;
  }, rollovers);
}
