/** Which slices may go below zero, how far, and by which rule (A20; D12 to D15, section 7). */
import { type Amount, lesser, minus, plus, positivePart, sum, ZERO } from "./amount.ts";
import type { Bound, Bucket } from "./bucket.ts";
import type { OverageBehavior } from "./command.ts";
import { type Ceiling, overageControl, spendCeiling } from "./controls.ts";
import { findFeature } from "./feature.ts";
import type { Grant } from "./ledger.ts";
import type { Holding, View } from "./view.ts";

/** What the slices of one feature may stand below zero beyond what they do. */
export interface Overdraft {
  readonly rule: OverageRule;
  /** For each slice in turn. Null: without end; 0 where it may not go below zero at all. */
  readonly rooms: readonly (Amount | null)[];
}

/** The rule that sets the rooms, with its figures. `byControl`: a control decided, not the row. */
export type OverageRule =
  | { readonly kind: "NO_OVERAGE" | "OVERAGE"; readonly byControl: boolean }
  | { readonly kind: "SPEND_LIMIT" | "PURCHASE_LIMIT"; readonly ceiling: Ceiling };

interface Overdrawing {
  readonly featureId: string;
  /** All in view; those of other features do not matter. */
  readonly holdings: readonly Holding[];
  readonly overageBehavior: OverageBehavior;
}

/**
 * The one answer to "how far below zero", for checks and for takings (A20). `slices` are the feature's, in
 * deduction order. A row that has none adds nothing.
 */
export function overdraftOf(
  view: View,
  overdrawing: Overdrawing,
  slices: readonly Bucket[],
): Overdraft {
  const { featureId, overageBehavior } = overdrawing;
  const control = overageControl(view, featureId);
  const isNative = hasNativeOverage(overdrawing);
  const may = slices.map(
    ({ grant }) =>
      overageBehavior === "overflow" ||
      mayGoBelow(view, grant, { control, isNative, overageBehavior }),
  );
  if (!may.includes(true)) {
    return { rule: { kind: "NO_OVERAGE", byControl: control === false }, rooms: may.map(nowhere) };
  }
  const spend = spendCeiling(view, featureId);
  if (spend) return underSpendLimit(spend, may);
  const capable = slices.filter((_, index) => may[index]);
  const hasNoCeiling = ({ grant }: Bucket) =>
    overageBehavior === "overflow" || grant.maxPurchase === null;
  if (capable.some(hasNoCeiling)) {
    const rooms = slices.map((slice, index) =>
      may[index] ? (hasNoCeiling(slice) ? null : purchaseRoom(slice)) : ZERO,
    );
    return { rule: { kind: "OVERAGE", byControl: !isNative }, rooms };
  }
  const rooms = slices.map((slice, index) => (may[index] ? purchaseRoom(slice) : ZERO));
  const most = sum(capable.map(({ grant }) => grant.maxPurchase ?? ZERO));
  const left = sum(rooms);
  return {
    rule: { kind: "PURCHASE_LIMIT", ceiling: { most, left, overage: minus(most, left) } },
    rooms,
  };
}

/** The floors that these slices of any features may be burnt down to, once nothing more can be taken above zero. */
export function overageFloors(
  view: View,
  given: Omit<Overdrawing, "featureId">,
  slices: readonly Bucket[],
): Bound {
  const floors = new Map<Bucket, Amount | null>();
  for (const [featureId, own] of Map.groupBy(slices, ({ grant }) => grant.featureId)) {
    const { rooms } = overdraftOf(view, { ...given, featureId }, own);
    own.forEach((slice, index) => {
      const room = rooms[index] ?? null;
      floors.set(slice, room === null ? null : minus(slice.balance, room));
    });
  }
  return (bucket) => floors.get(bucket) ?? null;
}

/** What the rooms come to; null: without end. */
export function roomIn({ rooms }: Overdraft): Amount | null {
  const bounded = rooms.filter((room) => room !== null);
  return bounded.length < rooms.length ? null : sum(bounded);
}

/** The budget is one for all; the first that may go below zero uses it up (D12, O3). */
function underSpendLimit(ceiling: Ceiling, may: readonly boolean[]): Overdraft {
  const first = may.indexOf(true);
  const rooms = may.map((_, index) => (index === first ? ceiling.left : ZERO));
  return { rule: { kind: "SPEND_LIMIT", ceiling }, rooms };
}

/** A slice's own ceiling less its own overage, never that of its siblings (O1). */
function purchaseRoom({ grant, balance }: Bucket): Amount {
  return positivePart(plus(grant.maxPurchase ?? ZERO, lesser(balance, ZERO)));
}

interface Permission {
  readonly control: boolean | null;
  readonly isNative: boolean;
  readonly overageBehavior: OverageBehavior;
}

/** By its own nature, as a free seat, or because a control says so; a control can also forbid it (D15). */
function mayGoBelow(view: View, grant: Grant, permission: Permission): boolean {
  const { control, isNative, overageBehavior } = permission;
  if (control === false) return false;
  if (grant.overageAllowed) return true;
  const isSeat = findFeature(view.catalog, grant.featureId)?.consumable === false;
  if (isSeat && grant.price === null && overageBehavior !== "reject") return true;
  return control === true && !isNative;
}

/** Whether a row of the feature may go below zero by its own nature: a control then adds nothing (O2). */
function hasNativeOverage({ holdings, featureId }: Overdrawing): boolean {
  return holdings.some(({ grant }) => grant.featureId === featureId && grant.overageAllowed);
}

function nowhere(): Amount {
  return ZERO;
}
