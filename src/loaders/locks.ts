/**
 * Locks at a reading's moment. Its ledger has those that held, as they then stood. Every other that was
 * taken before had ended by then, and so is stored as it was: what has ended stays as it is.
 */
import type { Lock, LockStatus } from "../engine/ledger.ts";
import type { BalanceStore, LockFilter, Window } from "../store/port.ts";
import { knownBefore } from "./moment.ts";
import { type Reading, storedBeside } from "./reading.ts";

/** The lock that this entry took; null where it took none. */
export async function lockOf(
  reading: Reading,
  store: BalanceStore,
  seq: number,
): Promise<Lock | null> {
  const known = reading.ledger.locks.find((lock) => lock.seq === seq);
  if (known) return known;
  const window = { limit: 1, after: null, before: null, fromEnd: false };
  const [ended = null] = await store.locks({ ...storedOf(reading, null), seq, ...window });
  return ended;
}

/** A page of the customer's locks of one status, oldest first. */
export async function locksOf(
  reading: Reading,
  store: BalanceStore,
  { status, window }: { readonly status: LockStatus; readonly window: Window<number> },
): Promise<readonly Lock[]> {
  const { limit, after } = window;
  const { locks } = reading.ledger;
  const known = locks.filter((lock) => lock.status === status && lock.seq > (after ?? 0));
  if (status === "HELD") return known.slice(0, limit);
  // Of those that held at another moment some are stored as they ended since.
  const wanted = { ...window, limit: limit + (reading.moment ? locks.length : 0) };
  const stored = await store.locks({ ...storedOf(reading, status), ...wanted });
  const held = new Set(locks.map(({ seq }) => seq));
  return [...stored.filter(({ seq }) => !held.has(seq)), ...known]
    .sort((left, right) => left.seq - right.seq)
    .slice(0, limit);
}

/** How many of them there are in all. */
export async function countLocks(
  reading: Reading,
  store: BalanceStore,
  status: LockStatus,
): Promise<number> {
  const { ledger, moment } = reading;
  const known = ledger.locks.filter((lock) => lock.status === status);
  if (status === "HELD") return known.length;
  const filter = storedOf(reading, status);
  // A live lock is not stored as ended before it has.
  const again = moment ? ledger.locks : known;
  const [stored = 0, ...twice] = await Promise.all([
    store.countLocks(filter),
    ...again.map(({ seq }) => store.countLocks({ ...filter, seq })),
  ]);
  return twice.reduce((count, times) => count - times, stored + known.length);
}

function storedOf(reading: Reading, status: LockStatus | null): LockFilter {
  const { ledger, moment } = storedBeside(reading);
  const { customerId } = ledger.customer;
  return { customerId, status, seq: null, takenBefore: knownBefore(moment) };
}
