/** The places that amounts are taken from and given back to, and the two moves: burn and fill. */
import {
  type Amount,
  type Fraction,
  greater,
  lessPaid,
  minus,
  NOTHING,
  plus,
  positivePart,
  priced,
  toAmount,
  toFraction,
  ZERO,
} from "./amount.ts";
import { keepTerms } from "./known-terms.ts";
import type { Grant, Ledger, Rollover, Slice } from "./ledger.ts";
import { sliceOf } from "./slices.ts";
import type { Holding } from "./view.ts";

/** One slice, or one rollover, of a grant. */
export interface Bucket {
  readonly grant: Grant;
  readonly entityId: string | null;
  /** Null for a slice. */
  readonly rolloverId: string | null;
  /** What it pays for one unit of the feature in question (D13). */
  readonly cost: Amount;
  /** What stood in it before any move. */
  readonly initial: Amount;
  readonly balance: Amount;
}

/** How far a bucket may go; null: without bound. */
export type Bound = (bucket: Bucket) => Amount | null;

export const unbounded: Bound = () => null;
export const toZero: Bound = () => ZERO;

/** As a ceiling: what stands below zero is lifted to it, all else stays. */
export const healed: Bound = ({ balance }) => greater(balance, ZERO);

/** As a ceiling: what the slice of the bucket is granted. */
export const toFull: Bound = ({ grant, entityId, balance }) => {
  const slice = sliceOf(grant, entityId);
  return slice ? fullOf(grant, slice) : balance;
};

export interface Moved {
  readonly buckets: readonly Bucket[];
  /** Units for which there was no room. */
  readonly unmet: Fraction;
}

/** Included, prepaid and adjusted: what a slice is refilled to by refunds (D20). */
export function fullOf(grant: Grant, slice: Slice): Amount {
  return plus(startOf(grant), slice.adjustment);
}

/** What a slice starts a period with (M3). */
export function startOf(grant: Grant): Amount {
  return grant.unlimited ? ZERO : plus(grant.allowance, grant.prepaid);
}

/** The slices of these holdings, in their order. */
export function sliceBuckets(holdings: readonly Holding[], costOf: CostOf): readonly Bucket[] {
  return holdings.flatMap(({ grant, slices }) =>
    slices.map(({ entityId, balance }) => ({
      grant,
      entityId,
      rolloverId: null,
      cost: costOf(grant),
      initial: balance,
      balance,
    })),
  );
}

export type CostOf = (grant: Grant) => Amount;

/** Takes units from the buckets in turn, each down to its floor. */
export function burn(buckets: readonly Bucket[], units: Fraction, floorOf: Bound): Moved {
  let unmet = units;
  const burnt = buckets.map((bucket) => {
    const floor = floorOf(bucket);
    const room = floor === null ? null : positivePart(minus(bucket.balance, floor));
    const { paid, left } = pay(unmet, room, bucket.cost);
    unmet = left;
    return paid === ZERO ? bucket : { ...bucket, balance: minus(bucket.balance, paid) };
  });
  return { buckets: burnt, unmet };
}

/** Gives units back to the buckets in turn, each up to its ceiling. */
export function fill(buckets: readonly Bucket[], units: Fraction, ceilingOf: Bound): Moved {
  let unmet = units;
  const filled = buckets.map((bucket) => {
    const ceiling = ceilingOf(bucket);
    const room = ceiling === null ? null : positivePart(minus(ceiling, bucket.balance));
    const { paid, left } = pay(unmet, room, bucket.cost);
    unmet = left;
    return paid === ZERO ? bucket : { ...bucket, balance: plus(bucket.balance, paid) };
  });
  return { buckets: filled, unmet };
}

/** Compares in the bucket's own units, rounded: what it has room for after rounding is paid whole (A20). */
function pay(units: Fraction, room: Amount | null, cost: Amount): { paid: Amount; left: Fraction } {
  if (units.of === 0n || room === ZERO) return { paid: ZERO, left: units };
  const wanted = toAmount(priced(units, cost));
  if (room === null || wanted <= room) return { paid: wanted, left: NOTHING };
  return { paid: room, left: lessPaid(units, room, cost) };
}

/** Units as burn and fill take them. */
export function units(value: Amount): Fraction {
  return toFraction(value);
}

/** The ledger with these buckets' balances in it. What a rollover loses counts as its usage. */
export function pour(ledger: Ledger, buckets: readonly Bucket[]): Ledger {
  const touched = new Map<string, Bucket[]>();
  for (const bucket of buckets) {
    const ofGrant = touched.get(bucket.grant.grantId);
    if (ofGrant) ofGrant.push(bucket);
    else touched.set(bucket.grant.grantId, [bucket]);
  }
  const grants = ledger.grants.map((grant) => {
    const ofGrant = touched.get(grant.grantId);
    return ofGrant ? pourInto(grant, ofGrant) : grant;
  });
  keepTerms(ledger.grants, grants);
  return { ...ledger, grants };
}

function pourInto(grant: Grant, buckets: readonly Bucket[]): Grant {
  const [ofRollovers, ofSlices] = [true, false].map((isRollover) =>
    buckets.filter(({ rolloverId }) => (rolloverId !== null) === isRollover),
  );
  const slices = pourIntoSlices(grant, ofSlices ?? []);
  const rollovers = pourIntoRollovers(grant, ofRollovers ?? []);
  if (slices === grant.slices && rollovers === grant.rollovers) return grant;
  return { ...grant, slices, rollovers };
}

function pourIntoSlices({ slices }: Grant, buckets: readonly Bucket[]): readonly Slice[] {
  if (buckets.length === 0) return slices;
  const balances = new Map(buckets.map(({ entityId, balance }) => [entityId, balance]));
  return replaced(slices, (slice) => {
    const balance = balances.get(slice.entityId) ?? slice.balance;
    return balance === slice.balance ? slice : { ...slice, balance };
  });
}

function pourIntoRollovers({ rollovers }: Grant, buckets: readonly Bucket[]): readonly Rollover[] {
  if (buckets.length === 0) return rollovers;
  const balances = new Map(buckets.map((bucket) => [placeOf(bucket), bucket.balance]));
  return replaced(rollovers, (rollover) => {
    const balance = balances.get(placeOf(rollover)) ?? rollover.balance;
    if (balance === rollover.balance) return rollover;
    return { ...rollover, balance, usage: plus(rollover.usage, minus(rollover.balance, balance)) };
  });
}

/** Names a place within its grant. */
export function placeOf(place: {
  readonly rolloverId: string | null;
  readonly entityId: string | null;
}): string {
  return JSON.stringify([place.rolloverId, place.entityId]);
}

/** As map, but the same array where nothing changed, so that what is equal stays identical. */
export function replaced<T>(items: readonly T[], change: (item: T) => T): readonly T[] {
  const next = items.map(change);
  return next.every((item, index) => item === items[index]) ? items : next;
}
