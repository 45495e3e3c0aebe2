/** Usage taken from, or given back to, everything that can pay for it (sections 5 and 6). */
import {
  type Amount,
  type Fraction,
  greater,
  lesser,
  minus,
  negate,
  toAmount,
  ZERO,
} from "./amount.ts";
import {
  type Bound,
  type Bucket,
  burn,
  type CostOf,
  fill,
  fullOf,
  type Moved,
  pour,
  rolloverBuckets,
  sliceBuckets,
  units,
} from "./bucket.ts";
import type { OverageBehavior } from "./command.ts";
import { overageControl, spendBudget } from "./controls.ts";
import { deductionsFrom } from "./deduction.ts";
import { type Feature, findFeature, relevantFeatures, unitCost } from "./feature.ts";
import type { Deduction, Grant, Ledger } from "./ledger.ts";
import { type Holding, holdingsOf, type View } from "./view.ts";

export interface Usage {
  readonly feature: Feature;
  /** Above zero consumes, below zero gives back. */
  readonly value: Amount;
  readonly overageBehavior: OverageBehavior;
}

export interface Deducted {
  readonly ledger: Ledger;
  /** One for each slice and rollover that was touched, in deduction order. */
  readonly deductions: readonly Deduction[];
  /** Whether anything in view could pay for the feature at all. */
  readonly owned: boolean;
  /** Units that nothing covered: dropped under cap, the reason of a refusal under reject. */
  readonly unmet: Amount;
}

/** Deducts the usage from the holdings in view. `reject` must look at `unmet` itself. */
export function deduct(view: View, usage: Usage): Deducted {
  const features = relevantFeatures(view.catalog, usage.feature);
  const holdings = holdingsOf(
    view,
    features.filter(({ type }) => type !== "boolean").map(({ featureId }) => featureId),
  );
  const costOf: CostOf = (grant) => {
    const payer = findFeature(view.catalog, grant.featureId);
    return unitCost(payer ?? usage.feature, usage.feature);
  };
  const { buckets, unmet } = move(view, usage, holdings, costOf);
  return {
    ledger: pour(view.ledger, buckets),
    deductions: deductionsFrom(buckets),
    owned: holdings.length > 0,
    unmet: toAmount(unmet),
  };
}

function move(view: View, usage: Usage, holdings: readonly Holding[], costOf: CostOf): Moved {
  const slices = sliceBuckets(holdings, costOf);
  const unlimited = slices.find(({ grant }) => grant.unlimited);
  if (unlimited) return shift(unlimited, usage.value);
  if (usage.value < ZERO) return refund(usage, slices);
  const rollovers = burn(rolloverBuckets(holdings, costOf), units(usage.value), toZero);
  const rows = consume(view, usage, holdings, slices, rollovers.unmet);
  return { buckets: [...rollovers.buckets, ...rows.buckets], unmet: rows.unmet };
}

/** An unlimited row absorbs everything, both ways (D4, D22). */
function shift(bucket: Bucket, value: Amount): Moved {
  return value < ZERO
    ? fill([bucket], units(negate(value)), unbounded)
    : burn([bucket], units(value), unbounded);
}

/** Rows to zero in order; then the first that may goes below it (D11, D12). */
function consume(
  view: View,
  usage: Usage,
  holdings: readonly Holding[],
  slices: readonly Bucket[],
  value: Fraction,
): Moved {
  const drained = burn(slices, value, toZero);
  if (drained.unmet.of === 0n) return drained;
  return burn(
    drained.buckets,
    drained.unmet,
    overageFloors(view, usage, holdings, drained.buckets),
  );
}

/** How far below zero each bucket may go (D12, D14, D15, O3). */
function overageFloors(
  view: View,
  { feature, overageBehavior }: Usage,
  holdings: readonly Holding[],
  drained: readonly Bucket[],
): Bound {
  const capable = drained.filter(
    ({ grant }) =>
      overageBehavior === "overflow" || mayGoBelow(view, holdings, grant, overageBehavior),
  );
  const firstOf = new Map<string, Bucket>();
  for (const bucket of capable) {
    const { featureId } = bucket.grant;
    if (!firstOf.has(featureId)) firstOf.set(featureId, bucket);
  }
  const budgets = new Map(
    [feature.featureId, ...firstOf.keys()].map((id) => [id, spendBudget(view, id)]),
  );
  return (bucket) => {
    if (!capable.includes(bucket)) return bucket.balance;
    const budget = budgets.get(bucket.grant.featureId) ?? null;
    if (budget !== null) {
      const isFirst = firstOf.get(bucket.grant.featureId) === bucket;
      return isFirst ? minus(lesser(bucket.balance, ZERO), budget) : bucket.balance;
    }
    if (overageBehavior === "overflow") return null;
    return bucket.grant.maxPurchase === null ? null : negate(bucket.grant.maxPurchase);
  };
}

/** By its own nature, as a free seat, or because a control says so; a control can also forbid it (D15). */
function mayGoBelow(
  view: View,
  holdings: readonly Holding[],
  grant: Grant,
  overageBehavior: OverageBehavior,
): boolean {
  const control = overageControl(view, grant.featureId);
  if (control === false) return false;
  if (grant.overageAllowed) return true;
  const isSeat = findFeature(view.catalog, grant.featureId)?.consumable === false;
  if (isSeat && grant.price === null && overageBehavior !== "reject") return true;
  return control === true && !hasNativeOverage(holdings, grant.featureId);
}

/** Whether a row of the feature may go below zero by its own nature: a control then adds nothing (O2). */
export function hasNativeOverage(holdings: readonly Holding[], featureId: string): boolean {
  return holdings.some(({ grant }) => grant.featureId === featureId && grant.overageAllowed);
}

/** Overage is healed first, then rows are refilled; what does not fit is dropped (D20, D23). */
function refund({ value, overageBehavior }: Usage, slices: readonly Bucket[]): Moved {
  const healed = fill(slices, units(negate(value)), (bucket) => greater(bucket.balance, ZERO));
  const bound = overageBehavior === "overflow" ? unbounded : toFull;
  const filled = fill(healed.buckets, healed.unmet, bound);
  return { buckets: filled.buckets, unmet: { of: 0n, over: 1n } };
}

const unbounded: Bound = () => null;
const toZero: Bound = () => ZERO;

const toFull: Bound = ({ grant, entityId, balance }) => {
  const slice = grant.slices.find((candidate) => candidate.entityId === entityId);
  return slice ? fullOf(grant, slice) : balance;
};
