/** Closes a grant's period and opens the next (section 17). */
import { type Amount, plus, ZERO } from "./amount.ts";
import { startOf } from "./bucket.ts";
import type { Grant, Slice } from "./ledger.ts";
import { carryOver } from "./rollover.ts";

export interface ResetTerms {
  /** Whether a free row keeps its debt (R3). */
  readonly persistFreeOverage: boolean;
  /** What may be carried over at most, so that no sum passes the range (A33). */
  readonly room: Amount;
}

/**
 * The grant after its reset at `boundary`; its next reset is for the caller to set. What entities left behind
 * is dropped (A24).
 */
export function resetGrant(grant: Grant, boundary: number, terms: ResetTerms): Grant {
  const keepsDebt = terms.persistFreeOverage && grant.price === null;
  return {
    ...grant,
    slices: grant.slices.map((slice) => freshSlice(grant, slice, keepsDebt)),
    rollovers: carryOver(grant, boundary, terms.room),
    departed: [],
    resetAt: boundary,
  };
}

/** Whether the reset moved nothing that anyone sees. */
export function isQuiet(before: Grant, after: Grant): boolean {
  return (
    sameParts(after.rollovers, before.rollovers) &&
    after.slices.every((slice, index) => isSame(slice, before.slices[index]))
  );
}

/** Full again, overrides gone; debt forgiven, unless the row keeps it (R2, R3). */
function freshSlice(grant: Grant, slice: Slice, keepsDebt: boolean): Slice {
  const debt: Amount = keepsDebt && slice.balance < ZERO ? slice.balance : ZERO;
  return { ...slice, balance: plus(startOf(grant), debt), adjustment: ZERO };
}

function isSame(slice: Slice, other: Slice | undefined): boolean {
  return slice.balance === other?.balance && slice.adjustment === other.adjustment;
}

function sameParts<T>(left: readonly T[], right: readonly T[]): boolean {
  return left.length === right.length && left.every((part, index) => part === right[index]);
}
