import { overageControl, spendBudget } from "./controls.ts";
import { type Fraction, floored, lesser, NONE } from "./fraction.ts";
import { count, headroom, limitsOn } from "./limits.ts";
import { cellsOf, featureOf, startOf, visibleRows } from "./look.ts";
import { Moving, type Usage, type Used } from "./moving.ts";
import { rolloversOf } from "./order.ts";
import { relevantRows } from "./payers.ts";
import type { Cell, Row, State } from "./state.ts";

/** Sections 5, 6 and 8: takes units, or gives them back. */
export function use(state: State, usage: Usage, units: Fraction): Used {
  const { featureId, viewer } = usage;
  const unlimited = relevantRows(state, featureId, viewer).find((row) => row.unlimited);
  const cell = unlimited && cellsOf(unlimited, viewer)[0];
  if (unlimited && cell) {
    const absorbed = new Moving(state, { ...usage, manner: "overflow" }, units);
    absorbed.onRow(unlimited, cell, null);
    return { unmet: NONE, touched: absorbed.touched, counted: [] };
  }
  return units.isNegative ? refund(state, usage, units) : consume(state, usage, units);
}

function consume(state: State, usage: Usage, units: Fraction): Used {
  const { featureId, viewer, manner } = usage;
  const rows = relevantRows(state, featureId, viewer);
  const isOfCredits = featureOf(state, featureId).type === "credit_system";
  const bounds = isOfCredits ? [] : limitsOn(state, usage);
  const most = manner === "overflow" ? null : headroom(state, bounds);
  const wanted = most === null ? units : lesser(units, most);
  const taking = new Moving(state, usage, wanted);
  for (const { row, carried } of rolloversOf(rows, viewer)) taking.onRollover(row, carried);
  const places = rows.flatMap((row) => cellsOf(row, viewer).map((cell) => ({ row, cell })));
  for (const { row, cell } of places) taking.onRow(row, cell, floored(cell.balance));
  for (const { row, cell } of places) {
    taking.onRow(row, cell, roomBelowZero(state, usage, row, cell));
  }
  for (const row of rows) taking.dropDust(row);
  const used = wanted.minus(taking.left);
  const counted = [...count(state, bounds, used), ...taking.countCredits()];
  return { unmet: units.minus(used), touched: taking.touched, counted };
}

/** D20, D23, D24: what is below zero first, then up to the grant. */
function refund(state: State, usage: Usage, units: Fraction): Used {
  const { featureId, viewer, manner } = usage;
  const rows = relevantRows(state, featureId, viewer);
  const places = rows.flatMap((row) => cellsOf(row, viewer).map((cell) => ({ row, cell })));
  const giving = new Moving(state, usage, units);
  for (const { row, cell } of places) giving.onRow(row, cell, floored(cell.balance.negated()));
  for (const { row, cell } of places) {
    const goal = startOf(row).plus(cell.adjustment);
    giving.onRow(row, cell, manner === "overflow" ? null : floored(goal.minus(cell.balance)));
  }
  return { unmet: giving.left, touched: giving.touched, counted: [] };
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

/** D15. */
export function mayGoBelowZero(state: State, { viewer, manner }: Usage, row: Row): boolean {
  const control = overageControl(state, row.featureId, viewer);
  if (control === false) return false;
  if (row.native) return true;
  const isSeat = !featureOf(state, row.featureId).consumable;
  if (isSeat && row.billed === null && manner !== "reject") return true;
  return control === true && !visibleRows(state, row.featureId, viewer).some((it) => it.native);
}
