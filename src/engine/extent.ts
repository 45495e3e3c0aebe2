/** How far the amounts of one feature reach, over all rows of a customer and its entities (A33). */
import {
  type Amount,
  greater,
  lesser,
  minus,
  negate,
  negativePart,
  plus,
  positivePart,
  sumOf,
  ZERO,
} from "./amount.ts";
import { fullOf, startOf } from "./bucket.ts";
import { liveLocks } from "./held.ts";
import type { Grant, Ledger } from "./ledger.ts";

/**
 * Sums of what stands on one side of zero. Every figure of every view lies between two of them, and none of
 * them rises when a row resets, expires or leaves: what does not pass the range by a command never will.
 */
export interface Extent {
  /** Each row with the larger of its start and what an update made of it, so that a reset adds nothing. */
  readonly granted: Amount;
  /** What updates took from grants beyond their start. */
  readonly ungranted: Amount;
  /** Each row with its start where that is more than what it has left: the next reset refills it. */
  readonly remaining: Amount;
  readonly overage: Amount;
  readonly usage: Amount;
  /** Usage below zero: rows that hold more than they grant. */
  readonly credit: Amount;
  readonly held: Amount;
  readonly maxPurchase: Amount;
  readonly "usage of unlimited rows": Amount;
}

/** By the names that people know them by. */
export const MEASURES: readonly (keyof Extent)[] = [
  "granted",
  "ungranted",
  "remaining",
  "overage",
  "usage",
  "credit",
  "held",
  "maxPurchase",
  "usage of unlimited rows",
];

/** The extent of a feature in the ledger as it stands. */
export function extentOf(ledger: Ledger, featureId: string): Extent {
  const grants = ledger.grants.filter((grant) => grant.featureId === featureId);
  const rows = grants.filter(({ unlimited }) => !unlimited).flatMap(rowsOf);
  const endless = grants.filter(({ unlimited }) => unlimited).flatMap(({ slices }) => slices);
  const carried = grants.flatMap(({ rollovers }) => rollovers);
  const left = sumOf(carried, ({ balance }) => balance);
  const spent = sumOf(carried, ({ usage }) => usage);
  return {
    granted: plus(
      sumOf(rows, ({ high }) => high),
      plus(left, spent),
    ),
    ungranted: sumOf(rows, ({ low }) => negativePart(low)),
    remaining: plus(
      sumOf(rows, ({ balance, refill }) => positivePart(greater(balance, refill))),
      left,
    ),
    overage: sumOf(rows, ({ balance }) => negativePart(balance)),
    usage: plus(
      sumOf(rows, ({ high, balance }) => positivePart(minus(high, balance))),
      spent,
    ),
    credit: sumOf(rows, ({ low, balance }) => positivePart(minus(balance, low))),
    held: heldOfAll(ledger, featureId),
    maxPurchase: mostPurchased(grants),
    "usage of unlimited rows": greater(
      sumOf(endless, ({ balance }) => positivePart(balance)),
      sumOf(endless, ({ balance }) => positivePart(negate(balance))),
    ),
  };
}

interface Row {
  readonly balance: Amount;
  readonly high: Amount;
  readonly low: Amount;
  /** What the next reset puts it to; 0 where it has none. */
  readonly refill: Amount;
}

function rowsOf(grant: Grant): readonly Row[] {
  const start = startOf(grant);
  const refill = grant.nextResetAt === null ? ZERO : start;
  return grant.slices.map((slice) => {
    const full = fullOf(grant, slice);
    return { balance: slice.balance, high: greater(start, full), low: lesser(start, full), refill };
  });
}

function heldOfAll(ledger: Ledger, featureId: string): Amount {
  const taken = liveLocks(ledger).flatMap(({ receipt }) => receipt);
  return sumOf(taken, (one) => (one.featureId === featureId ? positivePart(one.value) : ZERO));
}

/** The most that one view shows: the pool's ceilings, with those of one entity's own rows. */
function mostPurchased(grants: readonly Grant[]): Amount {
  const byOwner = Map.groupBy(grants, ({ entityId }) => entityId);
  const ceilings = (owned: readonly Grant[] = []) =>
    sumOf(owned, ({ maxPurchase }) => maxPurchase ?? ZERO);
  const pool = ceilings(byOwner.get(null));
  return [...byOwner]
    .filter(([owner]) => owner !== null)
    .map(([, owned]) => plus(pool, ceilings(owned)))
    .reduce(greater, pool);
}
