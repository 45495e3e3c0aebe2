/** Usage as it is reported (section 10), and the check that takes what it allows (C5, C6). */
import { type Amount, formatAmount, minus, priced, toAmount, toFraction, ZERO } from "./amount.ts";
import { check, entityExists } from "./check.ts";
import type { CheckAndTrack, CheckAndTrackAnswer, Track, TrackAnswer } from "./command.ts";
import { deduct } from "./deduct.ts";
import { type Catalog, type Feature, findFeature, relevantFeatures, unitCost } from "./feature.ts";
import type { Deduction } from "./ledger.ts";
import { entityNotFound, featureNotFound, invalid, type Refusal } from "./refusal.ts";
import { type Act, isRefusal, type Scene } from "./scene.ts";
import { holdingsOf, type View } from "./view.ts";

/** Deducts from the feature, or in full from each feature that listens to the event (T1 to T9). */
export function track(scene: Scene, command: Track): Act<TrackAnswer> {
  const { entityId, value, overageBehavior } = command;
  const features = trackedFeatures(scene.catalog, command);
  if (isRefusal(features)) return features;
  const refusal = refusalOf(scene, command);
  if (refusal) return refusal;

  let ledger = scene.ledger;
  const deductions: Deduction[] = [];
  for (const feature of features.filter(({ type }) => type !== "boolean")) {
    const deducted = deduct({ ...scene, ledger, entityId }, { feature, value, overageBehavior });
    if (overageBehavior === "reject" && falls(short(value, deducted))) {
      return insufficient(feature, entityId, value, short(value, deducted));
    }
    ledger = deducted.ledger;
    deductions.push(...deducted.deductions);
  }
  const result = answerOf({ ...scene, ledger, entityId }, command, features, deductions);
  const [only, ...others] = features;
  return {
    ledger,
    result,
    note: {
      ...command,
      kind: "TRACK",
      featureId: only && others.length === 0 ? only.featureId : null,
      balanceFeatureId: result.balanceFeatureId,
      deductions,
    },
  };
}

/** Takes the required balance whole, or nothing: then the answer says why (C5, C6). */
export function checkAndTrack(scene: Scene, command: CheckAndTrack): Act<CheckAndTrackAnswer> {
  const { entityId, requiredBalance: value } = command;
  const view: View = { ...scene, entityId };
  const verdict = check(view, command);
  if (isRefusal(verdict)) return verdict;
  const feature = findFeature(scene.catalog, command.featureId);
  if (!feature || feature.type === "boolean") {
    return invalid("input.featureId", "must not be a boolean feature, which has nothing to track");
  }
  const deducted = deduct(view, { feature, value, overageBehavior: "reject" });
  if (falls(short(value, deducted))) {
    const reason = verdict.reason ?? "INSUFFICIENT_BALANCE";
    const result = { ...verdict, allowed: false, reason, deductions: [] };
    return { ledger: scene.ledger, result, note: null };
  }
  const { ledger, deductions } = deducted;
  const shown = balanceFeature({ ...view, ledger }, feature, deductions);
  const payer = findFeature(scene.catalog, shown ?? feature.featureId) ?? feature;
  return {
    ledger,
    result: {
      ...verdict,
      allowed: true,
      reason: null,
      balanceFeatureId: shown,
      requiredBalance: toAmount(priced(toFraction(value), unitCost(payer, feature))),
      explanation: `${formatAmount(value)} of ${feature.featureId} taken.`,
      deductions,
    },
    note: { ...command, kind: "CHECK", balanceFeatureId: shown, value, deductions },
  };
}

function trackedFeatures(
  catalog: Catalog,
  { featureId, eventName }: Track,
): readonly Feature[] | Refusal {
  if (featureId !== null) {
    const feature = findFeature(catalog, featureId);
    return feature ? [feature] : featureNotFound(featureId);
  }
  const listening = catalog.features.filter(({ eventNames }) =>
    eventNames.includes(eventName ?? ""),
  );
  if (listening.length > 0) return listening;
  return { code: "FEATURE_NOT_FOUND", message: `No feature listens to the event ${eventName}` };
}

function refusalOf(scene: Scene, command: Track): Refusal | null {
  const { entityId, eventName, overageBehavior, timestamp } = command;
  if (!entityExists({ ...scene, entityId })) return entityNotFound(entityId ?? "");
  if (eventName !== null && overageBehavior === "reject") {
    return invalid("input.overageBehavior", "must not be REJECT together with eventName");
  }
  if (timestamp !== null && timestamp > scene.at) {
    return invalid("input.timestamp", "must not be in the future");
  }
  return null;
}

/** Units that found no cover; all of them where nothing is owned (A7). */
function short(value: Amount, deducted: { owned: boolean; unmet: Amount }): Amount {
  return deducted.owned ? deducted.unmet : value;
}

function falls(shortfall: Amount): boolean {
  return shortfall > ZERO;
}

function insufficient(
  { featureId }: Feature,
  entityId: string | null,
  required: Amount,
  shortfall: Amount,
): Refusal {
  return {
    code: "INSUFFICIENT_BALANCE",
    message: `Insufficient balance of ${featureId}`,
    featureId,
    entityId,
    required,
    available: minus(required, shortfall),
  };
}

function answerOf(
  view: View,
  { value, eventName }: Track,
  features: readonly Feature[],
  deductions: readonly Deduction[],
): TrackAnswer {
  const relevant = features.flatMap((feature) => relevantFeatures(view.catalog, feature));
  const balanceFeatureIds = [...new Set(relevant.map(({ featureId }) => featureId))];
  const [first, second] = features;
  const moved = new Set(deductions.map(({ featureId }) => featureId));
  const isSplit = eventName !== null && (moved.size > 1 || (moved.size === 0 && second));
  const [only] = moved;
  const byEvent = eventName !== null && moved.size === 1 ? only : undefined;
  return {
    value,
    balanceFeatureId:
      isSplit || !first ? null : (byEvent ?? balanceFeature(view, first, deductions)),
    balanceFeatureIds: balanceFeatureIds.length > 1 ? balanceFeatureIds : [],
    deductions,
  };
}

/** Whose balance tells most: an unlimited one, the first charged, an owned credit system, its own (S2). */
function balanceFeature(
  view: View,
  feature: Feature,
  deductions: readonly Deduction[],
): string | null {
  const owned = relevantFeatures(view.catalog, feature)
    .filter(({ type }) => type !== "boolean")
    .map(({ featureId }) => ({ featureId, holdings: holdingsOf(view, [featureId]) }))
    .filter(({ holdings }) => holdings.length > 0);
  const found =
    owned.find(({ holdings }) => holdings.some(({ grant }) => grant.unlimited)) ??
    owned.find(({ featureId }) => deductions.some((one) => one.featureId === featureId)) ??
    owned.find(({ featureId }) => featureId !== feature.featureId) ??
    owned[0];
  return found?.featureId ?? null;
}
