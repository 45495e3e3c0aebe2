/** Usage taken from, or given back to, everything that can pay for it (sections 5 and 6). */
import {
  type Amount,
  type Fraction,
  lesser,
  minus,
  NOTHING,
  negate,
  plusAmount,
  priced,
  toAmount,
  toLackingAmount,
  ZERO,
} from "./amount.ts";
import {
  type Bucket,
  burn,
  type CostOf,
  fill,
  healed,
  type Moved,
  pour,
  sliceBuckets,
  toFull,
  toZero,
  unbounded,
  units,
} from "./bucket.ts";
import type { OverageBehavior } from "./command.ts";
import { deductionsFrom } from "./deduction.ts";
import { type Feature, findFeature, type Json, relevantFeatures, unitCost } from "./feature.ts";
import type { Counted, Deduction, Ledger } from "./ledger.ts";
import { overageFloors } from "./overage.ts";
import { burnRollovers } from "./rollover-buckets.ts";
import { countUsage, NO_CAPS, type UsageCaps, usageCaps, withinHeadroom } from "./usage-caps.ts";
import { type Holding, holdingsOf, type View } from "./view.ts";

export interface Usage {
  readonly feature: Feature;
  /** Above zero consumes, below zero gives back. */
  readonly value: Amount;
  readonly overageBehavior: OverageBehavior;
  /** The event's, for usage limits that count some events only. */
  readonly properties: Json | null;
}

export interface Deducted {
  readonly ledger: Ledger;
  /** One for each slice and rollover that was touched, in deduction order. */
  readonly deductions: readonly Deduction[];
  /** The same places as they were taken from, for who may have to undo it. */
  readonly buckets: readonly Bucket[];
  /** What was added to the counters of usage limits. */
  readonly counted: readonly Counted[];
  /** Whether anything in view could pay for the feature at all. */
  readonly owned: boolean;
  /** Units that nothing covered: dropped under cap, the reason of a refusal under reject. */
  readonly unmet: Amount;
}

/** Deducts the usage from the holdings in view. `reject` must look at `unmet` itself. */
export function deduct(view: View, usage: Usage): Deducted {
  const features = relevantFeatures(view.catalog, usage.feature).filter(
    ({ type }) => type !== "boolean",
  );
  const holdings = holdingsOf(
    view,
    features.map(({ featureId }) => featureId),
  );
  const slices = sliceBuckets(holdings, costOf(view, usage.feature));
  const unlimited = slices.find(({ grant }) => grant.unlimited);
  const isFree = unlimited !== undefined || usage.value <= ZERO;
  const caps = isFree ? NO_CAPS : usageCaps(view, features, usage);
  const { buckets, unmet } = unlimited
    ? shift(unlimited, usage.value)
    : usage.value < ZERO
      ? refund(usage, slices)
      : consume({ view, usage, holdings, slices, caps });
  const poured = pour(view.ledger, buckets.filter(isMoved));
  const { ledger, counted } = countUsage(
    poured,
    caps,
    buckets,
    minus(usage.value, toAmount(unmet)),
  );
  const deductions = deductionsFrom(buckets);
  return {
    ledger,
    deductions,
    buckets,
    counted,
    owned: holdings.length > 0,
    unmet: toLackingAmount(unmet),
  };
}

function isMoved({ initial, balance }: Bucket): boolean {
  return balance !== initial;
}

function costOf(view: View, feature: Feature): CostOf {
  return (grant) => unitCost(findFeature(view.catalog, grant.featureId) ?? feature, feature);
}

/** An unlimited row absorbs everything, both ways (D4, D22). */
function shift(bucket: Bucket, value: Amount): Moved {
  return value < ZERO
    ? fill([bucket], units(negate(value)), unbounded)
    : burn([bucket], units(value), unbounded);
}

interface Consumption {
  readonly view: View;
  readonly usage: Usage;
  readonly holdings: readonly Holding[];
  readonly slices: readonly Bucket[];
  readonly caps: UsageCaps;
}

/** Rollovers first; then rows to zero in order; then the first that may goes below it (D10 to D12). */
function consume({ view, usage, holdings, slices, caps }: Consumption): Moved {
  const capped = usage.overageBehavior !== "overflow";
  const allowed = capped ? lesser(usage.value, caps.units.headroom ?? usage.value) : usage.value;
  const left = new Map(capped ? caps.credits.map((cap) => [cap.featureId, cap.headroom]) : []);
  const rollovers = burnRollovers(holdings, units(allowed), costOf(view, usage.feature));
  const drained = burn(slices, rollovers.unmet, withinHeadroom(slices, toZero, left));
  const rows = drained.unmet.of === 0n ? drained : overdraw(drained);
  const rest = isTrifle(rows.unmet) ? NOTHING : rows.unmet;
  const unmet = plusAmount(rest, minus(usage.value, allowed));
  return { buckets: [...rollovers.buckets, ...rows.buckets], unmet };

  function overdraw({ buckets, unmet: over }: Moved): Moved {
    const { overageBehavior } = usage;
    const floors = overageFloors(view, { holdings, overageBehavior }, buckets);
    return burn(buckets, over, withinHeadroom(buckets, floors, left));
  }

  /** Whether a row would pay 0 for it, as amounts are rounded: then it is allowed and takes 0 (A20). */
  function isTrifle(units: Fraction): boolean {
    const costs = holdings.map(({ grant }) => costOf(view, usage.feature)(grant));
    return costs.some((cost) => toAmount(priced(units, cost)) === ZERO);
  }
}

/** Overage is healed first, then rows are refilled; what does not fit is dropped (D20, D23). */
function refund({ value, overageBehavior }: Usage, slices: readonly Bucket[]): Moved {
  const lifted = fill(slices, units(negate(value)), healed);
  const bound = overageBehavior === "overflow" ? unbounded : toFull;
  const filled = fill(lifted.buckets, lifted.unmet, bound);
  return { buckets: filled.buckets, unmet: NOTHING };
}
