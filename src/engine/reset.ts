/** Closes a grant's period and opens the next (section 17). */
import { type Amount, plus, ZERO } from "./amount.ts";
import { startOf } from "./bucket.ts";
import type { Grant, Slice } from "./ledger.ts";
import { carryOver } from "./rollover.ts";

/** The grant after its reset at `boundary`; the very same grant where a reset changes nothing. */
export function resetGrant(grant: Grant, boundary: number, persistFreeOverage: boolean): Grant {
  const keepsDebt = persistFreeOverage && grant.price === null;
  const rollovers = carryOver(grant, boundary);
  const slices = grant.slices.map((slice) => freshSlice(grant, slice, keepsDebt));
  const unchanged =
    sameParts(rollovers, grant.rollovers) &&
    slices.every((slice, index) => isSame(slice, grant.slices[index]));
  return unchanged ? grant : { ...grant, slices, rollovers };
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
