import { type Fraction, NONE, sum } from "./fraction.ts";
import {
  type Carried,
  type Cell,
  type EntityState,
  type FeatureLike,
  No,
  type Row,
  type State,
} from "./state.ts";

export function featureOf(state: State, featureId: string): FeatureLike {
  const found = state.features.find((feature) => feature.featureId === featureId);
  if (!found) throw new No("FEATURE_NOT_FOUND");
  return found;
}

export function entityOf(state: State, entityId: string): EntityState {
  const found = state.entities.find((entity) => entity.entityId === entityId);
  if (!found) throw new No("ENTITY_NOT_FOUND");
  return found;
}

/** The credit systems that can pay for a feature. */
export function systemsOf(state: State, featureId: string): FeatureLike[] {
  return state.features.filter(({ creditSchema }) =>
    creditSchema.some((item) => item.meteredFeatureId === featureId),
  );
}

/** M3: of one slice. */
export function startOf(row: Row): Fraction {
  return row.unlimited ? NONE : row.allowance.plus(row.prepaid);
}

/** The slices of a row that a viewer sees: all for the customer (null). */
export function cellsOf(row: Row, viewer: string | null): Cell[] {
  if (row.seat === null || viewer === null) return row.slices;
  return row.slices.filter((cell) => cell.entity === viewer);
}

export function carriedOf(row: Row, viewer: string | null): Carried[] {
  if (row.seat === null || viewer === null) return row.rollovers;
  return row.rollovers.filter((carried) => carried.entity === viewer);
}

/** B4: what the row's own slices have used, rollovers aside. */
export function usageOf(row: Row, viewer: string | null): Fraction {
  return sum(
    cellsOf(row, viewer).map((cell) => startOf(row).plus(cell.adjustment).minus(cell.balance)),
  );
}

/** The rows of a feature in a viewer's view, in no order (V2, V3, V4). */
export function visibleRows(state: State, featureId: string | null, viewer: string | null): Row[] {
  return state.rows.filter((row) => {
    if (featureId !== null && row.featureId !== featureId) return false;
    if (viewer === null) return row.owner === null;
    if (row.owner !== null) return row.owner === viewer;
    if (row.seat !== null) return row.slices.some((cell) => cell.entity === viewer);
    return !state.disablePooledBalance;
  });
}
