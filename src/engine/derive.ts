/** A settled ledger -> the balances that a customer sees (section 2). */
import {
  type Amount,
  greater,
  minus,
  negate,
  negativePart,
  plus,
  sum,
  sumOf,
  ZERO,
} from "./amount.ts";
import type { Balance, Breakdown, RolloverShown } from "./balance.ts";
import { breakdownOf, onlyPlan, rolloversOf, unlimitedBreakdown } from "./breakdown.ts";
import { bySoonestExpiry, fullOf } from "./bucket.ts";
import type { Feature } from "./feature.ts";
import { type Grant, type Rollover, revisionOf } from "./ledger.ts";
import {
  type Holding,
  holdingsOf,
  isUnlimited,
  ownedByEntities,
  type View,
  viewsByFeature,
} from "./view.ts";

/** The balance of a feature in view; null where nothing of it is owned, or it is a flag (B11, B12). */
export function deriveBalance(view: View, feature: Feature): Balance | null {
  if (feature.type === "boolean") return null;
  const holdings = holdingsOf(view, [feature.featureId]);
  const merged = view.entityId === null ? ownedByEntities(view.ledger, feature.featureId) : [];
  if (holdings.length === 0 && merged.length === 0) return null;
  return isUnlimited(holdings) || merged.some((grant) => grant.unlimited)
    ? unlimitedBalance(view, feature, holdings, merged)
    : finiteBalance(view, feature, holdings, merged);
}

/** All balances in view, in catalogue order. */
export function deriveBalances(view: View): readonly Balance[] {
  return viewsByFeature(view).flatMap(({ feature, view }) => deriveBalance(view, feature) ?? []);
}

function finiteBalance(
  view: View,
  feature: Feature,
  holdings: readonly Holding[],
  merged: readonly Grant[],
): Balance {
  const breakdown = holdings.map((holding) => breakdownOf(view, feature, holding));
  const rollovers = holdings.flatMap((holding) => rolloversOf(view, holding));
  const grants = [...holdings.map(({ grant }) => grant), ...merged];
  const pool = mergedTotals(merged);
  const total = (of: (part: Breakdown) => Amount) => sumOf(breakdown, of);
  const carried = (of: (part: RolloverShown) => Amount) => sumOf(rollovers, of);
  return {
    ...identity(view, feature),
    granted: sum([
      total((row) => plus(row.includedGrant, row.prepaidGrant)),
      carried((rollover) => rollover.granted),
      pool.granted,
    ]),
    remaining: sum([
      total((row) => row.remaining),
      carried((rollover) => rollover.balance),
      pool.remaining,
    ]),
    usage: sum([total((row) => row.usage), carried((rollover) => rollover.usage), pool.usage]),
    overage: plus(
      total((row) => row.overage),
      pool.overage,
    ),
    unlimited: false,
    overageAllowed: grants.some((grant) => grant.overageAllowed),
    maxPurchase: maxPurchaseOf(holdings.map(({ grant }) => grant)),
    nextResetAt: earliest(grants.map((grant) => grant.nextResetAt)),
    breakdown,
    rollovers: [...rollovers].sort(bySoonestExpiry),
  };
}

/** All zero but what was used: an unlimited row makes its finite siblings vanish (B60, B61). */
function unlimitedBalance(
  view: View,
  feature: Feature,
  holdings: readonly Holding[],
  merged: readonly Grant[],
): Balance {
  const shown = holdings.filter(({ grant }) => grant.unlimited);
  const slices = [
    ...shown.flatMap((holding) => holding.slices),
    ...merged.filter((grant) => grant.unlimited).flatMap((grant) => grant.slices),
  ];
  const usage = negate(sumOf(slices, (slice) => slice.balance));
  const [first] = shown;
  const planId = onlyPlan(shown.map(({ grant }) => grant));
  return {
    ...identity(view, feature),
    granted: ZERO,
    remaining: ZERO,
    usage,
    overage: ZERO,
    unlimited: true,
    overageAllowed: false,
    maxPurchase: null,
    nextResetAt: null,
    breakdown: first ? [unlimitedBreakdown(view, first.grant, planId, usage)] : [],
    rollovers: [],
  };
}

function identity({ ledger, entityId }: View, { featureId }: Feature) {
  return {
    customerId: ledger.customer.customerId,
    entityId,
    featureId,
    held: ZERO,
    revision: revisionOf(ledger, featureId),
  };
}

/** What the entities' own rows add to the customer's totals: netted among themselves (V4, A18). */
export function mergedTotals(merged: readonly Grant[]) {
  const slices = merged.flatMap((grant) => grant.slices.map((slice) => ({ grant, slice })));
  const rollovers: readonly Rollover[] = merged.flatMap((grant) => grant.rollovers);
  const carried = sumOf(rollovers, (rollover) => rollover.balance);
  const spent = sumOf(rollovers, (rollover) => rollover.usage);
  const granted = sumOf(slices, ({ grant, slice }) => fullOf(grant, slice));
  const balance = sumOf(slices, ({ slice }) => slice.balance);
  return {
    granted: sum([granted, carried, spent]),
    remaining: plus(greater(balance, ZERO), carried),
    usage: plus(minus(granted, balance), spent),
    overage: negativePart(balance),
  };
}

/** How much may be bought beyond the grants; null where that is nothing, or without end (B7). */
function maxPurchaseOf(grants: readonly Grant[]): Amount | null {
  const purchasable = grants.filter(
    (grant) =>
      grant.overageAllowed ||
      grant.price?.billingMethod === "usage_based" ||
      grant.price?.billingMethod === "prepaid" ||
      grant.prepaid > ZERO,
  );
  if (purchasable.length === 0) return null;
  if (purchasable.some((grant) => grant.maxPurchase === null)) return null;
  return sumOf(grants, (grant) => grant.maxPurchase ?? ZERO);
}

function earliest(instants: readonly (number | null)[]): number | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : Math.min(...known);
}
