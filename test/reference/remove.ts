import type { DeleteBalance, RecalculateBalances } from "../../src/engine/command.ts";
import { move, takeCarried, takeFrom, targetsOf } from "./by-hand.ts";
import { floored, NONE, sum } from "./fraction.ts";
import { cellsOf, entityOf, featureOf, startOf, usageOf, visibleRows } from "./look.ts";
import { ordered, rolloversOf } from "./order.ts";
import { type Carried, type Cell, No, type Row, type State } from "./state.ts";
import { matching } from "./update.ts";

/** X1 to X4. */
export function deleteBalance(state: State, command: DeleteBalance): void {
  const { featureId, entityId: viewer, recalculateBalances } = command;
  if (featureId === null && command.balanceId === null && !command.all)
    throw new No("INVALID_INPUT");
  if (recalculateBalances && featureId === null) throw new No("INVALID_INPUT");
  if (featureId !== null) featureOf(state, featureId);
  if (viewer !== null) entityOf(state, viewer);
  const gone = ordered(state, matching(state, command), viewer);
  if (gone.length === 0) throw new No("BALANCE_NOT_FOUND");
  const isKept = (row: Row) => row.billed !== null || (viewer !== null && row.seat !== null);
  if (gone.some(isKept)) throw new No("BALANCE_NOT_DELETABLE");
  const used = sum(gone.map((row) => usageOf(row, null)));
  const [carrier] = gone;
  state.rows = state.rows.filter((row) => !gone.includes(row));
  if (!recalculateBalances || !carrier) return;
  const survivors = targetsOf(state, visibleRows(state, featureId, viewer), viewer);
  if (survivors.rows.length > 0) {
    move(survivors, used);
  } else if (used.isPositive) {
    state.rows.push({
      ...carrier,
      seat: null,
      allowance: NONE,
      prepaid: NONE,
      unlimited: false,
      interval: featureOf(state, carrier.featureId).consumable ? "one_off" : null,
      count: 1,
      nextResetAt: null,
      carries: null,
      rollovers: [],
      departed: [],
      slices: [{ entity: null, balance: used.negated(), adjustment: NONE }],
    });
    state.rows.sort((left, right) => left.number - right.number);
  }
}

/** X5: the customer's plain rows are a scope, and what each entity has: its rows and its slices. */
export function recalculate(state: State, command: RecalculateBalances): void {
  const { featureId, entityId: viewer } = command;
  featureOf(state, featureId);
  if (viewer !== null) entityOf(state, viewer);
  const rows = ordered(state, visibleRows(state, featureId, viewer), viewer);
  if (rows.length === 0) throw new No("BALANCE_NOT_FOUND");
  const finite = rows.filter((row) => !row.unlimited);
  const places = finite.flatMap((row) => cellsOf(row, viewer).map((cell) => ({ row, cell })));
  const carried = rolloversOf(finite, viewer);
  for (const scope of [null, ...state.entities.map(({ entityId }) => entityId)]) {
    settleDebts(
      places.filter(({ row, cell }) => (row.owner ?? cell.entity) === scope),
      carried.filter((it) => (it.row.owner ?? it.carried.entity) === scope).map((it) => it.carried),
    );
  }
}

/** A23: every row to its grant, and what is then missing taken once more. */
function settleDebts(
  places: readonly { readonly row: Row; readonly cell: Cell }[],
  rollovers: readonly Carried[],
): void {
  const balances = places.map(({ cell }) => cell.balance);
  const above = [...balances, ...rollovers.map(({ balance }) => balance)];
  if (!balances.some((it) => it.isNegative) || !above.some((it) => it.isPositive)) return;
  for (const { row, cell } of places) {
    cell.balance = floored(startOf(row).plus(cell.adjustment));
  }
  const cells = places.map(({ cell }) => cell);
  const missing = sum(cells.map(({ balance }) => balance)).minus(sum(balances));
  if (missing.isPositive) takeFrom(cells, takeCarried(rollovers, missing));
  else if (cells[0]) cells[0].balance = cells[0].balance.minus(missing);
}
