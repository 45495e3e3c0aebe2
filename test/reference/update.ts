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
import { type Fraction, floored, fractionOf, sum } from "./fraction.ts";
import { cellsOf, entityOf, featureOf, usageOf, visibleRows } from "./look.ts";
import { rolloversOf } from "./order.ts";
import { No, type Row, type State } from "./state.ts";
import { reset, resets } from "./time.ts";

/** Section 14: each part on the state that the former left (U1). */
export function updateBalance(state: State, command: UpdateBalance): void {
  const { now } = state;
  const { remaining, addToBalance, usage, includedGrant, nextResetAt, expiresAt } = command;
  const amounts = [remaining, addToBalance, usage].filter((it) => it !== undefined);
  const others = [includedGrant, nextResetAt, expiresAt].filter((it) => it !== undefined);
  if (amounts.length > 1 || amounts.length + others.length === 0) throw new No("INVALID_INPUT");
  if (includedGrant !== undefined && includedGrant < 0n) throw new No("INVALID_INPUT");
  featureOf(state, command.featureId);
  if (command.entityId !== null) entityOf(state, command.entityId);
  const targets = () => selected(state, command);
  if (cellsIn(targets()).length === 0) throw new No("BALANCE_NOT_FOUND");
  if (includedGrant !== undefined && unlimitedCell(targets())) throw new No("INVALID_INPUT");
  if (typeof expiresAt === "number" && (expiresAt <= now || expiresAt >= YEAR_10000)) {
    throw new No("INVALID_INPUT");
  }
  if (remaining !== undefined) setRemaining(targets(), fractionOf(remaining));
  if (addToBalance !== undefined) move(targets(), fractionOf(-addToBalance));
  if (usage !== undefined) setUsage(targets(), fractionOf(usage));
  if (includedGrant !== undefined) setIncluded(targets(), fractionOf(includedGrant));
  if (nextResetAt !== undefined) setNextReset(state, targets(), { ...command, nextResetAt });
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

/** A22: what lacks is taken as everywhere, what is too much is given as addToBalance gives. */
function setUsage(targets: Targets, goal: Fraction): void {
  const unlimited = unlimitedCell(targets);
  if (unlimited) {
    unlimited.balance = unlimited.balance.minus(goal).minus(unlimitedBalances(targets));
    return;
  }
  const { rows, viewer } = targets;
  const carried = rolloversOf(rows, viewer).map((it) => it.carried.usage);
  const shown = sum([...rows.map((row) => usageOf(row, viewer)), ...carried]);
  move(targets, goal.minus(shown));
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

/** U9, A28: one at or before now resets once, now. */
function setNextReset(
  state: State,
  { rows }: Targets,
  command: { readonly nextResetAt: number; readonly expiresAt?: number | null | undefined },
): void {
  const at = command.nextResetAt;
  const row = earliest(
    rows.filter((it) => resets(it, state)),
    (it) => it.nextResetAt,
  );
  if (!row) throw new No("INVALID_INPUT");
  const isExpirySet = command.expiresAt !== undefined && toExpire(rows) === row;
  const expiresAt = isExpirySet ? (command.expiresAt ?? null) : row.expiresAt;
  const since = row.pastResets.at(-1)?.at ?? row.createdAt;
  const isTooLate = expiresAt !== null && at >= expiresAt;
  if (at <= since || isTooLate || at >= YEAR_10000) throw new No("INVALID_INPUT");
  row.nextResetAt = at;
  row.origin = at;
  if (at <= state.now) reset(row, state, at);
}

const YEAR_10000 = Date.UTC(10_000, 0, 1);

/** U10, A13. */
function setExpiry({ rows }: Targets, at: number | null): void {
  const row = toExpire(rows);
  if (!row) return;
  const recurs = row.interval !== null && row.interval !== "one_off";
  if (row.billed !== null && recurs) throw new No("INVALID_INPUT");
  row.expiresAt = at;
}

function toExpire(rows: readonly Row[]): Row | undefined {
  return earliest(rows, (it) => it.expiresAt);
}

function earliest(rows: readonly Row[], instant: (row: Row) => number | null): Row | undefined {
  let best: Row | undefined;
  for (const row of rows) {
    if (!best || (instant(row) ?? Infinity) < (instant(best) ?? Infinity)) best = row;
  }
  return best;
}
