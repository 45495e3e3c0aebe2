/** A settled ledger -> the balances that a customer sees (section 2). */
import { type Amount, sumOf, ZERO } from "./amount.ts";
import type { Balance, BalanceParts, BalanceTotals } from "./balance.ts";
import { breakdownOf, onlyPlan, rolloversOf, unlimitedBreakdown } from "./breakdown.ts";
import type { Feature } from "./feature.ts";
import { figuresIn } from "./figures.ts";
import { type Grant, revisionOf } from "./ledger.ts";
import { bySoonestExpiry } from "./rollover-buckets.ts";
import {
  type Holding,
  holdingsOf,
  inViewOf,
  isUnlimited,
  ownedByEntities,
  type View,
  viewsByFeature,
} from "./view.ts";

/** The balance of a feature in view; null where nothing of it is owned, or it is a flag (B11, B12). */
export function deriveBalance(view: View, feature: Feature): Balance | null {
  const totals = deriveTotals(view, feature);
  return totals && { ...totals, ...deriveParts(view, feature) };
}

/** All balances in view, in catalogue order. */
export function deriveBalances(view: View): readonly Balance[] {
  return viewsByFeature(view).flatMap(({ feature, view }) => deriveBalance(view, feature) ?? []);
}

/** The balance without its parts, of which there can be thousands. */
export function deriveTotals(view: View, feature: Feature): BalanceTotals | null {
  if (feature.type === "boolean") return null;
  const holdings = inViewOf(view, [feature.featureId]);
  const merged = mergedIn(view, feature);
  if (holdings.length === 0 && merged.length === 0) return null;
  const figures = { ...identity(view, feature), ...figuresIn(holdings, merged) };
  if (figures.unlimited) {
    return { ...figures, overageAllowed: false, maxPurchase: null, nextResetAt: null };
  }
  const grants = [...holdings.map(({ grant }) => grant), ...merged];
  return {
    ...figures,
    overageAllowed: grants.some((grant) => grant.overageAllowed),
    maxPurchase: maxPurchaseOf(holdings.map(({ grant }) => grant)),
    nextResetAt: earliest(grants.map((grant) => grant.nextResetAt)),
  };
}

/** The parts of a balance that there is, in deduction order. */
export function deriveParts(view: View, feature: Feature): BalanceParts {
  const holdings = holdingsOf(view, [feature.featureId]);
  const merged = mergedIn(view, feature);
  if (isUnlimited(holdings) || merged.some((grant) => grant.unlimited)) {
    return unlimitedParts(view, holdings, merged);
  }
  return {
    breakdown: holdings.map((holding) => breakdownOf(view, feature, holding)),
    rollovers: holdings.flatMap((holding) => rolloversOf(view, holding)).sort(bySoonestExpiry),
  };
}

function mergedIn(view: View, { featureId }: Feature): readonly Grant[] {
  return view.entityId === null ? ownedByEntities(view.ledger, featureId) : [];
}

/** An unlimited row makes its finite siblings vanish (B60, B61). */
function unlimitedParts(
  view: View,
  holdings: readonly Holding[],
  merged: readonly Grant[],
): BalanceParts {
  const shown = holdings.filter(({ grant }) => grant.unlimited);
  const [first] = shown;
  const planId = onlyPlan(shown.map(({ grant }) => grant));
  const { usage } = figuresIn(holdings, merged);
  return {
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
