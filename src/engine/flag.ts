/** A settled ledger -> the flags that a customer sees (B41). */
import type { Flag } from "./balance.ts";
import { onlyPlan } from "./breakdown.ts";
import type { Feature } from "./feature.ts";
import { holdingsOf, type View } from "./view.ts";

/** All flags in view, in catalogue order. */
export function deriveFlags(view: View): readonly Flag[] {
  return view.catalog.features.flatMap((feature) => deriveFlag(view, feature) ?? []);
}

/** The flag of a boolean feature; null where no grant of it is in view. */
export function deriveFlag(view: View, feature: Feature): Flag | null {
  const grants = holdingsOf(view, [feature.featureId]).map(({ grant }) => grant);
  const [first] = grants;
  if (feature.type !== "boolean" || !first) return null;
  return {
    customerId: view.ledger.customer.customerId,
    entityId: view.entityId,
    featureId: feature.featureId,
    grantId: first.grantId,
    planId: onlyPlan(grants),
    expiresAt: first.expiresAt,
  };
}
