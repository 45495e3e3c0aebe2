/** What a lock has to remember, to be undone. */
import { type Amount, greater, lesser, minus, ZERO } from "./amount.ts";
import type { Bucket } from "./bucket.ts";
import type { Grant, Ledger, Taken } from "./ledger.ts";

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
  const locks = ledger.locks.map((lock) => {
    if (!lock.receipt.some(knows)) return lock;
    const receipt = lock.receipt.map((taken) => (knows(taken) ? { ...taken, nextResetAt } : taken));
    return { ...lock, receipt };
  });
  return { ...ledger, locks };
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
  };
}
