/** Whether a balance suffices, and which one answers (section 12). Decides; deducts nothing. */
import {
  type Amount,
  formatAmount,
  minus,
  plus,
  positivePart,
  priced,
  sum,
  toAmount,
  toFraction,
  ZERO,
} from "./amount.ts";
import type { Check, CheckAnswer, DenialReason } from "./command.ts";
import { overageControl, overageOf, spendBudget } from "./controls.ts";
import { type Feature, findFeature, type Json, relevantFeatures, unitCost } from "./feature.ts";
import { deriveFlag } from "./flag.ts";
import { capsOf, headroomOf } from "./limits.ts";
import { hasNativeOverage } from "./overage.ts";
import { entityNotFound, featureNotFound, type Refusal } from "./refusal.ts";
import { type Holding, holdingsOf, type View } from "./view.ts";

/** A question; with the event's properties where it is about to be taken. */
interface Wish extends Check {
  readonly properties?: Json | null;
}

/** The verdict on a requirement, in the view of the entity or the customer (C1 to C4). */
export function check(view: View, wish: Wish): CheckAnswer | Refusal {
  const { featureId, requiredBalance, properties = null } = wish;
  const feature = findFeature(view.catalog, featureId);
  if (!feature) return featureNotFound(featureId);
  if (!entityExists(view)) return entityNotFound(view.entityId ?? "");
  if (feature.type === "boolean") return checkFlag(view, feature, requiredBalance);
  const payer = payerOf(view, feature, requiredBalance, properties);
  const required = payer ? converted(requiredBalance, payer, feature) : requiredBalance;
  const holdings = payer ? holdingsOf(view, [payer.featureId]) : [];
  const question = { feature, raw: requiredBalance, properties };
  const reason = payer ? denial(view, { ...question, payer, holdings, required }) : "NO_BALANCE";
  return {
    allowed: reason === null,
    requiredBalance: required,
    balanceFeatureId: payer?.featureId ?? null,
    flagFeatureId: null,
    reason,
    explanation: explain({ reason, required, featureId: payer?.featureId ?? featureId, holdings }),
  };
}

/** Whether the view's entity is one of the customer's; a customer's own view has none to miss. */
export function entityExists({ ledger, entityId }: View): boolean {
  return entityId === null || ledger.entities.some((entity) => entity.entityId === entityId);
}

function checkFlag(view: View, feature: Feature, requiredBalance: Amount): CheckAnswer {
  const allowed = deriveFlag(view, feature) !== null;
  return {
    allowed,
    requiredBalance,
    balanceFeatureId: null,
    flagFeatureId: allowed ? feature.featureId : null,
    reason: allowed ? null : "NO_BALANCE",
    explanation: `${feature.featureId} is ${allowed ? "granted" : "not granted"}.`,
  };
}

/** Its own balance where that alone allows; else the first credit system that allows, or is owned (C4). */
function payerOf(
  view: View,
  feature: Feature,
  raw: Amount,
  properties: Json | null,
): Feature | null {
  const owned = relevantFeatures(view.catalog, feature)
    .map((payer) => ({ payer, holdings: holdingsOf(view, [payer.featureId]) }))
    .filter(({ holdings }) => holdings.length > 0);
  const allows = ({ payer, holdings }: (typeof owned)[number]) =>
    denial(view, { feature, raw, properties, payer, holdings, required: raw }) === null;
  const own = owned.find(({ payer }) => payer === feature);
  const systems = owned.filter(({ payer }) => payer !== feature);
  if (own && allows(own)) return own.payer;
  return (systems.find(allows) ?? systems[0] ?? own)?.payer ?? null;
}

function converted(required: Amount, payer: Feature, feature: Feature): Amount {
  return toAmount(priced(toFraction(required), unitCost(payer, feature)));
}

interface Requirement {
  readonly feature: Feature;
  /** In units of the feature. */
  readonly raw: Amount;
  readonly properties: Json | null;
  readonly payer: Feature;
  readonly holdings: readonly Holding[];
  /** In units of the payer. */
  readonly required: Amount;
}

/** Limits on the feature count its units; those on a credit system that pays, its credits (W2, W10). */
function isOverLimit(view: View, requirement: Requirement): boolean {
  const { feature, raw, properties, payer, required } = requirement;
  const onFeature = headroomOf(capsOf(view, feature.featureId, properties));
  const onPayer = payer === feature ? null : headroomOf(capsOf(view, payer.featureId, properties));
  return (onFeature !== null && raw > onFeature) || (onPayer !== null && required > onPayer);
}

/** What stands against it; null where it is allowed (C2). */
function denial(view: View, requirement: Requirement): DenialReason | null {
  const { payer, holdings, required } = requirement;
  if (holdings.some(({ grant }) => grant.unlimited) || required < ZERO) return null;
  if (isOverLimit(view, requirement)) return "USAGE_LIMIT";
  const remaining = remainingOf(holdings);
  if (remaining >= required) return null;
  const control = overageControl(view, payer.featureId);
  const canOverdraw = hasNativeOverage(holdings, payer.featureId) || control === true;
  if (control === false || !canOverdraw) return "INSUFFICIENT_BALANCE";
  const budget = spendBudget(view, payer.featureId);
  if (budget !== null) return plus(remaining, budget) >= required ? null : "SPEND_LIMIT";
  const purchasable = purchaseRoom(holdings);
  if (purchasable === null || plus(remaining, purchasable) >= required) return null;
  return "PURCHASE_LIMIT";
}

/** Rollovers included (C3). */
function remainingOf(holdings: readonly Holding[]): Amount {
  return sum(
    holdings.flatMap(({ slices, rollovers }) => [
      ...slices.map((slice) => positivePart(slice.balance)),
      ...rollovers.map((rollover) => rollover.balance),
    ]),
  );
}

/** What may still be bought; null where a usage-based row has no ceiling (C2, O1). */
function purchaseRoom(holdings: readonly Holding[]): Amount | null {
  const native = holdings.filter(({ grant }) => grant.overageAllowed);
  if (native.length === 0 || native.some(({ grant }) => grant.maxPurchase === null)) return null;
  const ceilings = native.flatMap(({ grant, slices }) => slices.map(() => grant.maxPurchase));
  const total = sum(ceilings.map((ceiling) => ceiling ?? ZERO));
  return positivePart(minus(total, overageOf(holdings)));
}

interface Verdict {
  readonly reason: DenialReason | null;
  readonly required: Amount;
  readonly featureId: string;
  readonly holdings: readonly Holding[];
}

function explain({ reason, required, featureId, holdings }: Verdict): string {
  const needed = `${formatAmount(required)} of ${featureId} required`;
  if (reason === "NO_BALANCE") return `${needed}; nothing of it is owned.`;
  if (holdings.some(({ grant }) => grant.unlimited)) return `${needed}; unlimited.`;
  return `${needed}, ${formatAmount(remainingOf(holdings))} remaining${MARGIN[reason ?? "NONE"]}.`;
}

const MARGIN: Record<Exclude<DenialReason, "NO_BALANCE"> | "NONE", string> = {
  NONE: "",
  INSUFFICIENT_BALANCE: " and no overage allowed",
  USAGE_LIMIT: " but the usage limit leaves too little",
  SPEND_LIMIT: " and the spend limit leaves too little overage",
  PURCHASE_LIMIT: " and the purchase ceiling leaves too little",
};
