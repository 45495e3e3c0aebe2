import { type Fraction, fractionOf, ONE } from "./fraction.ts";
import { featureOf, systemsOf, visibleRows } from "./look.ts";
import { ordered } from "./order.ts";
import type { Row, State } from "./state.ts";

/** D1, D2: what pays for a feature: its own rows and those of the credit systems that have it. */
export function relevantRows(state: State, featureId: string, viewer: string | null): Row[] {
  const ids = [featureId, ...systemsOf(state, featureId).map((system) => system.featureId)];
  return ordered(
    state,
    ids.flatMap((id) => visibleRows(state, id, viewer)),
    viewer,
  );
}

/** D13: what a row pays for one unit of the feature. */
export function costOf(state: State, row: Row, featureId: string): Fraction {
  if (row.featureId === featureId) return ONE;
  const schema = featureOf(state, row.featureId).creditSchema;
  const item = schema.find((it) => it.meteredFeatureId === featureId);
  return item ? fractionOf(item.creditCost) : ONE;
}
