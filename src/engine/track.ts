/** Usage as it is reported (section 10). */
import { type Amount, minus, ZERO } from "./amount.ts";
import { entityExists } from "./check.ts";
import type { Track, TrackAnswer } from "./command.ts";
import { deduct } from "./deduct.ts";
import { eventTime, eventTimeFault } from "./event-time.ts";
import { type Catalog, type Feature, findFeature, relevantFeatures } from "./feature.ts";
import type { Deduction } from "./ledger.ts";
import { entityNotFound, featureNotFound, type Issue, type Refusal } from "./refusal.ts";
import { type Act, isRefusal, type Scene } from "./scene.ts";
import { balanceFeature, shortfallOf } from "./take.ts";
import type { View } from "./view.ts";

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
    const usage = { feature, value, overageBehavior, properties: command.properties };
    const deducted = deduct({ ...scene, ledger, entityId }, usage);
    const shortfall = shortfallOf(value, deducted);
    if (overageBehavior === "reject" && shortfall > ZERO) {
      return insufficient(feature, entityId, value, shortfall);
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
      timestamp: eventTime(command.timestamp, scene.at),
      deductions,
    },
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
  const issues: Issue[] = [];
  if (eventName !== null && overageBehavior === "reject") {
    const message = "must not be REJECT together with eventName";
    issues.push({ path: ["input", "overageBehavior"], message });
  }
  const fault = timestamp === null ? null : eventTimeFault(timestamp, scene.at);
  if (fault !== null) issues.push({ path: ["input", "timestamp"], message: fault });
  return issues.length > 0 ? { code: "INVALID_INPUT", issues } : null;
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
