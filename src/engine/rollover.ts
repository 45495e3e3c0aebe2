/** What survives a reset, for how long, and up to what cap (section 18). */
import { type Amount, lesser, minus, sum, wholePercentOf, ZERO } from "./amount.ts";
import { bySoonestExpiry, startOf } from "./bucket.ts";
import type { Grant, Rollover, RolloverConfig, Slice } from "./ledger.ts";
import { addMonths, dayOfMonth, isMonthly } from "./period.ts";

/** The grant's rollovers after its reset at `boundary`: what is left is carried, then trimmed (RO1, RO3). */
export function carryOver(grant: Grant, boundary: number): readonly Rollover[] {
  const { rollover: config } = grant;
  if (!config) return grant.rollovers;
  const expiresAt = expiryOf(grant, config, boundary);
  const rolloverId = freshId(grant, boundary);
  const carried = grant.slices
    .filter((slice) => slice.balance > ZERO)
    .map((slice) => ({
      rolloverId,
      entityId: slice.entityId,
      balance: slice.balance,
      usage: ZERO,
      expiresAt,
    }));
  const cap = capOf(grant, config);
  const all = [...grant.rollovers, ...carried];
  if (cap === null) return all;
  const kept = grant.slices.flatMap((slice) => trimmed(all, slice, cap));
  return all.flatMap((one) => kept.find((other) => isSamePlace(one, other)) ?? []);
}

function isSamePlace(one: Rollover, other: Rollover): boolean {
  return one.rolloverId === other.rolloverId && one.entityId === other.entityId;
}

/** Named by its reset; numbered where an update made a grant reset twice at one instant. */
function freshId({ grantId, rollovers }: Grant, boundary: number): string {
  const taken = new Set(rollovers.map((rollover) => rollover.rolloverId));
  let rolloverId = `${grantId}-${boundary}`;
  for (let count = 2; taken.has(rolloverId); count += 1)
    rolloverId = `${grantId}-${boundary}-${count}`;
  return rolloverId;
}

/** Counted from the reset that made it, month steps coming back to the grant's day (RO2, A17). */
function expiryOf(grant: Grant, config: RolloverConfig, boundary: number): number | null {
  if (config.duration === "forever") return null;
  const monthly = grant.interval !== null && isMonthly(grant.interval);
  return addMonths(boundary, config.length, dayOfMonth(monthly ? grant.originAt : boundary));
}

function capOf(grant: Grant, { max, maxPercentage }: RolloverConfig): Amount | null {
  return maxPercentage === null ? max : wholePercentOf(startOf(grant), maxPercentage);
}

/** The slice's rollovers with the excess over the cap taken off, soonest expiry first (RO3). */
function trimmed(all: readonly Rollover[], slice: Slice, cap: Amount): readonly Rollover[] {
  const own = all.filter((rollover) => rollover.entityId === slice.entityId).sort(bySoonestExpiry);
  let excess = minus(sum(own.map((rollover) => rollover.balance)), cap);
  return own.flatMap((rollover) => {
    if (excess <= ZERO) return rollover;
    const cut = lesser(excess, rollover.balance);
    excess = minus(excess, cut);
    const balance = minus(rollover.balance, cut);
    return balance === ZERO ? [] : { ...rollover, balance };
  });
}
