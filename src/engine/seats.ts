/** Seats: what entities sit on, pooled over the rows of their feature (A29). */
import {
  type Amount,
  amount,
  lesser,
  minus,
  negate,
  ONE,
  plus,
  positivePart,
  sumOf,
  ZERO,
} from "./amount.ts";
import {
  type Bucket,
  burn,
  fill,
  healed,
  pour,
  sliceBuckets,
  toFull,
  toZero,
  units,
} from "./bucket.ts";
import type { Grant, Ledger } from "./ledger.ts";
import { type Holding, holdingsOf, type View } from "./view.ts";

/** The ledger with one seat taken: of what is left, else below zero; null where no row may go there (EN2). */
export function withSeatTaken(view: View, featureId: string): Ledger | null {
  const pool = bucketsOf(seatPool(view, featureId));
  if (pool.length === 0) return view.ledger;
  const endless = pool.find(({ grant }) => grant.unlimited);
  if (endless) return pour(view.ledger, [lowered(endless, ONE)]);
  const taken = burn(pool, units(ONE), toZero);
  const lacking = minus(
    ONE,
    sumOf(taken.buckets, ({ initial, balance }) => minus(initial, balance)),
  );
  if (lacking === ZERO) return pour(view.ledger, taken.buckets);
  const debtor = taken.buckets.find((bucket) => mayLack(bucket, lacking));
  if (!debtor) return null;
  const buckets = taken.buckets.map((each) => (each === debtor ? lowered(each, lacking) : each));
  return pour(view.ledger, buckets);
}

/** The ledger with one seat given back: debts are healed first, then rows filled, in order. */
export function withSeatGivenBack(view: View, featureId: string): Ledger {
  const pool = bucketsOf(seatPool(view, featureId));
  const endless = pool.find(({ grant }) => grant.unlimited);
  if (endless) return pour(view.ledger, [lowered(endless, negate(ONE))]);
  const lifted = fill(pool, units(ONE), healed);
  return pour(view.ledger, fill(lifted.buckets, lifted.unmet, toFull).buckets);
}

/** How many entities sit on no seat yet, and so on the new row; 0 where the row is not one of the pool. */
export function unseated(view: View, row: Grant): Amount {
  const { ledger } = view;
  const { featureId } = row;
  const withRow = { ...view, ledger: { ...ledger, grants: [...ledger.grants, row] } };
  const pool = seatPool(withRow, featureId);
  if (!pool.some(({ grant }) => grant === row)) return ZERO;
  const used = sumOf(bucketsOf(pool), ({ grant, ...bucket }) =>
    grant === row ? ZERO : minus(toFull({ grant, ...bucket }) ?? ZERO, bucket.balance),
  );
  const entities = ledger.entities.filter((entity) => entity.featureId === featureId);
  const seated = amount(entities.length);
  return lesser(seated, positivePart(minus(seated, used)));
}

/** All plan rows of the seat feature; where there is none, the standalone ones. */
function seatPool(view: View, featureId: string): readonly Holding[] {
  const rows = holdingsOf({ ...view, entityId: null }, [featureId]).filter(
    ({ grant }) => grant.perEntityFeatureId === null,
  );
  const plans = rows.filter(({ grant }) => grant.planId !== null);
  return plans.length > 0 ? plans : rows;
}

function bucketsOf(pool: readonly Holding[]): readonly Bucket[] {
  return sliceBuckets(pool, () => ONE);
}

/** Whether it would then stand below zero by no more than grant and ceiling together (EN2). */
function mayLack({ grant, balance }: Bucket, lacking: Amount): boolean {
  if (grant.maxPurchase === null) return true;
  const ceiling = plus(plus(grant.allowance, grant.prepaid), grant.maxPurchase);
  return minus(lacking, balance) <= ceiling;
}

function lowered(bucket: Bucket, by: Amount): Bucket {
  return { ...bucket, balance: minus(bucket.balance, by) };
}
