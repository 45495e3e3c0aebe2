/** Whether a balance suffices, and by which rule (C2, C3). */
import { type Amount, minus, positivePart, sum, ZERO } from "./amount.ts";
import type { DenialReason } from "./command.ts";
import { type Ceiling, ceilingOf, overageControl, spendCeiling } from "./controls.ts";
import type { Feature, Json } from "./feature.ts";
import { type Cap, capsOf, tightestOf } from "./limits.ts";
import { hasNativeOverage } from "./overage.ts";
import { type Holding, isUnlimited, type View } from "./view.ts";

/** What must be there, and of which balance. */
export interface Requirement {
  readonly feature: Feature;
  /** In units of the feature. */
  readonly value: Amount;
  readonly properties: Json | null;
  /** Whose balance it is held against: the feature itself, or a credit system. */
  readonly payer: Feature;
  readonly holdings: readonly Holding[];
  /** In units of the payer. */
  readonly required: Amount;
}

/** The answer, with the figures that it was decided by. */
export interface Verdict extends Requirement {
  /** Null where it is allowed. */
  readonly reason: DenialReason | null;
  /** Rollovers included (C3). */
  readonly remaining: Amount;
  readonly ground: Ground;
}

/** The rule that decides, with its figures. */
export type Ground =
  | { readonly kind: "UNLIMITED" | "GIVING_BACK" | "ENOUGH" }
  | { readonly kind: "USAGE_LIMIT"; readonly cap: Cap }
  | OverageGround;

/** The rule of what may be used beyond the remaining. */
export type OverageGround =
  | { readonly kind: "NO_OVERAGE" | "OVERAGE"; readonly byControl: boolean }
  | { readonly kind: "SPEND_LIMIT" | "PURCHASE_LIMIT"; readonly ceiling: Ceiling };

/** Holds the requirement against its balance. The first rule that applies decides (C2). */
export function judge(view: View, requirement: Requirement): Verdict {
  const remaining = remainingOf(requirement.holdings);
  const missing = minus(requirement.required, remaining);
  const ground = groundOf(view, requirement, missing);
  return { ...requirement, remaining, ground, reason: reasonOf(ground, missing) };
}

function groundOf(view: View, requirement: Requirement, missing: Amount): Ground {
  if (isUnlimited(requirement.holdings)) return { kind: "UNLIMITED" };
  if (requirement.required < ZERO) return { kind: "GIVING_BACK" };
  const cap = exceededCap(view, requirement);
  if (cap) return { kind: "USAGE_LIMIT", cap };
  return missing <= ZERO ? { kind: "ENOUGH" } : overageGround(view, requirement);
}

function reasonOf(ground: Ground, missing: Amount): DenialReason | null {
  switch (ground.kind) {
    case "USAGE_LIMIT":
      return "USAGE_LIMIT";
    case "NO_OVERAGE":
      return "INSUFFICIENT_BALANCE";
    case "SPEND_LIMIT":
    case "PURCHASE_LIMIT":
      return missing > ground.ceiling.left ? ground.kind : null;
    default:
      return null;
  }
}

/** Limits on the feature count its units; those on a credit system that pays, its credits (W2, W10). */
function exceededCap(view: View, requirement: Requirement): Cap | null {
  const { feature, value, properties, payer, required } = requirement;
  const onFeature = tightestOf(capsOf(view, feature.featureId, properties));
  if (onFeature && value > onFeature.headroom) return onFeature;
  if (payer === feature) return null;
  const onPayer = tightestOf(capsOf(view, payer.featureId, properties));
  return onPayer && required > onPayer.headroom ? onPayer : null;
}

/** Whether it may go below zero, and how far: a spend limit takes the ceilings' place (O3). */
function overageGround(view: View, { payer: { featureId }, holdings }: Requirement): OverageGround {
  const control = overageControl(view, featureId);
  const isNative = hasNativeOverage(holdings, featureId);
  if (control === false || !(isNative || control)) {
    return { kind: "NO_OVERAGE", byControl: control === false };
  }
  const spend = spendCeiling(view, featureId);
  if (spend) return { kind: "SPEND_LIMIT", ceiling: spend };
  const purchase = purchaseCeiling(holdings);
  if (purchase) return { kind: "PURCHASE_LIMIT", ceiling: purchase };
  return { kind: "OVERAGE", byControl: !isNative };
}

/** What stands above zero, rollovers included (C3). */
export function remainingOf(holdings: readonly Holding[]): Amount {
  return sum(
    holdings.flatMap(({ slices, rollovers }) => [
      ...slices.map((slice) => positivePart(slice.balance)),
      ...rollovers.map((rollover) => rollover.balance),
    ]),
  );
}

/** What may be bought in all; null where a usage-based row has no ceiling (C2, O1). */
function purchaseCeiling(holdings: readonly Holding[]): Ceiling | null {
  const native = holdings.filter(({ grant }) => grant.overageAllowed);
  if (native.length === 0 || native.some(({ grant }) => grant.maxPurchase === null)) return null;
  const ceilings = native.flatMap(({ grant, slices }) => slices.map(() => grant.maxPurchase));
  return ceilingOf(sum(ceilings.map((ceiling) => ceiling ?? ZERO)), holdings);
}
