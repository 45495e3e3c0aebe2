/** Features made, changed and taken away (section 22). */
import { ZERO } from "./amount.ts";
import { CEILINGS } from "./ceilings.ts";
import type {
  CreateFeature,
  DeletedAnswer,
  DeleteFeature,
  FeatureAnswer,
  UpdateFeature,
} from "./command.ts";
import { type Catalog, type Feature, findFeature, isCreditSystem } from "./feature.ts";
import { featureNotFound, type Issue, type Refusal } from "./refusal.ts";

export interface Revised<Answer> {
  readonly catalog: Catalog;
  readonly result: Answer;
}

/** Adds the feature behind all others (F1). */
export function createFeature(
  catalog: Catalog,
  { feature }: CreateFeature,
): Revised<FeatureAnswer> | Refusal {
  if (findFeature(catalog, feature.featureId)) return alreadyExists(feature.featureId);
  const issues = [...lengthIssues(feature), ...featureIssues(catalog, feature)];
  if (catalog.features.length >= CEILINGS.features) {
    const most = `must be one of at most ${CEILINGS.features} features: delete those that are no longer used`;
    issues.push(issue("featureId", most));
  }
  if (issues.length > 0) return { code: "INVALID_INPUT", issues };
  return { catalog: { ...catalog, features: [...catalog.features, feature] }, result: { feature } };
}

/** Changes what is given. What a feature is stays as it is while anybody uses it (F2). */
export function updateFeature(
  catalog: Catalog,
  inUse: boolean,
  { featureId, newFeatureId, changes }: UpdateFeature,
): Revised<FeatureAnswer> | Refusal {
  const current = findFeature(catalog, featureId);
  if (!current) return featureNotFound(featureId);
  const feature = definedOver({ ...current, featureId: newFeatureId ?? featureId }, changes);
  if (feature.featureId !== featureId && findFeature(catalog, feature.featureId)) {
    return alreadyExists(feature.featureId);
  }
  const fixed = fixedIssues(current, feature);
  if (fixed.length > 0 && (inUse || isListed(catalog, featureId))) {
    return { code: "INVALID_INPUT", issues: fixed };
  }
  const others = { ...catalog, features: catalog.features.filter((other) => other !== current) };
  const issues = [...lengthIssues(changes), ...featureIssues(others, feature)];
  if (issues.length > 0) return { code: "INVALID_INPUT", issues };
  const features = catalog.features.map((other) => (other === current ? feature : other));
  return { catalog: { ...catalog, features }, result: { feature } };
}

/** Takes the feature away where nobody uses it (F3). */
export function deleteFeature(
  catalog: Catalog,
  inUse: boolean,
  { featureId }: DeleteFeature,
): Revised<DeletedAnswer> | Refusal {
  if (!findFeature(catalog, featureId)) return featureNotFound(featureId);
  if (inUse || isListed(catalog, featureId)) {
    return {
      code: "FEATURE_IN_USE",
      message: `Feature ${featureId} is in use: archive it instead`,
    };
  }
  const features = catalog.features.filter((feature) => feature.featureId !== featureId);
  return { catalog: { ...catalog, features }, result: { deletedId: featureId } };
}

function alreadyExists(featureId: string): Refusal {
  return { code: "FEATURE_ALREADY_EXISTS", message: `Feature ${featureId} exists already` };
}

function isListed(catalog: Catalog, featureId: string): boolean {
  return catalog.features.some(
    (system) => system.featureId !== featureId && lists(system, featureId),
  );
}

function lists(system: Feature, featureId: string): boolean {
  return system.creditSchema.some((cost) => cost.meteredFeatureId === featureId);
}

function definedOver(feature: Feature, changes: UpdateFeature["changes"]): Feature {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...feature, ...Object.fromEntries(given) };
}

function fixedIssues(current: Feature, changed: Feature): readonly Issue[] {
  const message = "must not change while the feature is in use";
  const issues: Issue[] = [];
  if (current.featureId !== changed.featureId) issues.push(issue("newFeatureId", message));
  if (current.type !== changed.type) issues.push(issue("type", message));
  if (current.consumable !== changed.consumable) issues.push(issue("consumable", message));
  return issues;
}

/** Lists that are given and too long; one that stays blocks nothing. */
function lengthIssues({ eventNames, creditSchema }: UpdateFeature["changes"]): readonly Issue[] {
  const issues: Issue[] = [];
  if ((eventNames?.length ?? 0) > CEILINGS.eventNames) {
    issues.push(issue("eventNames", `must have at most ${CEILINGS.eventNames} names`));
  }
  if ((creditSchema?.length ?? 0) > CEILINGS.creditSchema) {
    issues.push(issue("creditSchema", `must have at most ${CEILINGS.creditSchema} features`));
  }
  return issues;
}

/** What is wrong with a feature among the others: all of it at once (F1, S4, A14). */
function featureIssues(others: Catalog, feature: Feature): readonly Issue[] {
  const { type, creditSchema, featureId, consumable } = feature;
  const members = creditSchema.map((cost) => cost.meteredFeatureId);
  const issues: Issue[] = [];
  if (type === "credit_system" && members.length === 0) {
    issues.push(issue("creditSchema", "must list at least one metered feature"));
  }
  if (!isCreditSystem(feature) && members.length > 0) {
    issues.push(issue("creditSchema", "must be given for a credit system only"));
  }
  if (isCreditSystem(feature) && !consumable) {
    issues.push(issue("consumable", "must not be false for a credit system"));
  }
  creditSchema.forEach(({ meteredFeatureId, creditCost }, index) => {
    const path = `creditSchema.${index}`;
    const member = findFeature(others, meteredFeatureId);
    if (members.indexOf(meteredFeatureId) !== index) {
      issues.push(issue(`${path}.meteredFeatureId`, "must not be listed twice"));
    }
    if (meteredFeatureId === featureId || (member && !canBeMember(member))) {
      issues.push(issue(`${path}.meteredFeatureId`, "must be a consumable metered feature"));
    }
    if (creditCost <= ZERO) issues.push(issue(`${path}.creditCost`, "must be above 0"));
  });
  if (!canBeMember(feature) && others.features.some((system) => lists(system, featureId))) {
    issues.push(
      issue("featureId", "is listed by a credit system, so must be metered and consumable"),
    );
  }
  return issues;
}

function canBeMember({ type, consumable }: Feature): boolean {
  return type === "metered" && consumable;
}

function issue(field: string, message: string): Issue {
  return { path: ["input", ...field.split(".")], message };
}
