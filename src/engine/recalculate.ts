/** recalculateBalances: overage on one row settled from what its siblings have left (A23). */
import { bucketsOf, shifted, totalOf } from "./adjust.ts";
import { type Amount, minus, positivePart, ZERO } from "./amount.ts";
import { fullOf, pour } from "./bucket.ts";
import type { BalanceAnswer, RecalculateBalances } from "./command.ts";
import type { Ledger } from "./ledger.ts";
import { type Act, isRefusal, type Scene } from "./scene.ts";
import { select } from "./select.ts";
import type { Holding } from "./view.ts";

/** Acts in each scope that holds a row below zero and something above it; elsewhere nothing changes. */
export function recalculateBalances(
  scene: Scene,
  { featureId, entityId }: RecalculateBalances,
): Act<BalanceAnswer> {
  const targets = select(scene, featureId, { entityId, balanceId: null, interval: null });
  if (isRefusal(targets)) return targets;
  const finite = targets.filter(({ grant }) => !grant.unlimited);
  const scopes = Map.groupBy(finite.flatMap(bySlice), scopeOf);
  const ledger = [...scopes.values()].filter(isLopsided).reduce(spreadAnew, scene.ledger);
  return {
    ledger,
    result: { featureId, entityId },
    note: ledger === scene.ledger ? null : { kind: "RECALCULATE", featureId, entityId },
  };
}

/** Slices of different entities never settle each other's debt. */
function bySlice({ grant, slices, rollovers }: Holding): readonly Holding[] {
  return slices.map((slice) => ({
    grant,
    slices: [slice],
    rollovers: rollovers.filter(({ entityId }) => entityId === slice.entityId),
  }));
}

/** Whose rows they are: one entity's, or the customer's. */
function scopeOf({ grant, slices }: Holding): string | null {
  return grant.entityId ?? slices[0]?.entityId ?? null;
}

function isLopsided(holdings: readonly Holding[]): boolean {
  const { rollovers, slices } = bucketsOf(holdings);
  return (
    slices.some(({ balance }) => balance < ZERO) &&
    [...rollovers, ...slices].some(({ balance }) => balance > ZERO)
  );
}

/**
 * Every row as full as its grant, then what is missing taken anew: rollovers first, rows in order, at last the
 * first row below zero. What is too much goes to the first row. The sum of all places stays as it is.
 */
function spreadAnew(ledger: Ledger, holdings: readonly Holding[]): Ledger {
  const places = bucketsOf(holdings);
  const full = fullBalances(holdings);
  const slices = places.slices.map((bucket, index) => ({
    ...bucket,
    balance: full[index] ?? ZERO,
  }));
  return pour(
    ledger,
    shifted({ ...places, slices }, minus(totalOf(places.slices), totalOf(slices))),
  );
}

/** In the order of the holdings' slices: what updates made of the grants stays (U8). */
function fullBalances(holdings: readonly Holding[]): readonly Amount[] {
  return holdings.flatMap(({ grant, slices }) =>
    slices.map((slice) => positivePart(fullOf(grant, slice))),
  );
}
