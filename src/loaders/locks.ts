import type { Lock, LockStatus } from "../engine/ledger.ts";
import type { BalanceStore, Window } from "../store/port.ts";
import type { Reading } from "./reading.ts";

/** The lock that this entry took, as it stands at the reading's moment; null where it took none. */
export async function lockOf(
  { ledger }: Reading,
  store: BalanceStore,
  seq: number,
): Promise<Lock | null> {
  const known = ledger.locks.find((lock) => lock.seq === seq);
  if (known) return known;
  const { customerId } = ledger.customer;
  const window = { limit: 1, after: null, before: null, fromEnd: false };
  const [ended = null] = await store.locks({ customerId, status: null, seq, ...window });
  return ended;
}

/** A page of the customer's locks of one status at the reading's moment, oldest first. */
export async function locksOf(
  { ledger }: Reading,
  store: BalanceStore,
  { status, window }: { readonly status: LockStatus; readonly window: Window<number> },
): Promise<readonly Lock[]> {
  const { limit, after } = window;
  const known = ledger.locks.filter((lock) => lock.status === status && lock.seq > (after ?? 0));
  if (status === "HELD") return known.slice(0, limit);
  const { customerId } = ledger.customer;
  const stored = await store.locks({ customerId, status, seq: null, ...window });
  const bySeq = new Map([...stored, ...known].map((lock) => [lock.seq, lock]));
  return [...bySeq.values()].sort((left, right) => left.seq - right.seq).slice(0, limit);
}

/** How many of them there are in all. */
export async function countLocks(
  { ledger }: Reading,
  store: BalanceStore,
  status: LockStatus,
): Promise<number> {
  const known = ledger.locks.filter((lock) => lock.status === status);
  if (status === "HELD") return known.length;
  const { customerId } = ledger.customer;
  const count = (seq: number | null) => store.countLocks({ customerId, status, seq });
  // What ended since the last commit stands in the store as held.
  const [stored = 0, ...again] = await Promise.all([
    count(null),
    ...known.map(({ seq }) => count(seq)),
  ]);
  return stored + again.filter((times) => times === 0).length;
}
