/** Whether a balance suffices, and which one answers (section 12). Decides; deducts nothing. */
import { type Amount, withinLimit, ZERO } from "./amount.ts";
import { availableOf } from "./available.ts";
import type { Check, CheckAnswer, Checked } from "./command.ts";
import { converted } from "./conversion.ts";
import { type Cover, coverOf } from "./cover.ts";
import { explainNothingOwned, explainVerdict } from "./explain-verdict.ts";
import { type Feature, findFeature, relevantFeatures } from "./feature.ts";
import { deriveFlag } from "./flag.ts";
import { findEntity } from "./ledger.ts";
import { entityNotFound, featureNotFound, invalid, type Refusal } from "./refusal.ts";
import { isRefusal } from "./scene.ts";
import { judge, type Verdict } from "./verdict.ts";
import type { View } from "./view.ts";

/** The verdict on a requirement, and the most that would be allowed instead (C1 to C4, A20). */
export function check(view: View, wish: Check): Checked | Refusal {
  const feature = featureAsked(view, wish.featureId);
  if (isRefusal(feature)) return feature;
  if (feature.type === "boolean") return checkFlag(view, feature, wish.requiredBalance);
  const covers = coversOf(view, feature, wish);
  const answer = answerFrom(view, covers, { feature, value: wish.requiredBalance });
  return showable({ ...answer, available: availableOf(covers) });
}

/** The answer; refused where the units cost so much that no amount can tell it (A33). */
export function showable<Answer extends CheckAnswer>(answer: Answer): Answer | Refusal {
  const { requiredBalance, balanceFeatureId } = answer;
  if (withinLimit(requiredBalance)) return answer;
  const message = `would take 1e18 or more of ${balanceFeatureId}: use a smaller amount`;
  return invalid("input.requiredBalance", message);
}

/** The verdict alone, on a feature that has a balance. */
export function verdictOn(view: View, feature: Feature, wish: Check): CheckAnswer {
  const question = { feature, value: wish.requiredBalance };
  return answerFrom(view, coversOf(view, feature, wish), question);
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

function checkFlag(view: View, feature: Feature, requiredBalance: Amount): Checked {
  const allowed = deriveFlag(view, feature) !== null;
  return {
    allowed,
    requiredBalance,
    balanceFeatureId: null,
    flagFeatureId: allowed ? feature.featureId : null,
    reason: allowed ? null : "NO_BALANCE",
    explanation: `${feature.featureId} is ${allowed ? "granted (C2)" : "not granted (C1)"}.`,
    available: allowed ? null : ZERO,
  };
}

/** What can pay for the feature: its own balance, then credit systems, as far as they are owned. */
function coversOf(view: View, feature: Feature, { properties = null }: Check): readonly Cover[] {
  return relevantFeatures(view.catalog, feature).flatMap(
    (payer) => coverOf(view, { feature, properties }, payer) ?? [],
  );
}

interface Question {
  readonly feature: Feature;
  readonly value: Amount;
}

function answerFrom(
  view: View,
  covers: readonly Cover[],
  { feature, value }: Question,
): CheckAnswer {
  const verdict = verdictOf(covers, value);
  return verdict ? answerOf(view, verdict) : nothingOwned(view, feature, value);
}

/**
 * The feature's own balance where that alone allows; else the first credit system that allows, or is owned.
 * The choice holds the units against each balance, the verdict what they cost of the one chosen (C4).
 */
function verdictOf(covers: readonly Cover[], value: Amount): Verdict | null {
  const allows = (cover: Cover) => judge(cover, { value, required: value }).reason === null;
  const systems = covers.filter(({ payer, feature }) => payer !== feature);
  const chosen = covers.find(allows) ?? systems[0] ?? covers[0];
  if (!chosen) return null;
  return judge(chosen, { value, required: converted(value, chosen.payer, chosen.feature) });
}

function answerOf(view: View, verdict: Verdict): CheckAnswer {
  return {
    allowed: verdict.reason === null,
    requiredBalance: verdict.required,
    balanceFeatureId: verdict.cover.payer.featureId,
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
