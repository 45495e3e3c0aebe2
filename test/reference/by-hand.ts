import { type Fraction, floored, lesser, NONE, sum } from "./fraction.ts";
import { cellsOf } from "./look.ts";
import { ordered, rolloversOf } from "./order.ts";
import type { Carried, Cell, Row, State } from "./state.ts";

/** Rows named by a command, in order, as one viewer sees them. */
export interface Targets {
  readonly rows: readonly Row[];
  readonly viewer: string | null;
}

export function targetsOf(state: State, rows: readonly Row[], viewer: string | null): Targets {
  return { rows: ordered(state, rows, viewer), viewer };
}

export function cellsIn({ rows, viewer }: Targets): Cell[] {
  return rows.flatMap((row) => cellsOf(row, viewer));
}

/** Takes without a bound: rollovers, rows down to zero, then the first row below. */
export function takeAll(targets: Targets, amount: Fraction): void {
  const absorbing = unlimitedCell(targets);
  if (absorbing) {
    absorbing.balance = absorbing.balance.minus(amount);
    return;
  }
  const rollovers = rolloversOf(targets.rows, targets.viewer).map(({ carried }) => carried);
  takeFrom(cellsIn(targets), takeCarried(rollovers, amount));
}

/** Takes what rollovers have, and tells what then is left to take. */
export function takeCarried(rollovers: readonly Carried[], amount: Fraction): Fraction {
  let left = amount;
  for (const carried of rollovers) {
    const taken = lesser(left, carried.balance);
    carried.balance = carried.balance.minus(taken);
    carried.usage = carried.usage.plus(taken);
    left = left.minus(taken);
  }
  return left;
}

export function takeFrom(cells: readonly Cell[], amount: Fraction): void {
  let left = amount;
  for (const cell of cells) {
    const taken = lesser(left, floored(cell.balance));
    cell.balance = cell.balance.minus(taken);
    left = left.minus(taken);
  }
  if (cells[0]) cells[0].balance = cells[0].balance.minus(left);
}

/** Gives without a bound: what is below zero first, the rest to the first row (U6, D23). */
export function giveAll(targets: Targets, amount: Fraction): void {
  const absorbing = unlimitedCell(targets);
  if (absorbing) {
    absorbing.balance = absorbing.balance.plus(amount);
    return;
  }
  giveTo(cellsIn(targets), amount);
}

export function giveTo(cells: readonly Cell[], amount: Fraction): void {
  let left = amount;
  for (const cell of cells) {
    const given = lesser(left, floored(cell.balance.negated()));
    cell.balance = cell.balance.plus(given);
    left = left.minus(given);
  }
  if (cells[0]) cells[0].balance = cells[0].balance.plus(left);
}

/** Takes what is above zero, gives what is below. */
export function move(targets: Targets, amount: Fraction): void {
  if (amount.isNegative) giveAll(targets, amount.negated());
  else takeAll(targets, amount);
}

/** D4, N1. */
export function unlimitedCell({ rows, viewer }: Targets): Cell | undefined {
  const row = rows.find((it) => it.unlimited);
  return row && cellsOf(row, viewer)[0];
}

export function balancesOf(targets: Targets): Fraction {
  return sum(cellsIn(targets).map((cell) => cell.balance));
}

/** All that stands in rows and rollovers, or nothing of it (A2). */
export function emptyAll(targets: Targets): void {
  for (const { carried } of rolloversOf(targets.rows, targets.viewer)) {
    carried.usage = carried.usage.plus(carried.balance);
    carried.balance = NONE;
  }
  for (const cell of cellsIn(targets)) cell.balance = NONE;
}
