import type { Amount } from "../../src/engine/amount.ts";
import type {
  AutoTopup,
  OverageControl,
  SpendLimit,
  UsageAlert,
  UsageLimit,
} from "../../src/engine/customer.ts";
import type { Interval } from "../../src/engine/period.ts";
import type { Fraction } from "./fraction.ts";
import type { Usage, Used } from "./moving.ts";
import type { Crossed } from "./watch.ts";

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
  /** Whether an undone lock gave less, to stay in range: the rules leave open which place goes short (A33). */
  isOpen: boolean;
  /** The controls that were crossed, the latest first (K6). */
  crossings: readonly Crossed[];
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
  overageAllowed: readonly OverageControl[];
  spendLimits: readonly SpendLimit[];
  usageLimits: readonly UsageLimit[];
  usageAlerts: readonly UsageAlert[];
  autoTopups: readonly AutoTopup[];
}

export const UNCONTROLLED: Controls = {
  overageAllowed: [],
  spendLimits: [],
  usageLimits: [],
  usageAlerts: [],
  autoTopups: [],
};

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
  readonly createdAt: number;
  nextResetAt: number | null;
  /** The explicit next reset, else the creation: what steps and long windows count from (A17, A19). */
  origin: number;
  /** Each of its resets, the first one first. */
  pastResets: readonly PastReset[];
  expiresAt: number | null;
  readonly carries: Carries | null;
  slices: Cell[];
  rollovers: Carried[];
  /** What entities left that are gone since the last reset (A24). */
  departed: readonly Departed[];
}

/** What a reset did, for locks that are undone later (A25). */
export interface PastReset {
  readonly at: number;
  /** Of the rollovers it made, or would have made. */
  readonly name: symbol;
  readonly expiresAt: number | null;
  /** The slices of which it has a rollover, or had. */
  readonly holders: readonly (string | null)[];
}

export interface Departed {
  readonly cell: Cell;
  readonly rollovers: readonly Carried[];
}

export interface Carries {
  readonly cap: Fraction | null;
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
