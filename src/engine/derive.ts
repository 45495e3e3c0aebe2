/** A settled ledger -> the balances that a customer sees (section 2). */
import { type Amount, sumOf, ZERO } from "./amount.ts";
import type { Balance } from "./balance.ts";
import { breakdownOf, onlyPlan, rolloversOf, unlimitedBreakdown } from "./breakdown.ts";
import type { Feature } from "./feature.ts";
import { figuresIn } from "./figures.ts";
import { type Grant, revisionOf } from "./ledger.ts";
import { bySoonestExpiry } from "./rollover-buckets.ts";
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
  const grants = [...holdings.map(({ grant }) => grant), ...merged];
  return {
    ...identity(view, feature),
    ...figuresIn(holdings, merged),
    overageAllowed: grants.some((grant) => grant.overageAllowed),
    maxPurchase: maxPurchaseOf(holdings.map(({ grant }) => grant)),
    nextResetAt: earliest(grants.map((grant) => grant.nextResetAt)),
    breakdown: holdings.map((holding) => breakdownOf(view, feature, holding)),
    rollovers: holdings.flatMap((holding) => rolloversOf(view, holding)).sort(bySoonestExpiry),
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
  const figures = figuresIn(holdings, merged);
  const [first] = shown;
  const planId = onlyPlan(shown.map(({ grant }) => grant));
  return {
    ...identity(view, feature),
    ...figures,
    overageAllowed: false,
    maxPurchase: null,
    nextResetAt: null,
    breakdown: first ? [unlimitedBreakdown(view, first.grant, planId, figures.usage)] : [],
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
