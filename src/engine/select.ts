/** Which rows a command means (U3, X1). */
import { entityExists } from "./check.ts";
import type { Selection } from "./command.ts";
import { findFeature } from "./feature.ts";
import { balanceIdOf, type Grant, type Ledger } from "./ledger.ts";
import { balanceNotFound, entityNotFound, featureNotFound, type Refusal } from "./refusal.ts";
import type { Scene } from "./scene.ts";
import { type Holding, holdingsOf } from "./view.ts";

/** The rows in view that the selection names, in deduction order; refused where there is none. */
export function select(
  scene: Scene,
  featureId: string | null,
  selection: Selection,
): readonly Holding[] | Refusal {
  if (featureId !== null && !findFeature(scene.catalog, featureId)) {
    return featureNotFound(featureId);
  }
  const view = { ...scene, entityId: selection.entityId };
  if (!entityExists(view)) return entityNotFound(selection.entityId ?? "");
  const features = featureId === null ? scene.catalog.features.map(idOf) : [featureId];
  const found = holdingsOf(view, features).filter(({ grant }) => isMeant(grant, selection));
  return found.length > 0 ? found : balanceNotFound(featureId ?? "any feature");
}

/** The ledger with the grants of these ids changed. */
export function changeGrants(
  ledger: Ledger,
  holdings: readonly Holding[],
  change: (grant: Grant) => Grant | null,
): Ledger {
  const ids = new Set(holdings.map(({ grant }) => grant.grantId));
  const grants = ledger.grants.flatMap((grant) =>
    ids.has(grant.grantId) ? (change(grant) ?? []) : grant,
  );
  return { ...ledger, grants };
}

function isMeant(grant: Grant, { balanceId, interval }: Selection): boolean {
  if (balanceId !== null && balanceIdOf(grant) !== balanceId) return false;
  return interval === null || (grant.interval ?? "one_off") === interval;
}

function idOf({ featureId }: { readonly featureId: string }): string {
  return featureId;
}
