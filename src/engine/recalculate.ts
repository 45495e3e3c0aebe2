/** recalculateBalances: overage on one row settled from what its siblings have left (X5). */

import { add } from "./adjust.ts";
import { negate, ZERO } from "./amount.ts";
import { pour, startOf } from "./bucket.ts";
import type { BalanceAnswer, RecalculateBalances } from "./command.ts";
import type { Ledger } from "./ledger.ts";
import { usageOf } from "./remove.ts";
import { type Act, isRefusal, type Scene } from "./scene.ts";
import { select } from "./select.ts";
import type { Holding } from "./view.ts";

/** Acts in each scope that holds both a negative and a positive row; elsewhere nothing changes. */
export function recalculateBalances(
  scene: Scene,
  { featureId, entityId }: RecalculateBalances,
): Act<BalanceAnswer> {
  const targets = select(scene, featureId, { entityId, balanceId: null, interval: null });
  if (isRefusal(targets)) return targets;
  const finite = targets.filter(({ grant }) => !grant.unlimited);
  const scopes = Map.groupBy(finite.flatMap(bySlice), scopeOf);
  let { ledger } = scene;
  for (const holdings of scopes.values()) {
    if (isLopsided(holdings)) ledger = spreadAnew({ ...scene, ledger }, holdings);
  }
  return {
    ledger,
    result: { featureId, entityId },
    note: ledger === scene.ledger ? null : { kind: "RECALCULATE", featureId, entityId },
  };
}

/** Slices of different entities never settle each other's debt. */
function bySlice({ grant, slices }: Holding): readonly Holding[] {
  return slices.map((slice) => ({ grant, slices: [slice], rollovers: [] }));
}

/** Whose rows they are: one entity's, or the customer's. */
function scopeOf({ grant, slices }: Holding): string | null {
  return grant.entityId ?? slices[0]?.entityId ?? null;
}

function isLopsided(holdings: readonly Holding[]): boolean {
  const balances = holdings.flatMap(({ slices }) => slices.map((slice) => slice.balance));
  return balances.some((balance) => balance < ZERO) && balances.some((balance) => balance > ZERO);
}

/** Every row as at the start of its period, then the usage of all taken in order, overage at the end. */
function spreadAnew({ ledger }: Scene, holdings: readonly Holding[]): Ledger {
  const refreshed = holdings.map(({ grant, slices }) => ({
    grant,
    slices: slices.map((slice) => ({ ...slice, balance: startOf(grant), adjustment: ZERO })),
    rollovers: [],
  }));
  const emptied = replaceSlices(ledger, refreshed);
  const scoped = refreshed.map(({ grant, ...parts }) => {
    const now = emptied.grants.find(({ grantId }) => grantId === grant.grantId);
    return { ...parts, grant: now ?? grant };
  });
  return pour(emptied, add(scoped, negate(usageOf(holdings))));
}

function replaceSlices(ledger: Ledger, holdings: readonly Holding[]): Ledger {
  const grants = ledger.grants.map((grant) => {
    const fresh = holdings.filter((holding) => holding.grant.grantId === grant.grantId);
    if (fresh.length === 0) return grant;
    const slices = grant.slices.map(
      (slice) =>
        fresh.flatMap((holding) => holding.slices).find((one) => one.entityId === slice.entityId) ??
        slice,
    );
    return { ...grant, slices };
  });
  return { ...ledger, grants };
}
