/** Rollovers as places to take from: soonest expiry first, never-expiring last (D10). */
import { type Fraction, ZERO } from "./amount.ts";
import { type Bucket, burn, type CostOf, type Moved, toZero } from "./bucket.ts";
import type { Grant, Rollover } from "./ledger.ts";
import type { Holding } from "./view.ts";

/** The rollovers of these holdings, in that order. */
export function rolloverBuckets(holdings: readonly Holding[], costOf: CostOf): readonly Bucket[] {
  return holdings
    .flatMap(({ grant, rollovers }) => rollovers.map((rollover) => ({ grant, rollover })))
    .sort((left, right) => bySoonestExpiry(left.rollover, right.rollover))
    .map(({ grant, rollover }) => bucketOf(grant, rollover, costOf));
}

/** Takes units from them in that order. Only those that paid are answered: of thousands the first few suffice. */
export function burnRollovers(
  holdings: readonly Holding[],
  units: Fraction,
  costOf: CostOf,
): Moved {
  const buckets: Bucket[] = [];
  let unmet = units;
  for (const { grant, rollover } of inTurn(holdings)) {
    if (unmet.of === 0n) break;
    if (rollover.balance === ZERO) continue;
    const burnt = burn([bucketOf(grant, rollover, costOf)], unmet, toZero);
    buckets.push(...burnt.buckets);
    unmet = burnt.unmet;
  }
  return { buckets, unmet };
}

function bucketOf(
  grant: Grant,
  { entityId, rolloverId, balance }: Rollover,
  costOf: CostOf,
): Bucket {
  return { grant, entityId, rolloverId, cost: costOf(grant), initial: balance, balance };
}

/** Soonest expiry first, never-expiring last (B31). */
export function bySoonestExpiry(left: Expiring, right: Expiring): number {
  if (left.expiresAt === right.expiresAt) return 0;
  if (left.expiresAt === null) return 1;
  if (right.expiresAt === null) return -1;
  return left.expiresAt - right.expiresAt;
}

interface Expiring {
  readonly expiresAt: number | null;
}

interface Carried {
  readonly grant: Grant;
  readonly rollover: Rollover;
}

/** In that order, each found only once it is asked for. */
function* inTurn(holdings: readonly Holding[]): Generator<Carried, void> {
  const queues = holdings
    .filter(({ rollovers }) => rollovers.length > 0)
    .map(({ grant, rollovers }) => ({ grant, rollovers: soonestFirst(rollovers), next: 0 }));
  for (;;) {
    let first: { readonly queue: (typeof queues)[number]; readonly rollover: Rollover } | null =
      null;
    for (const queue of queues) {
      const rollover = queue.rollovers[queue.next];
      const isSooner = rollover && (!first || bySoonestExpiry(rollover, first.rollover) < 0);
      if (isSooner) first = { queue, rollover };
    }
    if (!first) return;
    first.queue.next += 1;
    yield { grant: first.queue.grant, rollover: first.rollover };
  }
}

type Rollovers = readonly Rollover[];

/** A list never changes, so it is put in order once. */
const known = new WeakMap<Rollovers, Rollovers>();

function soonestFirst(rollovers: Rollovers): Rollovers {
  if (rollovers.length === 1) return rollovers;
  const inOrder = known.get(rollovers) ?? rollovers.toSorted(bySoonestExpiry);
  known.set(rollovers, inOrder);
  return inOrder;
}
