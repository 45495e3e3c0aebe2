import { countsInMonths, dayOf, monthsLater } from "./calendar.ts";
import { type Fraction, floored, lesser, NONE, sum } from "./fraction.ts";
import { soonest } from "./order.ts";
import { excessOf, roomFor } from "./range.ts";
import type { Carried, PastReset, Row, State } from "./state.ts";

/** So many of a slice that never expire stand beside each other; what comes later joins the last. */
const MOST = 1_000;

/** RO2; on the row's own day where its periods count in months (A17). */
export function expiryOf(row: Row, from: number, day: number): number | null {
  if (row.carries === null || row.carries.months === null) return null;
  return monthsLater(from, row.carries.months, countsInMonths(row.interval) ? day : dayOf(from));
}

/** RO1: what was left in a slice at the latest reset. */
export function carryOver(state: State, row: Row, entity: string | null, left: Fraction): void {
  if (row.carries === null || !left.isPositive) return;
  addTo(state, row, entity, { past: row.pastResets.length - 1, value: left });
  trim(row, entity);
  cutNewest(state, row, entity);
}

/** A33: what is carried ends where the sums of the feature do. */
function cutNewest(state: State, row: Row, entity: string | null): void {
  const newest = ofSlice(row, entity).at(-1);
  if (!newest) return;
  const excess = excessOf(state, row.featureId);
  newest.balance = newest.balance.minus(lesser(excess, newest.balance));
  const isEmptied = excess.isPositive && !newest.balance.isPositive;
  if (isEmptied) row.rollovers = row.rollovers.filter((it) => it !== newest);
}

/** A25: what a lock took before a reset, as far as the cap exceeds what lives. */
export function carryLater(
  state: State,
  row: Row,
  entity: string | null,
  given: { readonly past: number; readonly value: Fraction },
): void {
  if (row.carries === null) return;
  const { cap } = row.carries;
  const room = cap === null ? given.value : floored(cap.minus(sum(ofSlice(row, entity).map(left))));
  const inRange = roomFor(state, row.featureId);
  const value = lesser(given.value, room);
  state.isOpen ||= value.isAbove(inRange);
  addTo(state, row, entity, { ...given, value: lesser(value, inRange) });
}

interface Gift {
  /** The number of the reset whose rollover it goes to. */
  readonly past: number;
  readonly value: Fraction;
}

/** To the reset's rollover, or a new one where it never had one; nowhere where that has gone (A15). */
function addTo(state: State, row: Row, entity: string | null, { past, value }: Gift): void {
  const reset = row.pastResets[past];
  if (!reset || isOver(reset, state.now)) return;
  if (!value.isPositive) return;
  const found = ofSlice(row, entity).find(({ name }) => name === reset.name);
  if (found) found.balance = found.balance.plus(value);
  else if (!reset.holders.includes(entity)) make(row, entity, past, value);
}

function isOver({ expiresAt }: PastReset, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

function make(row: Row, entity: string | null, past: number, balance: Fraction): void {
  row.pastResets = row.pastResets.map((it, index) =>
    index === past ? { ...it, holders: [...it.holders, entity] } : it,
  );
  const { name = Symbol(row.id), expiresAt = null } = row.pastResets[past] ?? {};
  const endless = ofSlice(row, entity).filter((carried) => carried.expiresAt === null);
  const last = endless[MOST - 1];
  if (expiresAt === null && last) last.balance = last.balance.plus(balance);
  else row.rollovers.push({ name, entity, balance, usage: NONE, expiresAt });
}

/** RO3. */
function trim(row: Row, entity: string | null): void {
  const cap = row.carries?.cap ?? null;
  if (cap === null) return;
  const mine = ofSlice(row, entity).sort((one, other) => soonest(one.expiresAt, other.expiresAt));
  let excess = floored(sum(mine.map(left)).minus(cap));
  for (const carried of mine) {
    if (!excess.isPositive) return;
    const cut = lesser(excess, carried.balance);
    carried.balance = carried.balance.minus(cut);
    excess = excess.minus(cut);
    if (!carried.balance.isPositive) row.rollovers = row.rollovers.filter((it) => it !== carried);
  }
}

function ofSlice(row: Row, entity: string | null): Carried[] {
  return row.rollovers.filter((carried) => carried.entity === entity);
}

function left({ balance }: Carried): Fraction {
  return balance;
}
