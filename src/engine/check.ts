/** Whether a balance suffices, and which one answers (section 12). Decides; deducts nothing. */
import { type Amount, priced, toAmount, toFraction } from "./amount.ts";
import type { Check, CheckAnswer } from "./command.ts";
import { explainNothingOwned, explainVerdict } from "./explain-verdict.ts";
import { type Feature, findFeature, type Json, relevantFeatures, unitCost } from "./feature.ts";
import { deriveFlag } from "./flag.ts";
import { findEntity } from "./ledger.ts";
import { entityNotFound, featureNotFound, type Refusal } from "./refusal.ts";
import { isRefusal } from "./scene.ts";
import { judge, type Verdict } from "./verdict.ts";
import { holdingsOf, type View } from "./view.ts";

/** A question; with the event's properties where it is about to be taken. */
interface Wish extends Check {
  readonly properties?: Json | null;
}

/** The verdict on a requirement, in the view of the entity or the customer (C1 to C4). */
export function check(view: View, wish: Wish): CheckAnswer | Refusal {
  const { requiredBalance: value, properties = null } = wish;
  const feature = featureAsked(view, wish.featureId);
  if (isRefusal(feature)) return feature;
  if (feature.type === "boolean") return checkFlag(view, feature, value);
  const verdict = verdictOf(view, { feature, value, properties });
  return verdict ? answerOf(view, verdict) : nothingOwned(view, feature, value);
}

/** The feature in question; or why the view has no answer about it. */
export function featureAsked(view: View, featureId: string): Feature | Refusal {
  const feature = findFeature(view.catalog, featureId);
  if (!feature) return featureNotFound(featureId);
  return entityExists(view) ? feature : entityNotFound(view.entityId ?? "");
}

/** Whether the view's entity is one of the customer's; a customer's own view has none to miss. */
export function entityExists({ ledger, entityId }: View): boolean {
  return entityId === null || findEntity(ledger, entityId) !== undefined;
}

/** An amount of the feature in units of what pays for it (C4). */
export function converted(value: Amount, payer: Feature, feature: Feature): Amount {
  return toAmount(priced(toFraction(value), unitCost(payer, feature)));
}

function checkFlag(view: View, feature: Feature, requiredBalance: Amount): CheckAnswer {
  const allowed = deriveFlag(view, feature) !== null;
  return {
    allowed,
    requiredBalance,
    balanceFeatureId: null,
    flagFeatureId: allowed ? feature.featureId : null,
    reason: allowed ? null : "NO_BALANCE",
    explanation: `${feature.featureId} is ${allowed ? "granted (C2)" : "not granted (C1)"}.`,
  };
}

interface Question {
  readonly feature: Feature;
  readonly value: Amount;
  readonly properties: Json | null;
}

/**
 * The feature's own balance where that alone allows; else the first credit system that allows, or is owned.
 * The choice holds the units against each balance, the verdict what they cost of the one chosen (C4).
 */
function verdictOf(view: View, question: Question): Verdict | null {
  const { feature, value } = question;
  const owned = relevantFeatures(view.catalog, feature)
    .map((payer) => ({ payer, holdings: holdingsOf(view, [payer.featureId]) }))
    .filter(({ holdings }) => holdings.length > 0)
    .map((balance) => judge(view, { ...question, ...balance, required: value }));
  const allows = ({ reason }: Verdict) => reason === null;
  const own = owned.find(({ payer }) => payer === feature);
  if (own && allows(own)) return own;
  const systems = owned.filter((verdict) => verdict !== own);
  const system = systems.find(allows) ?? systems[0];
  if (!system) return own ?? null;
  return judge(view, { ...system, required: converted(value, system.payer, feature) });
}

function answerOf(view: View, verdict: Verdict): CheckAnswer {
  return {
    allowed: verdict.reason === null,
    requiredBalance: verdict.required,
    balanceFeatureId: verdict.payer.featureId,
    flagFeatureId: null,
    reason: verdict.reason,
    explanation: explainVerdict(view, verdict),
  };
}

function nothingOwned(view: View, feature: Feature, requiredBalance: Amount): CheckAnswer {
  return {
    allowed: false,
    requiredBalance,
    balanceFeatureId: null,
    flagFeatureId: null,
    reason: "NO_BALANCE",
    explanation: explainNothingOwned(view, feature, requiredBalance),
  };
}
