/** All or nothing: what checkAndTrack and createLock have in common (C5, C6, L1). */
import { type Amount, formatAmount, minus, ZERO } from "./amount.ts";
import { featureAsked, showable, verdictOn } from "./check.ts";
import type { Check, CheckAndTrack, CheckAndTrackAnswer, CheckAnswer } from "./command.ts";
import { converted } from "./conversion.ts";
import { type Deducted, deduct } from "./deduct.ts";
import { type Feature, findFeature, type Json, relevantFeatures } from "./feature.ts";
import { invariant } from "./invariant.ts";
import type { Deduction } from "./ledger.ts";
import { invalid, type Refusal } from "./refusal.ts";
import { type Act, isRefusal, type Scene } from "./scene.ts";
import { holdingsOf, isUnlimited, type View } from "./view.ts";

export interface Taking {
  readonly answer: CheckAnswer;
  /** Null where it was not allowed: nothing was taken. */
  readonly deducted: Deducted | null;
}

interface Wish extends Check {
  readonly properties: Json | null;
}

/** Takes the required balance whole, or nothing: then the answer says why. */
export function take(scene: Scene, wish: Wish): Taking | Refusal {
  const { entityId, requiredBalance: value, properties } = wish;
  const view: View = { ...scene, entityId };
  const feature = featureAsked(view, wish.featureId);
  if (isRefusal(feature)) return feature;
  if (feature.type === "boolean") {
    return invalid("input.featureId", "must not be a boolean feature, which has nothing to take");
  }
  const deducted = deduct(view, { feature, value, overageBehavior: "reject", properties });
  if (shortfallOf(value, deducted) > ZERO) return denied(view, feature, wish, deducted);
  const shown = balanceFeature({ ...view, ledger: deducted.ledger }, feature, deducted.deductions);
  const payer = findFeature(scene.catalog, shown ?? feature.featureId) ?? feature;
  const answer = showable({
    allowed: true,
    requiredBalance: converted(value, payer, feature),
    balanceFeatureId: shown,
    flagFeatureId: null,
    reason: null,
    explanation: `${formatAmount(value)} of ${feature.featureId} taken.`,
  });
  return isRefusal(answer) ? answer : { answer, deducted };
}

/** The verdict of a check, and how much all that can pay together would have covered (C6). */
function denied(
  view: View,
  feature: Feature,
  wish: Wish,
  { owned, unmet }: Deducted,
): Taking | Refusal {
  const verdict = verdictOn(view, feature, wish);
  invariant(!verdict.allowed, "a check refuses what a taking refuses (A20)");
  const answer = showable(verdict);
  if (isRefusal(answer)) return answer;
  const { featureId, requiredBalance: value } = wish;
  const [whole, fits] = [value, minus(value, unmet)].map(formatAmount);
  const untaken = ` Nothing is taken: ${fits} of ${whole} of ${featureId} would fit (C5).`;
  return {
    answer: { ...answer, explanation: answer.explanation + (owned ? untaken : "") },
    deducted: null,
  };
}

/** check and track in one atomic step. */
export function checkAndTrack(scene: Scene, command: CheckAndTrack): Act<CheckAndTrackAnswer> {
  const taking = take(scene, command);
  if (isRefusal(taking)) return taking;
  const { answer, deducted } = taking;
  if (!deducted) return { ledger: scene.ledger, result: { ...answer, deductions: [] }, note: null };
  const { ledger, deductions } = deducted;
  const { requiredBalance: value } = command;
  const { balanceFeatureId } = answer;
  return {
    ledger,
    result: { ...answer, deductions },
    note: { ...command, kind: "CHECK", balanceFeatureId, value, deductions },
  };
}

/** Units that found no cover; all of them where nothing is owned (A7). */
export function shortfallOf(value: Amount, { owned, unmet }: Deducted): Amount {
  return owned ? unmet : value;
}

/** Whose balance tells most: an unlimited one, the first charged, an owned credit system, its own (S2). */
export function balanceFeature(
  view: View,
  feature: Feature,
  deductions: readonly Deduction[],
): string | null {
  const owned = relevantFeatures(view.catalog, feature)
    .filter(({ type }) => type !== "boolean")
    .map(({ featureId }) => ({ featureId, holdings: holdingsOf(view, [featureId]) }))
    .filter(({ holdings }) => holdings.length > 0);
  const found =
    owned.find(({ holdings }) => isUnlimited(holdings)) ??
    owned.find(({ featureId }) => deductions.some((one) => one.featureId === featureId)) ??
    owned.find(({ featureId }) => featureId !== feature.featureId) ??
    owned[0];
  return found?.featureId ?? null;
}
