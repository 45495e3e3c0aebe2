/** What of a ledger is seen from the customer, or from one of its entities (section 3). */
import type { Catalog, Feature } from "./feature.ts";
import { isLong, knownPlaces, type Places } from "./known-terms.ts";
import type { Grant, Ledger, Rollover, Slice } from "./ledger.ts";
import { byDeductionOrder } from "./order.ts";

/** A ledger that has been settled at the moment in question, seen from one side. */
export interface View {
  readonly ledger: Ledger;
  readonly catalog: Catalog;
  /** Null: the customer's own view. */
  readonly entityId: string | null;
  /** The moment in question. */
  readonly at: number;
}

/** A grant with those of its slices and rollovers that are in view. */
export interface Holding {
  readonly grant: Grant;
  readonly slices: readonly Slice[];
  readonly rollovers: readonly Rollover[];
}

/** The holdings of these features in view, in deduction order (V2 to V5, D2). */
export function holdingsOf(view: View, featureIds: readonly string[]): readonly Holding[] {
  const { grants } = view.ledger;
  if (isLong(grants)) return holdingsAt(view, placesInOrder(view, featureIds));
  return inViewOf(view, featureIds).sort((left, right) =>
    byDeductionOrder(view, left.grant, right.grant),
  );
}

/** The same in any order, for sums, which no order changes. */
export function inViewOf(view: View, featureIds: readonly string[]): Holding[] {
  const { grants } = view.ledger;
  if (isLong(grants)) return holdingsAt(view, placesInOrder(view, featureIds));
  return grants
    .filter((grant) => featureIds.includes(grant.featureId) && inView(view, grant))
    .map((grant) => holdingIn(view, grant))
    .filter((holding) => holding.slices.length > 0 || view.entityId === null);
}

/** Where those of the features stand that are in view, in deduction order. */
function placesInOrder(view: View, featureIds: readonly string[]): Places {
  const { ledger, catalog, entityId } = view;
  const { grants } = ledger;
  const owner = entityId !== null && grants.some((grant) => grant.entityId === entityId);
  const name = JSON.stringify([entityId !== null, owner && entityId, isPooled(ledger), featureIds]);
  return knownPlaces(grants, { catalog, name }, () => {
    const wanted = new Set(featureIds);
    return grants
      .flatMap((grant, place) =>
        wanted.has(grant.featureId) && inView(view, grant) ? { grant, place } : [],
      )
      .sort((left, right) => byDeductionOrder(view, left.grant, right.grant))
      .map(({ place }) => place);
  });
}

function holdingsAt(view: View, places: Places): Holding[] {
  const { grants } = view.ledger;
  return places.flatMap((place) => {
    const grant = grants[place];
    const holding = grant && holdingIn(view, grant);
    return holding && (holding.slices.length > 0 || view.entityId === null) ? holding : [];
  });
}

/** The features that anything is granted of, in catalogue order, each with the view of its grants alone. */
export function viewsByFeature(
  view: View,
): readonly { readonly feature: Feature; readonly view: View }[] {
  const { ledger, catalog } = view;
  const granted = Map.groupBy(ledger.grants, (grant) => grant.featureId);
  return catalog.features.flatMap((feature) => {
    const grants = granted.get(feature.featureId);
    return grants ? { feature, view: { ...view, ledger: { ...ledger, grants } } } : [];
  });
}

/** Whether one of them never runs out. */
export function isUnlimited(holdings: readonly Holding[]): boolean {
  return holdings.some(({ grant }) => grant.unlimited);
}

/** Rows that entities own; the customer's view merges them into its totals only (V4). */
export function ownedByEntities(ledger: Ledger, featureId: string): readonly Grant[] {
  return ledger.grants.filter((grant) => grant.featureId === featureId && grant.entityId !== null);
}

function inView({ ledger, entityId }: View, grant: Grant): boolean {
  if (entityId === null) return grant.entityId === null;
  if (grant.entityId !== null) return grant.entityId === entityId;
  return grant.perEntityFeatureId !== null || isPooled(ledger);
}

/** Whether entities see the plain rows of the customer (V3). */
export function isPooled({ customer }: Ledger): boolean {
  return !customer.config.disablePooledBalance;
}

function holdingIn({ entityId }: View, grant: Grant): Holding {
  const { slices, rollovers } = grant;
  if (entityId === null || grant.perEntityFeatureId === null) return { grant, slices, rollovers };
  const ofEntity = (part: { readonly entityId: string | null }) => part.entityId === entityId;
  return { grant, slices: slices.filter(ofEntity), rollovers: rollovers.filter(ofEntity) };
}
