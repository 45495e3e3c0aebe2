import type { DeleteBalance, RecalculateBalances } from "../../src/engine/command.ts";
import { giveTo, move, takeFrom, targetsOf } from "./by-hand.ts";
import { NONE, sum } from "./fraction.ts";
import { ordered } from "./order.ts";
import {
  type Cell,
  cellsOf,
  entityOf,
  featureOf,
  No,
  type Row,
  type State,
  startOf,
  usageOf,
  visibleRows,
} from "./state.ts";
import { matching } from "./update.ts";

/** X1 to X4. */
export function deleteBalance(state: State, command: DeleteBalance): void {
  const { featureId, entityId: viewer, recalculateBalances } = command;
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
      interval: "one_off",
      count: 1,
      nextResetAt: null,
      carries: null,
      rollovers: [],
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
  const places = rows
    .filter((row) => !row.unlimited)
    .flatMap((row) => cellsOf(row, viewer).map((cell) => ({ row, cell })));
  for (const scope of [null, ...state.entities.map(({ entityId }) => entityId)]) {
    settleDebts(places.filter(({ row, cell }) => (row.owner ?? cell.entity) === scope));
  }
}

/** The usage of all once more in order, as if every row had just begun; rollovers stay as they are. */
function settleDebts(places: readonly { readonly row: Row; readonly cell: Cell }[]): void {
  const balances = places.map(({ cell }) => cell.balance);
  if (!balances.some((it) => it.isNegative) || !balances.some((it) => it.isPositive)) return;
  let used = NONE;
  for (const { row, cell } of places) {
    used = used.plus(startOf(row)).plus(cell.adjustment).minus(cell.balance);
    cell.balance = startOf(row);
    cell.adjustment = NONE;
  }
  const cells = places.map(({ cell }) => cell);
  if (used.isNegative) giveTo(cells, used.negated());
  else takeFrom(cells, used);
}
