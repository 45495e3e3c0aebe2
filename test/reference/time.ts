import { countsInMonths, dayOf, later, monthsLater } from "./calendar.ts";
import { type Fraction, floored, fractionOf, lesser, NONE, sum } from "./fraction.ts";
import { endLocks } from "./locks.ts";
import { soonest } from "./order.ts";
import { type Cell, featureOf, type Row, type State, startOf } from "./state.ts";

const HUNDRED = fractionOf(100n * 10n ** 10n);

/** Steps from event to event until nothing is due: at each instant locks, expiries, then resets (A15-A17). */
export function settleTo(state: State, now: number): void {
  for (let at = nextEvent(state); at !== null && at <= now; at = nextEvent(state)) {
    state.now = at;
    endLocks(state, at);
    expireAt(state, at);
    for (const row of state.rows)
      if (row.nextResetAt === at && resets(row, state)) reset(row, state);
  }
  state.now = now;
}

function nextEvent(state: State): number | null {
  const ends = state.locks.map((lock) => lock.endsAt);
  const instants = state.rows.flatMap((row) => [
    row.expiresAt,
    resets(row, state) ? row.nextResetAt : null,
    ...row.rollovers.map((carried) => carried.expiresAt),
  ]);
  const known = [...ends, ...instants].filter((instant) => instant !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function expireAt(state: State, at: number): void {
  state.rows = state.rows.filter((row) => row.expiresAt === null || row.expiresAt > at);
  for (const row of state.rows) {
    row.rollovers = row.rollovers.filter(({ expiresAt }) => expiresAt === null || expiresAt > at);
  }
}

/** R4. */
function resets(row: Row, state: State): boolean {
  return (
    row.nextResetAt !== null &&
    row.interval !== null &&
    row.interval !== "one_off" &&
    !row.unlimited &&
    featureOf(state, row.featureId).consumable
  );
}

function reset(row: Row, state: State): void {
  const { nextResetAt: at, interval } = row;
  if (at === null || interval === null) return;
  const name = Symbol(`${row.id} ${at}`);
  for (const cell of row.slices) {
    carryOver(row, cell, { at, name });
    trim(row, cell.entity);
    const keepsDebt = state.persistFreeOverage && row.billed === null;
    const debt = keepsDebt ? lesser(NONE, cell.balance) : NONE;
    cell.balance = startOf(row).plus(debt);
    cell.adjustment = NONE;
  }
  row.resets += 1;
  row.nextResetAt = later(at, interval, row.count, row.day);
}

/** RO1, RO2. */
function carryOver(row: Row, cell: Cell, { at, name }: { at: number; name: symbol }): void {
  if (row.carries === null || !cell.balance.isPositive) return;
  const { months } = row.carries;
  const day = countsInMonths(row.interval) ? row.day : dayOf(at);
  row.rollovers.push({
    name,
    entity: cell.entity,
    balance: cell.balance,
    usage: NONE,
    expiresAt: months === null ? null : monthsLater(at, months, day),
  });
}

/** RO3. */
function trim(row: Row, entity: string | null): void {
  const cap = capOf(row);
  if (cap === null) return;
  const mine = row.rollovers
    .filter((carried) => carried.entity === entity)
    .sort((left, right) => soonest(left.expiresAt, right.expiresAt));
  let excess = floored(sum(mine.map(({ balance }) => balance)).minus(cap));
  for (const carried of mine) {
    if (!excess.isPositive) return;
    const cut = lesser(excess, carried.balance);
    carried.balance = carried.balance.minus(cut);
    excess = excess.minus(cut);
    if (!carried.balance.isPositive) row.rollovers = row.rollovers.filter((it) => it !== carried);
  }
}

function capOf({ carries, ...row }: Row): Fraction | null {
  if (carries?.percentage) {
    return row.allowance.plus(row.prepaid).times(carries.percentage).over(HUNDRED).floored();
  }
  return carries?.max ?? null;
}
