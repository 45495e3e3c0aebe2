import type { UpdateBalance } from "../../src/engine/command.ts";
import {
  balancesOf,
  cellsIn,
  emptyAll,
  move,
  type Targets,
  targetsOf,
  unlimitedCell,
} from "./by-hand.ts";
import { dayOf } from "./calendar.ts";
import { type Fraction, floored, fractionOf, sum } from "./fraction.ts";
import { rolloversOf } from "./order.ts";
import {
  cellsOf,
  entityOf,
  featureOf,
  No,
  type Row,
  type State,
  startOf,
  visibleRows,
} from "./state.ts";

/** Section 14: each part on the state that the former left (U1). */
export function updateBalance(state: State, command: UpdateBalance, now: number): void {
  const { remaining, addToBalance, usage, includedGrant, nextResetAt, expiresAt } = command;
  const amounts = [remaining, addToBalance, usage].filter((it) => it !== undefined);
  const others = [includedGrant, nextResetAt, expiresAt].filter((it) => it !== undefined);
  if (amounts.length > 1 || amounts.length + others.length === 0) throw new No("INVALID_INPUT");
  featureOf(state, command.featureId);
  if (command.entityId !== null) entityOf(state, command.entityId);
  const targets = () => selected(state, command);
  if (cellsIn(targets()).length === 0) throw new No("BALANCE_NOT_FOUND");
  if (includedGrant !== undefined && unlimitedCell(targets())) throw new No("INVALID_INPUT");
  if (expiresAt !== undefined && expiresAt !== null && expiresAt <= now) {
    throw new No("INVALID_INPUT");
  }
  if (remaining !== undefined) setRemaining(targets(), fractionOf(remaining));
  if (addToBalance !== undefined) move(targets(), fractionOf(-addToBalance));
  if (usage !== undefined) setUsage(targets(), fractionOf(usage));
  if (includedGrant !== undefined) setIncluded(targets(), fractionOf(includedGrant));
  if (nextResetAt !== undefined) setNextReset(targets(), nextResetAt);
  if (expiresAt !== undefined) setExpiry(targets(), expiresAt);
}

/** U3. */
function selected(state: State, { featureId, entityId, balanceId, interval }: UpdateBalance) {
  return targetsOf(state, matching(state, { featureId, entityId, balanceId, interval }), entityId);
}

export function matching(
  state: State,
  given: Pick<UpdateBalance, "entityId" | "balanceId" | "interval"> & { featureId: string | null },
): Row[] {
  return visibleRows(state, given.featureId, given.entityId).filter(
    (row) =>
      (given.balanceId === null || row.id === given.balanceId) &&
      (given.interval === null || row.interval === given.interval),
  );
}

/** A2, N1. */
function setRemaining(targets: Targets, goal: Fraction): void {
  const unlimited = unlimitedCell(targets);
  if (unlimited) {
    unlimited.balance = unlimited.balance.plus(goal).minus(unlimitedBalances(targets));
    return;
  }
  const cells = cellsIn(targets);
  if (goal.isNegative) {
    emptyAll(targets);
    if (cells[0]) cells[0].balance = goal;
    return;
  }
  for (const cell of cells) cell.balance = floored(cell.balance);
  const carried = rolloversOf(targets.rows, targets.viewer).map((it) => it.carried.balance);
  const shown = balancesOf(targets).plus(sum(carried));
  move(targets, shown.minus(goal));
}

/** U7, as U4: what has to go is taken from rollovers first. */
function setUsage(targets: Targets, goal: Fraction): void {
  const unlimited = unlimitedCell(targets);
  if (unlimited) {
    unlimited.balance = unlimited.balance.minus(goal).minus(unlimitedBalances(targets));
    return;
  }
  const granted = sum(
    targets.rows.flatMap((row) =>
      cellsOf(row, targets.viewer).map((cell) => startOf(row).plus(cell.adjustment)),
    ),
  );
  move(targets, balancesOf(targets).minus(granted.minus(goal)));
}

function unlimitedBalances(targets: Targets): Fraction {
  const rows = targets.rows.filter((row) => row.unlimited);
  return balancesOf({ ...targets, rows });
}

/** U8. */
function setIncluded(targets: Targets, goal: Fraction): void {
  const allowances = targets.rows.flatMap((row) =>
    cellsOf(row, targets.viewer).map(() => row.allowance),
  );
  const first = cellsIn(targets)[0];
  if (first) first.adjustment = goal.minus(sum(allowances));
}

/** U9. */
function setNextReset({ rows }: Targets, at: number): void {
  const row = earliest(rows, (it) => it.nextResetAt);
  if (!row || row.nextResetAt === null) throw new No("INVALID_INPUT");
  row.nextResetAt = at;
  row.day = dayOf(at);
}

/** U10, A13. */
function setExpiry({ rows }: Targets, at: number | null): void {
  const row = earliest(rows, (it) => it.expiresAt);
  if (!row) return;
  const recurs = row.interval !== null && row.interval !== "one_off";
  if (row.billed !== null && recurs) throw new No("INVALID_INPUT");
  row.expiresAt = at;
}

function earliest(rows: readonly Row[], instant: (row: Row) => number | null): Row | undefined {
  let best: Row | undefined;
  for (const row of rows) {
    if (!best || (instant(row) ?? Infinity) < (instant(best) ?? Infinity)) best = row;
  }
  return best;
}
