/** What a lock has to remember, to be undone. */
import { type Amount, greater, lesser, minus, ZERO } from "./amount.ts";
import type { Bucket } from "./bucket.ts";
import { CEILINGS } from "./ceilings.ts";
import type { Grant, Ledger, Rollover, Taken } from "./ledger.ts";
import { rolloverIdOf } from "./rollover.ts";

/**
 * What the places paid or were given, in the order of the moves (L1): usage drains all of them before it
 * overdraws one (D11, D12), and what is given back heals all before it refills one (D20).
 */
export function receiptOf(buckets: readonly Bucket[]): readonly Taken[] {
  const aboveZero = buckets.map((bucket) => takenOf(bucket, (amount) => greater(amount, ZERO)));
  const belowZero = buckets.map((bucket) => takenOf(bucket, (amount) => lesser(amount, ZERO)));
  const isGiven = buckets.some(({ initial, balance }) => balance > initial);
  const moves = isGiven ? [...belowZero, ...aboveZero] : [...aboveZero, ...belowZero];
  return moves.filter(({ value }) => value !== ZERO);
}

/**
 * The ledger with the grant's next reset moved by hand: what locks took of it has not reset for that (A11).
 */
export function withResetMoved(ledger: Ledger, grant: Grant, nextResetAt: number | null): Ledger {
  const knows = (taken: Taken) =>
    taken.grantId === grant.grantId && taken.nextResetAt === grant.nextResetAt;
  return withReceipts(ledger, knows, { nextResetAt });
}

function withReceipts(
  ledger: Ledger,
  isMeant: (taken: Taken) => boolean,
  change: Partial<Taken>,
): Ledger {
  const locks = ledger.locks.map((lock) => {
    if (!lock.receipt.some(isMeant)) return lock;
    const receipt = lock.receipt.map((taken) => (isMeant(taken) ? { ...taken, ...change } : taken));
    return { ...lock, receipt };
  });
  return { ...ledger, locks };
}

/**
 * The ledger with those takings of live locks marked whose rollover the reset at `boundary` trimmed away: what
 * is undone does not bring it back (A25).
 */
export function withLossMarked(ledger: Ledger, { before, after, boundary }: Reset): Ledger {
  if (ledger.locks.length === 0) return ledger;
  const isLost = (taken: Taken) =>
    taken.grantId === before.grantId && isTrimmed({ before, after, boundary }, taken);
  return withReceipts(ledger, isLost, { isLost: true });
}

/** A grant before and after its reset. */
interface Reset {
  readonly before: Grant;
  readonly after: Grant;
  readonly boundary: number;
}

function isTrimmed({ before, after, boundary }: Reset, taken: Taken): boolean {
  const rollover = rolloverOf(before, taken);
  const isCarried = taken.nextResetAt === boundary && hasLeft(before, taken.entityId);
  return (rollover !== undefined || isCarried) && rolloverOf(after, taken) === undefined;
}

/**
 * The rollover of the first reset after something was taken from a slice of the grant; where the slice has as
 * many as can live, the one that took it up.
 */
export function rolloverOf(grant: Grant, { entityId, nextResetAt }: Taken): Rollover | undefined {
  if (nextResetAt === null) return undefined;
  const rolloverId = rolloverIdOf(grant, nextResetAt);
  const own = grant.rollovers.filter((rollover) => rollover.entityId === entityId);
  const found = own.find((rollover) => rollover.rolloverId === rolloverId);
  return found ?? (own.length >= CEILINGS.liveRollovers ? own.at(-1) : undefined);
}

function hasLeft({ slices }: Grant, entityId: string | null): boolean {
  return slices.some((slice) => slice.entityId === entityId && slice.balance > ZERO);
}

function takenOf(bucket: Bucket, part: (amount: Amount) => Amount): Taken {
  const { grant, entityId, rolloverId, cost, initial, balance } = bucket;
  return {
    grantId: grant.grantId,
    featureId: grant.featureId,
    entityId,
    rolloverId,
    cost,
    value: minus(part(initial), part(balance)),
    nextResetAt: grant.nextResetAt,
    isLost: false,
  };
}
