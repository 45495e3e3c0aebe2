/** deleteBalance: rows taken away, their usage with them or carried over (section 16). */

import { add } from "./adjust.ts";
import { type Amount, minus, negate, sum, ZERO } from "./amount.ts";
import { fullOf, pour } from "./bucket.ts";
import type { BalanceAnswer, DeleteBalance } from "./command.ts";
import type { Grant, Ledger } from "./ledger.ts";
import { withResetMoved } from "./receipt.ts";
import { invalid } from "./refusal.ts";
import { type Act, isRefusal, type Scene } from "./scene.ts";
import { changeGrants, select } from "./select.ts";
import { type Holding, holdingsOf } from "./view.ts";

/** Deletes all rows that match in the view, the shared pool included where an entity is named (X1 to X4). */
export function deleteBalance(scene: Scene, command: DeleteBalance): Act<BalanceAnswer> {
  const { featureId, entityId, balanceId, all, recalculateBalances } = command;
  if (featureId === null && balanceId === null && !all) {
    return invalid(
      "input.featureId",
      "must be given, or balanceId; to delete the balances of every feature, set all to true",
    );
  }
  if (recalculateBalances && featureId === null) {
    return invalid("input.featureId", "must be given with recalculateBalances");
  }
  const doomed = select(scene, featureId, command);
  if (isRefusal(doomed)) return doomed;
  if (doomed.some(({ grant }) => grant.price !== null)) {
    return { code: "BALANCE_NOT_DELETABLE", message: "A paid balance cannot be deleted" };
  }
  if (entityId !== null && doomed.some(({ grant }) => grant.perEntityFeatureId !== null)) {
    const message = "A balance dealt out to all entities is deleted from the customer's side only";
    return { code: "BALANCE_NOT_DELETABLE", message };
  }
  const left = changeGrants(scene.ledger, doomed, () => null);
  const carries = recalculateBalances && featureId !== null;
  const ledger = carries ? carriedOver({ ...scene, ledger: left }, doomed, command) : left;
  return {
    ledger,
    result: { featureId, entityId },
    note: { kind: "DELETE", featureId, entityId },
  };
}

/** The deleted rows' usage on those that survive; with no survivor, on the first of the deleted (X3, X4). */
function carriedOver(
  scene: Scene,
  doomed: readonly Holding[],
  { featureId, entityId }: DeleteBalance,
): Ledger {
  const usage = usageOf(doomed);
  const survivors = holdingsOf({ ...scene, entityId }, featureId === null ? [] : [featureId]);
  if (survivors.length > 0) return pour(scene.ledger, add(survivors, negate(usage)));
  const [first] = doomed;
  if (!first || usage <= ZERO) return scene.ledger;
  const grants = [...scene.ledger.grants, carrierOf(first.grant, usage)];
  return withResetMoved({ ...scene.ledger, grants }, first.grant, null);
}

/** What these rows have used; rollovers go without a trace (RO6). */
function usageOf(holdings: readonly Holding[]): Amount {
  return sum(
    holdings.flatMap(({ grant, slices }) =>
      slices.map((slice) => minus(fullOf(grant, slice), slice.balance)),
    ),
  );
}

/** Nothing granted, the usage as debt, and no reset that would forgive it (X4). */
function carrierOf(grant: Grant, usage: Amount): Grant {
  return {
    ...grant,
    perEntityFeatureId: null,
    allowance: ZERO,
    prepaid: ZERO,
    unlimited: false,
    interval: "one_off",
    intervalCount: 1,
    nextResetAt: null,
    rollover: null,
    rollovers: [],
    slices: [{ entityId: null, balance: negate(usage), adjustment: ZERO }],
  };
}
