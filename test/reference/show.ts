import type { Interval } from "../../src/engine/period.ts";
import { overageOf } from "./controls.ts";
import { type Fraction, floored, NONE, sum } from "./fraction.ts";
import { carriedOf, cellsOf, featureOf, usageOf, visibleRows } from "./look.ts";
import { ordered, rolloversOf } from "./order.ts";
import type { Row, State } from "./state.ts";

/** A balance as section 2 has it, in counts of 1e-10. */
export interface Shown {
  readonly granted: bigint;
  readonly remaining: bigint;
  readonly usage: bigint;
  readonly overage: bigint;
  readonly unlimited: boolean;
  readonly overageAllowed: boolean;
  readonly maxPurchase: bigint | null;
  readonly nextResetAt: number | null;
  readonly breakdown: readonly ShownRow[];
  readonly rollovers: readonly ShownRollover[];
}

export interface ShownRow {
  readonly balanceId: string;
  readonly remaining: bigint;
  readonly usage: bigint;
  readonly overage: bigint;
  readonly includedGrant: bigint;
  readonly prepaidGrant: bigint;
  readonly planId: string | null;
  readonly reset: ShownReset | null;
  readonly expiresAt: number | null;
}

export interface ShownReset {
  readonly interval: Interval;
  readonly intervalCount: number;
  readonly resetsAt: number | null;
}

export interface ShownRollover {
  readonly granted: bigint;
  readonly balance: bigint;
  readonly expiresAt: number | null;
}

/** Null where nothing is owned, and of flags (B11, B12). */
export function show(state: State, featureId: string, viewer: string | null): Shown | null {
  if (featureOf(state, featureId).type === "boolean") return null;
  const rows = ordered(state, visibleRows(state, featureId, viewer), viewer);
  const merged = mergedRows(state, featureId, viewer);
  const all = [...rows, ...merged];
  if (all.length === 0) return null;
  if (all.some((row) => row.unlimited)) return showUnlimited(rows, all, viewer);
  const own = sum(merged.flatMap((row) => row.slices.map((cell) => cell.balance)));
  const carried = all.flatMap((row) => carriedOf(row, viewer));
  const carriedLeft = sum(carried.map(({ balance }) => balance));
  const carriedUsed = sum(carried.map(({ usage }) => usage));
  const included = all.map((row) => includedOf(row, viewer).plus(prepaidOf(row, viewer)));
  return {
    granted: sum([...included, carriedLeft, carriedUsed]).units,
    remaining: sum([...rows.map((row) => leftOf(row, viewer)), floored(own), carriedLeft]).units,
    usage: sum([...all.map((row) => usageOf(row, viewer)), carriedUsed]).units,
    overage: sum([...rows.map((row) => overageOf(row, viewer)), floored(own.negated())]).units,
    unlimited: false,
    overageAllowed: all.some((row) => row.native),
    maxPurchase: maxPurchaseOf(rows)?.units ?? null,
    nextResetAt: earliest(all.map((row) => row.nextResetAt)),
    breakdown: rows.map((row) => ({
      balanceId: row.id,
      remaining: leftOf(row, viewer).units,
      usage: usageOf(row, viewer).units,
      overage: overageOf(row, viewer).units,
      includedGrant: includedOf(row, viewer).units,
      prepaidGrant: prepaidOf(row, viewer).units,
      planId: row.planId,
      reset: resetOf(row),
      expiresAt: row.expiresAt,
    })),
    rollovers: showRollovers(rows, viewer),
  };
}

/** V4: what entities own is merged into the customer's totals. */
export function mergedRows(state: State, featureId: string, viewer: string | null): Row[] {
  if (viewer !== null) return [];
  return state.rows.filter((row) => row.featureId === featureId && row.owner !== null);
}

/** B60, B61. */
function showUnlimited(rows: readonly Row[], all: readonly Row[], viewer: string | null): Shown {
  const unlimited = all.filter((row) => row.unlimited);
  const used = sum(unlimited.map((row) => usageOf(row, viewer))).units;
  const first = rows.find((row) => row.unlimited);
  const zero = { remaining: 0n, overage: 0n, includedGrant: 0n, prepaidGrant: 0n };
  const plans = new Set(rows.filter((row) => row.unlimited).map(({ planId }) => planId));
  const none = { ...zero, planId: plans.size > 1 ? null : (first?.planId ?? null) };
  return {
    ...{ granted: 0n, remaining: 0n, usage: used, overage: 0n, unlimited: true },
    ...{ overageAllowed: false, maxPurchase: null, nextResetAt: null },
    breakdown: first
      ? [{ balanceId: first.id, ...none, usage: used, reset: null, expiresAt: null }]
      : [],
    rollovers: [],
  };
}

/** B24. */
function resetOf({ interval, count, nextResetAt }: Row): ShownReset | null {
  return interval && { interval, intervalCount: count, resetsAt: nextResetAt };
}

function leftOf(row: Row, viewer: string | null): Fraction {
  return sum(cellsOf(row, viewer).map((cell) => floored(cell.balance)));
}

function includedOf(row: Row, viewer: string | null): Fraction {
  return sum(cellsOf(row, viewer).map((cell) => row.allowance.plus(cell.adjustment)));
}

function prepaidOf(row: Row, viewer: string | null): Fraction {
  return sum(cellsOf(row, viewer).map(() => row.prepaid));
}

/** B7. */
function maxPurchaseOf(rows: readonly Row[]): Fraction | null {
  const bought = rows.filter((row) => row.native || row.prepaid.isPositive || row.billed !== null);
  if (bought.length === 0 || bought.some((row) => row.ceiling === null)) return null;
  return sum(rows.map((row) => row.ceiling ?? NONE));
}

/** B31, B32: what slices carried over at the same reset is one. */
function showRollovers(rows: readonly Row[], viewer: string | null): ShownRollover[] {
  const found = new Map<symbol, { granted: Fraction; balance: Fraction; at: number | null }>();
  for (const { carried } of rolloversOf(rows, viewer)) {
    const one = found.get(carried.name) ?? { granted: NONE, balance: NONE, at: carried.expiresAt };
    one.balance = one.balance.plus(carried.balance);
    one.granted = one.granted.plus(carried.balance).plus(carried.usage);
    found.set(carried.name, one);
  }
  return [...found.values()].map(({ granted, balance, at }) => ({
    granted: granted.units,
    balance: balance.units,
    expiresAt: at,
  }));
}

function earliest(instants: readonly (number | null)[]): number | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : Math.min(...known);
}
