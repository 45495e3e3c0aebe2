/** Which rows may go below zero, and how far (D12 to D15, section 7). */
import { lesser, minus, negate, ZERO } from "./amount.ts";
import type { Bound, Bucket } from "./bucket.ts";
import type { OverageBehavior } from "./command.ts";
import { overageControl, spendBudget } from "./controls.ts";
import { type Feature, findFeature } from "./feature.ts";
import type { Grant } from "./ledger.ts";
import type { Holding, View } from "./view.ts";

interface Overdraft {
  readonly feature: Feature;
  readonly overageBehavior: OverageBehavior;
}

/** How far below zero each bucket may go (D12, D14, D15, O3). */
export function overageFloors(
  view: View,
  { feature, overageBehavior }: Overdraft,
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
