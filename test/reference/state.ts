import type { Amount } from "../../src/engine/amount.ts";
import type { UsageLimit } from "../../src/engine/customer.ts";
import type { Interval } from "../../src/engine/period.ts";
import { type Fraction, NONE, sum } from "./fraction.ts";
import type { Usage, Used } from "./moving.ts";

/** The model's own, changeable picture of one customer. */
export interface State {
  /** The instant that is being lived through. */
  now: number;
  readonly persistFreeOverage: boolean;
  readonly features: readonly FeatureLike[];
  disablePooledBalance: boolean;
  controls: Controls;
  entities: EntityState[];
  rows: Row[];
  locks: Lock[];
  counters: Counter[];
}

export interface FeatureLike {
  readonly featureId: string;
  readonly type: string;
  readonly consumable: boolean;
  readonly eventNames: readonly string[];
  readonly creditSchema: readonly {
    readonly meteredFeatureId: string;
    readonly creditCost: Amount;
  }[];
}

export interface Controls {
  overageAllowed: readonly { readonly featureId: string; readonly enabled: boolean }[];
  spendLimits: readonly SpendLimitLike[];
  usageLimits: readonly UsageLimit[];
}

export interface SpendLimitLike {
  readonly featureId: string | null;
  readonly enabled: boolean;
  readonly overageLimit: Amount | null;
  readonly limitType: string;
}

export interface EntityState {
  readonly entityId: string;
  readonly featureId: string;
  controls: Controls;
}

export interface Row {
  readonly name: symbol;
  readonly id: string;
  readonly number: number;
  readonly featureId: string;
  readonly owner: string | null;
  readonly seat: string | null;
  readonly planId: string | null;
  readonly addOn: boolean;
  allowance: Fraction;
  prepaid: Fraction;
  unlimited: boolean;
  readonly native: boolean;
  /** How it is charged for; null where it is free. */
  readonly billed: "prepaid" | "usage_based" | null;
  readonly ceiling: Fraction | null;
  interval: Interval | null;
  readonly count: number;
  nextResetAt: number | null;
  day: number;
  /** How often it has reset. */
  resets: number;
  expiresAt: number | null;
  readonly carries: Carries | null;
  slices: Cell[];
  rollovers: Carried[];
}

export interface Carries {
  readonly max: Fraction | null;
  readonly percentage: Fraction | null;
  readonly months: number | null;
}

export interface Cell {
  readonly entity: string | null;
  balance: Fraction;
  adjustment: Fraction;
}

export interface Carried {
  /** The same for all slices that were carried over at the same reset. */
  readonly name: symbol;
  readonly entity: string | null;
  balance: Fraction;
  usage: Fraction;
  readonly expiresAt: number | null;
}

/** An amount taken in advance (section 13). */
export interface Lock extends Used {
  readonly lockId: string;
  readonly usage: Usage;
  readonly value: Fraction;
  readonly endsAt: number;
  /** Whether its end gives the amount back. */
  readonly releases: boolean;
}

/** What is used in one window of a limit (section 8). */
export interface Counter {
  readonly owner: string | null;
  readonly name: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly usage: Fraction;
}

/** Why not: thrown inside the model, and undone by it. */
export class No extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export function featureOf(state: State, featureId: string): FeatureLike {
  const found = state.features.find((feature) => feature.featureId === featureId);
  if (!found) throw new No("FEATURE_NOT_FOUND");
  return found;
}

export function entityOf(state: State, entityId: string): EntityState {
  const found = state.entities.find((entity) => entity.entityId === entityId);
  if (!found) throw new No("ENTITY_NOT_FOUND");
  return found;
}

/** The credit systems that can pay for a feature. */
export function systemsOf(state: State, featureId: string): FeatureLike[] {
  return state.features.filter(({ creditSchema }) =>
    creditSchema.some((item) => item.meteredFeatureId === featureId),
  );
}

/** M3: of one slice. */
export function startOf(row: Row): Fraction {
  return row.unlimited ? NONE : row.allowance.plus(row.prepaid);
}

/** The slices of a row that a viewer sees: all for the customer (null). */
export function cellsOf(row: Row, viewer: string | null): Cell[] {
  if (row.seat === null || viewer === null) return row.slices;
  return row.slices.filter((cell) => cell.entity === viewer);
}

export function carriedOf(row: Row, viewer: string | null): Carried[] {
  if (row.seat === null || viewer === null) return row.rollovers;
  return row.rollovers.filter((carried) => carried.entity === viewer);
}

/** B4: what the row's own slices have used, rollovers aside. */
export function usageOf(row: Row, viewer: string | null): Fraction {
  return sum(
    cellsOf(row, viewer).map((cell) => startOf(row).plus(cell.adjustment).minus(cell.balance)),
  );
}

/** The rows of a feature in a viewer's view, in no order (V2, V3, V4). */
export function visibleRows(state: State, featureId: string | null, viewer: string | null): Row[] {
  return state.rows.filter((row) => {
    if (featureId !== null && row.featureId !== featureId) return false;
    if (viewer === null) return row.owner === null;
    if (row.owner !== null) return row.owner === viewer;
    if (row.seat !== null) return row.slices.some((cell) => cell.entity === viewer);
    return !state.disablePooledBalance;
  });
}
