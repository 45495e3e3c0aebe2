/** Closes a grant's period and opens the next (section 17). */
import { type Amount, lesser, minus, plus, sumOf, ZERO } from "./amount.ts";
import { replaced, startOf } from "./bucket.ts";
import type { Catalog } from "./feature.ts";
import type { Grant, Ledger, Slice } from "./ledger.ts";
import { keepMagnitudes } from "./magnitude.ts";
import { isFarBelow, roomBeside, roomFor } from "./range.ts";
import { withLossMarked } from "./receipt.ts";
import { carryOver } from "./rollover.ts";

/**
 * The ledger with the grant's reset at `boundary`, and the grant as it then is; its next reset is for the caller
 * to set. What entities left behind is dropped (A24), and what is carried stays within the range (A33).
 */
export function withReset(
  ledger: Ledger,
  grant: Grant,
  boundary: number,
  { persistFreeOverage }: Pick<Catalog, "persistFreeOverage">,
): { readonly ledger: Ledger; readonly grant: Grant } {
  const { featureId } = grant;
  const isSmall = isFarBelow(ledger, featureId); // First, so that the lists made of this one know their sums.
  const keepsDebt = persistFreeOverage && grant.price === null;
  const slices = replaced(grant.slices, (slice) => freshSlice(grant, slice, keepsDebt));
  const refilled = { ...grant, slices, departed: [], resetAt: boundary };
  const room = isSmall ? null : roomOnceRefilled(ledger, grant, refilled);
  const fresh = { ...refilled, rollovers: carryOver(grant, boundary, room) };
  const closed = replaceGrant(ledger, grant, fresh);
  return {
    ledger: withLossMarked(closed, { before: grant, after: fresh, boundary }),
    grant: fresh,
  };
}

/** How much the grant may carry over. */
function roomOnceRefilled(ledger: Ledger, grant: Grant, refilled: Grant): Amount {
  const opened = replaceGrant(ledger, grant, refilled);
  const refill = minus(balanceOf(refilled), balanceOf(grant));
  return lesser(roomFor(opened, grant.featureId), roomBeside(refill));
}

function balanceOf({ slices }: Grant): Amount {
  return sumOf(slices, ({ balance }) => balance);
}

/** The ledger with another grant in the place of this one; null: without it. */
export function replaceGrant(ledger: Ledger, grant: Grant, by: Grant | null): Ledger {
  const place = ledger.grants.indexOf(grant);
  if (place < 0) return ledger;
  const grants = by ? ledger.grants.with(place, by) : ledger.grants.toSpliced(place, 1);
  keepMagnitudes(ledger.grants, grants, { grant, by });
  return { ...ledger, grants };
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
  const fresh = { ...slice, balance: plus(startOf(grant), debt), adjustment: ZERO };
  return isSame(fresh, slice) ? slice : fresh;
}

function isSame(slice: Slice, other: Slice | undefined): boolean {
  return slice.balance === other?.balance && slice.adjustment === other.adjustment;
}

function sameParts<T>(left: readonly T[], right: readonly T[]): boolean {
  if (left === right) return true;
  return left.length === right.length && left.every((part, index) => part === right[index]);
}
