import { type Catalog, findFeature, isCreditSystem } from "./feature.ts";
import type { Grant } from "./ledger.ts";
import { NEVER, periodLength } from "./period.ts";

interface Viewpoint {
  readonly catalog: Catalog;
  readonly entityId: string | null;
}

type Criterion = (left: Grant, right: Grant, viewpoint: Viewpoint) => number;

/** Which of two grants is used first: the first criterion that tells them apart decides (D2). */
export function byDeductionOrder(viewpoint: Viewpoint, left: Grant, right: Grant): number {
  for (const criterion of CRITERIA) {
    const order = criterion(left, right, viewpoint);
    if (order !== 0) return order;
  }
  return 0; // A stable sort then keeps the order of creation.
}

const CRITERIA: readonly Criterion[] = [
  (left, right, { entityId }) =>
    first(isEntityLevel(left), isEntityLevel(right), entityId !== null),
  ofTwoFeatures((left, right, { catalog }) =>
    first(isBoolean(left, catalog), isBoolean(right, catalog)),
  ),
  ofTwoFeatures((left, right, { catalog }) =>
    first(isCredit(left, catalog), isCredit(right, catalog), false),
  ),
  (left, right) => first(left.unlimited, right.unlimited),
  (left, right) => first(left.nextResetAt !== null, right.nextResetAt !== null),
  shorterPeriod,
  (left, right) => ascending(left.expiresAt ?? NEVER, right.expiresAt ?? NEVER),
  byOwner,
  (left, right) => first(left.addOn, right.addOn, false),
  (left, right) => first(left.overageAllowed, right.overageAllowed, false),
  (left, right) => ascending(left.createdAt, right.createdAt),
];

/** A criterion that tells features apart, which most grants that are compared have in common. */
function ofTwoFeatures(criterion: Criterion): Criterion {
  return (left, right, viewpoint) =>
    left.featureId === right.featureId ? 0 : criterion(left, right, viewpoint);
}

/** Orders by a claim: those of whom it is `wanted` come first. */
function first(left: boolean, right: boolean, wanted = true): number {
  if (left === right) return 0;
  return left === wanted ? -1 : 1;
}

function ascending(left: number, right: number): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function isEntityLevel(grant: Grant): boolean {
  return grant.entityId !== null || grant.perEntityFeatureId !== null;
}

function isBoolean(grant: Grant, catalog: Catalog): boolean {
  return findFeature(catalog, grant.featureId)?.type === "boolean";
}

function isCredit(grant: Grant, catalog: Catalog): boolean {
  const feature = findFeature(catalog, grant.featureId);
  return feature !== undefined && isCreditSystem(feature);
}

function shorterPeriod(left: Grant, right: Grant): number {
  if (left.interval === null || right.interval === null) return 0;
  return ascending(
    periodLength(left.interval, left.intervalCount),
    periodLength(right.interval, right.intervalCount),
  );
}

function byOwner(left: Grant, right: Grant): number {
  if (left.entityId === null || right.entityId === null || left.entityId === right.entityId) {
    return 0;
  }
  return left.entityId < right.entityId ? -1 : 1;
}
