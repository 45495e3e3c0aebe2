import { overageControl, spendBudget } from "./controls.ts";
import { type Fraction, floored, fractionOf, lesser, NONE, ONE } from "./fraction.ts";
import { ordered, rolloversOf } from "./order.ts";
import {
  type Cell,
  cellsOf,
  featureOf,
  type Row,
  type State,
  startOf,
  visibleRows,
} from "./state.ts";

export type Manner = "cap" | "reject" | "overflow";

/** What a deduction is about. */
export interface Usage {
  readonly featureId: string;
  readonly viewer: string | null;
  readonly manner: Manner;
}

/** Sections 5 and 6: takes units, or gives them back; answers how many found no place. */
export function use(state: State, usage: Usage, units: Fraction): Fraction {
  const { featureId, viewer } = usage;
  const rows = relevantRows(state, featureId, viewer);
  const unlimited = rows.find((row) => row.unlimited);
  if (unlimited) {
    const cell = cellsOf(unlimited, viewer)[0];
    if (cell) {
      cell.balance = cell.balance.minus(units.times(costOf(state, unlimited, featureId))).rounded();
      return NONE;
    }
  }
  if (units.isNegative) return refund(state, usage, units.negated());
  let left = units;
  for (const { row, carried } of rolloversOf(rows, viewer)) {
    const cost = costOf(state, row, featureId);
    const taken = part(left, cost, carried.balance);
    carried.balance = carried.balance.minus(taken.value);
    carried.usage = carried.usage.plus(taken.value);
    left = taken.left;
  }
  for (const row of rows) {
    for (const cell of cellsOf(row, viewer)) {
      const taken = part(left, costOf(state, row, featureId), floored(cell.balance));
      cell.balance = cell.balance.minus(taken.value);
      left = taken.left;
    }
  }
  for (const row of rows) {
    for (const cell of cellsOf(row, viewer)) {
      if (!left.isPositive) return NONE;
      const room = roomBelowZero(state, usage, row, cell);
      const cost = costOf(state, row, featureId);
      const taken = part(left, cost, room ?? left.times(cost).rounded());
      cell.balance = cell.balance.minus(taken.value);
      left = room === null ? NONE : taken.left;
    }
  }
  return left;
}

/** D1, D2: what pays for a feature: its own rows and those of the credit systems that have it. */
export function relevantRows(state: State, featureId: string, viewer: string | null): Row[] {
  const systems = state.features.filter((feature) =>
    feature.creditSchema.some((item) => item.meteredFeatureId === featureId),
  );
  const ids = [featureId, ...systems.map((system) => system.featureId)];
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

/** How much of the units a place with some room pays; what is left keeps its fraction. */
function part(left: Fraction, cost: Fraction, room: Fraction) {
  const wanted = left.times(cost);
  if (!wanted.isAbove(room)) return { value: wanted.rounded(), left: NONE };
  return { value: room, left: left.minus(room.over(cost)) };
}

/** D12, D14, D15, O3: null is no bound. */
function roomBelowZero(state: State, usage: Usage, row: Row, cell: Cell): Fraction | null {
  const { viewer, manner } = usage;
  const budget = spendBudget(state, row.featureId, viewer);
  if (manner === "overflow") return budget;
  if (!mayGoBelowZero(state, usage, row)) return NONE;
  if (budget !== null) return budget;
  if (row.ceiling === null) return null;
  return floored(row.ceiling.plus(lesser(cell.balance, NONE)));
}

function mayGoBelowZero(state: State, { viewer, manner }: Usage, row: Row): boolean {
  const control = overageControl(state, row.featureId, viewer);
  if (control === false) return false;
  if (row.native) return true;
  const isSeat = !featureOf(state, row.featureId).consumable;
  if (isSeat && row.billed === null && manner !== "reject") return true;
  return control === true && !visibleRows(state, row.featureId, viewer).some((it) => it.native);
}

/** D20, D23, D24. */
function refund(state: State, { featureId, viewer, manner }: Usage, units: Fraction): Fraction {
  const places = relevantRows(state, featureId, viewer).flatMap((row) =>
    cellsOf(row, viewer).map((cell) => ({ row, cell, cost: costOf(state, row, featureId) })),
  );
  let left = units;
  for (const { cell, cost } of places) {
    const given = part(left, cost, floored(cell.balance.negated()));
    cell.balance = cell.balance.plus(given.value);
    left = given.left;
  }
  for (const { row, cell, cost } of places) {
    const goal = startOf(row).plus(cell.adjustment);
    const room =
      manner === "overflow" ? left.times(cost).rounded() : floored(goal.minus(cell.balance));
    const given = part(left, cost, room);
    cell.balance = cell.balance.plus(given.value);
    left = manner === "overflow" ? NONE : given.left;
  }
  return left;
}
