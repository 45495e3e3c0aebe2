/** What a lock took is given back, last touched first (L5, L8, A11). */
import {
  type Amount,
  exceeds,
  type Fraction,
  greater,
  lesser,
  lessPaid,
  minus,
  minusFraction,
  NOTHING,
  negate,
  plus,
  plusFraction,
  positivePart,
  priced,
  sizeOf,
  sum,
  toAmount,
  toFraction,
  ZERO,
} from "./amount.ts";
import { type Bucket, fullOf, pour } from "./bucket.ts";
import { deduct } from "./deduct.ts";
import { findFeature, isCreditSystem } from "./feature.ts";
import type { Counted, Ledger, Lock, Taken } from "./ledger.ts";
import { limitedFeature, uncount } from "./limits.ts";
import type { View } from "./view.ts";

/** The ledger with `units` of the lock's value, 0 up to all of it, not taken after all. */
export function undo(view: View, lock: Lock, units: Amount): Ledger {
  const sign = lock.value < ZERO ? -1 : 1;
  const isWhole = units === sizeOf(lock.value);
  let { ledger } = view;
  let left: Fraction = toFraction(units);
  let homeless: Fraction = NOTHING;
  const returned: { readonly taken: Taken; readonly value: Amount }[] = [];
  for (const taken of lock.receipt.toReversed()) {
    const size = sizeOf(taken.value);
    const asked = priced(left, taken.cost);
    const isAll = isWhole || exceeds(asked, size);
    const value = isAll ? size : toAmount(asked);
    const rest = lessPaid(left, value, taken.cost);
    const bucket = bucketOf(ledger, taken);
    const moved = bucket && (sign > 0 ? lifted(bucket, taken, value) : lowered(bucket, value));
    if (moved) ledger = pour(ledger, [moved]);
    else homeless = plusFraction(homeless, minusFraction(left, rest));
    returned.push({ taken, value });
    left = isAll ? rest : NOTHING;
  }
  const freed = uncount(ledger, freedCounts(view, lock, units, returned));
  return rehoused({ ...view, ledger: freed }, lock, toAmount(homeless), sign);
}

/** What went with a row that is gone goes to those that live, as far as they have room (L8). */
function rehoused(view: View, lock: Lock, units: Amount, sign: 1 | -1): Ledger {
  const feature = findFeature(view.catalog, lock.featureId);
  if (!feature || units === ZERO) return view.ledger;
  const value = sign > 0 ? negate(units) : units;
  return deduct(view, { feature, value, overageBehavior: "cap", properties: null }).ledger;
}

function bucketOf(ledger: Ledger, taken: Taken): Bucket | null {
  const { grantId, rolloverId, entityId, cost } = taken;
  const grant = ledger.grants.find((candidate) => candidate.grantId === grantId);
  const parts = rolloverId === null ? grant?.slices : grant?.rollovers;
  const part = parts?.find(
    (candidate) =>
      candidate.entityId === entityId &&
      (!("rolloverId" in candidate) || candidate.rolloverId === rolloverId),
  );
  if (!grant || !part) return null;
  return { grant, entityId, rolloverId, cost, initial: part.balance, balance: part.balance };
}

/** A row that has reset since is full already: it is not lifted beyond its grant (A11). */
function lifted(bucket: Bucket, taken: Taken, value: Amount): Bucket {
  const balance = plus(bucket.balance, value);
  const { grant, entityId, rolloverId } = bucket;
  const slice = grant.slices.find((candidate) => candidate.entityId === entityId);
  if (rolloverId !== null || !slice || grant.nextResetAt === taken.nextResetAt) {
    return { ...bucket, balance };
  }
  return { ...bucket, balance: lesser(balance, greater(bucket.balance, fullOf(grant, slice))) };
}

/** What was given in advance is taken back, as far as it is still there. */
function lowered(bucket: Bucket, value: Amount): Bucket {
  return {
    ...bucket,
    balance: minus(bucket.balance, lesser(value, positivePart(bucket.balance))),
  };
}

/** Units free as much of a limit on the feature, credits given back as much of one on the system (W4). */
function freedCounts(
  { catalog }: View,
  lock: Lock,
  units: Amount,
  returned: readonly { readonly taken: Taken; readonly value: Amount }[],
): readonly Counted[] {
  return lock.counted.map((counted) => {
    const featureId = limitedFeature(counted.key);
    const feature = findFeature(catalog, featureId);
    if (!feature || !isCreditSystem(feature)) return { ...counted, value: units };
    const credits = returned.filter(
      ({ taken }) => taken.rolloverId === null && taken.featureId === featureId,
    );
    return { ...counted, value: sum(credits.map(({ value }) => value)) };
  });
}
