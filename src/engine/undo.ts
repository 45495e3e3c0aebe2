/** What a lock took is given back, last touched first (L5, L8, A25). */
import {
  type Amount,
  exceeds,
  type Fraction,
  LIMIT,
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
  sumOf,
  toAmount,
  toFraction,
  ZERO,
} from "./amount.ts";
import { type Bucket, pour } from "./bucket.ts";
import { deduct } from "./deduct.ts";
import { findFeature, isCreditSystem } from "./feature.ts";
import type { Counted, Grant, Ledger, Lock, RolloverConfig, Taken } from "./ledger.ts";
import { limitedFeature, uncount } from "./limits.ts";
import { excessOf } from "./range.ts";
import { rolloverOf } from "./receipt.ts";
import { replaceGrant } from "./reset.ts";
import { rolloverCap, rolloverExpiry, rolloverIdOf } from "./rollover.ts";
import { enlarged } from "./rollovers.ts";
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
    if (!bucket) homeless = plusFraction(homeless, minusFraction(left, rest));
    else if (sign < 0) ledger = pour(ledger, [lowered(bucket, value)]);
    else ledger = givenBack({ ...view, ledger }, { bucket, taken, value });
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

interface Return {
  readonly bucket: Bucket;
  readonly taken: Taken;
  readonly value: Amount;
}

/** Back to where it came from; what a row has reset since never comes back to the row itself (A11, A25). */
function givenBack(view: View, back: Return): Ledger {
  const { bucket, taken, value } = back;
  const { grant, rolloverId } = bucket;
  const hasReset = rolloverId === null && grant.nextResetAt !== taken.nextResetAt;
  if (hasReset) return givenToRollover(view, back);
  const lifted = (by: Amount) =>
    pour(view.ledger, [{ ...bucket, balance: plus(bucket.balance, by) }]);
  return lifted(minus(value, excessOf(view.ledger, lifted(value), grant.featureId)));
}

/**
 * To the rollover of the first reset after the taking, which is made now where nothing was left to carry then:
 * as far as the cap of the row leaves room. Dropped where it expired, was trimmed away, or none is kept (A25).
 */
function givenToRollover({ ledger, at }: View, { bucket, taken, value }: Return): Ledger {
  const { grant, entityId } = bucket;
  const { rollover: config } = grant;
  if (!config || taken.isLost || taken.nextResetAt === null) return ledger;
  const expiresAt = rolloverExpiry(grant, config, taken.nextResetAt);
  if (expiresAt !== null && expiresAt <= at) return ledger;
  const within = lesser(value, roomInCap(grant, config, entityId));
  const one = {
    rolloverId: rolloverIdOf(grant, taken.nextResetAt),
    entityId,
    usage: ZERO,
    expiresAt,
  };
  const given = (balance: Amount) =>
    replaceGrant(ledger, grant, {
      ...grant,
      rollovers: enlarged(grant.rollovers, rolloverOf(grant, taken), { ...one, balance }),
    });
  const balance = minus(within, excessOf(ledger, given(within), grant.featureId));
  return balance > ZERO ? given(balance) : ledger;
}

/** How much more the live rollovers of the slice may hold. */
function roomInCap(grant: Grant, config: RolloverConfig, entityId: string | null): Amount {
  const cap = rolloverCap(grant, config);
  if (cap === null) return LIMIT;
  const own = grant.rollovers.filter((rollover) => rollover.entityId === entityId);
  return positivePart(
    minus(
      cap,
      sumOf(own, ({ balance }) => balance),
    ),
  );
}

/** What was given in advance is taken back, as far as it is still there. */
function lowered(bucket: Bucket, value: Amount): Bucket {
  return {
    ...bucket,
    balance: minus(bucket.balance, lesser(value, positivePart(bucket.balance))),
  };
}

/**
 * Units free as much of a limit on the feature, credits given back as much of one on the system (W4): never more
 * than the lock added to it (A38).
 */
function freedCounts(
  { catalog }: View,
  lock: Lock,
  units: Amount,
  returned: readonly { readonly taken: Taken; readonly value: Amount }[],
): readonly Counted[] {
  return lock.counted.map((counted) => {
    const featureId = limitedFeature(counted.key);
    const feature = findFeature(catalog, featureId);
    if (!feature || !isCreditSystem(feature)) {
      return { ...counted, value: lesser(units, counted.value) };
    }
    const credits = returned.filter(
      ({ taken }) => taken.rolloverId === null && taken.featureId === featureId,
    );
    const value = sumOf(credits, (credit) => credit.value);
    return { ...counted, value: lesser(value, counted.value) };
  });
}
