import { dayOf, firstAfter } from "./calendar.ts";
import { carryOver, expiryOf } from "./carry.ts";
import { lesser, NONE } from "./fraction.ts";
import { endLocks } from "./locks.ts";
import { featureOf, startOf } from "./look.ts";
import type { Row, State } from "./state.ts";
import { watched } from "./watch.ts";

/** From event to event until nothing is due: at each instant locks, expiries, then resets (A16, A26). */
export function settleTo(state: State, now: number): void {
  for (let at = nextEvent(state); at !== null && at <= now; at = nextEvent(state)) {
    state.now = at;
    watched(state, true, () => endLocks(state, at));
    watched(state, false, () => expireAt(state, at));
    for (const row of state.rows) {
      if (row.nextResetAt !== at || !resets(row, state)) continue;
      watched(state, false, () => reset(row, state, at));
    }
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
export function resets(row: Row, state: State): boolean {
  return (
    row.nextResetAt !== null &&
    row.interval !== null &&
    row.interval !== "one_off" &&
    !row.unlimited &&
    featureOf(state, row.featureId).consumable
  );
}

/** R2, now; months and steps count from the instant given, which is another one only by hand (A28). */
export function reset(row: Row, state: State, from: number): void {
  const { interval } = row;
  if (interval === null) return;
  const name = Symbol(`${row.id} ${from}`);
  const day = dayOf(row.origin);
  const past = { at: state.now, name, expiresAt: expiryOf(row, from, day), holders: [] };
  row.pastResets = [...row.pastResets, past];
  const keepsDebt = state.persistFreeOverage && row.billed === null;
  const left = row.slices.map(({ entity, balance }) => ({ entity, balance }));
  for (const cell of row.slices) {
    cell.balance = startOf(row).plus(keepsDebt ? lesser(NONE, cell.balance) : NONE);
    cell.adjustment = NONE;
  }
  for (const { entity, balance } of left) carryOver(state, row, entity, balance);
  row.departed = [];
  row.nextResetAt = firstAfter(state.now, from, day, { interval, count: row.count });
}
