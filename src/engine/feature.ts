import { type Amount, ONE } from "./amount.ts";

export type FeatureType = "boolean" | "metered" | "credit_system" | "ai_credit_system";

/** What one unit of a metered feature costs in credits of the system that lists it (D13, A14). */
export interface CreditCost {
  readonly meteredFeatureId: string;
  readonly creditCost: Amount;
}

/** Something a customer can have a balance of: calls, credits, seats; or a flag (B40). */
export interface Feature {
  readonly featureId: string;
  readonly name: string;
  readonly type: FeatureType;
  /** Used up by use. False for what is held: seats, projects. */
  readonly consumable: boolean;
  readonly eventNames: readonly string[];
  readonly creditSchema: readonly CreditCost[];
  readonly modelMarkups: Json | null;
  readonly defaultMarkup: number | null;
  readonly providerMarkups: Json | null;
  readonly display: { readonly singular: string | null; readonly plural: string | null } | null;
  readonly archived: boolean;
}

/** A JSON object that the engine keeps for its owner and never looks into. */
export type Json = Readonly<Record<string, unknown>>;

/** What the organisation defines for all its customers. */
export interface Catalog {
  /** In order of creation, which is the order of credit systems in a deduction (D1). */
  readonly features: readonly Feature[];
  /** Whether free rows carry their debt over a reset (R3). */
  readonly persistFreeOverage: boolean;
}

/** The feature of that id; undefined where there is none. */
export function findFeature(catalog: Catalog, featureId: string): Feature | undefined {
  return catalog.features.find((feature) => feature.featureId === featureId);
}

export function isCreditSystem(feature: Feature): boolean {
  return feature.type === "credit_system" || feature.type === "ai_credit_system";
}

/** The feature, then every credit system that lists it, in catalog order (D1, S3). */
export function relevantFeatures(catalog: Catalog, feature: Feature): readonly Feature[] {
  const systems = catalog.features.filter(
    (system) => isCreditSystem(system) && costIn(system, feature.featureId) !== undefined,
  );
  return [feature, ...systems];
}

/** Credits that one unit of `tracked` takes from a row of `payer`: 1 from a row of its own (D13). */
export function unitCost(payer: Feature, tracked: Feature): Amount {
  if (payer.featureId === tracked.featureId) return ONE;
  return costIn(payer, tracked.featureId) ?? ONE;
}

function costIn(system: Feature, featureId: string): Amount | undefined {
  return system.creditSchema.find((cost) => cost.meteredFeatureId === featureId)?.creditCost;
}
