import type { Amount } from "./amount.ts";
import type { Customer, Entity, UsageAlert } from "./customer.ts";
import type { Percentage } from "./percentage.ts";
import type { Interval } from "./period.ts";

/** All that is stored of one customer: the unit that is loaded, decided upon and saved. */
export interface Ledger {
  readonly customer: Customer;
  /** In order of creation. */
  readonly entities: readonly Entity[];
  /** In order of creation, which breaks the last tie of the deduction order (D2.11). */
  readonly grants: readonly Grant[];
  /** Those that hold something; beside them, until the next decision, those that this one has ended. */
  readonly locks: readonly Lock[];
  /** What has been used within the windows of usage limits. */
  readonly counters: readonly Counter[];
  /** How often each feature's balance has changed, by feature id. */
  readonly revisions: Readonly<Record<string, number>>;
  /** The number of the latest entry; 0 where there is none. */
  readonly seq: number;
}

/** One source of balance: a plan's allowance, a top-up, a promotion. One Breakdown (M1). */
export interface Grant {
  readonly grantId: string;
  /** The caller's own id for it, unique in the customer (G4). */
  readonly externalId: string | null;
  readonly featureId: string;
  /** The entity that owns it; null for a row of the customer (M2). */
  readonly entityId: string | null;
  /** The seat feature whose entities hold a slice each; null where there is one slice only. */
  readonly perEntityFeatureId: string | null;
  readonly planId: string | null;
  readonly addOn: boolean;
  /** The included amount, a slice (M1). */
  readonly allowance: Amount;
  /** Units paid in advance, a slice. */
  readonly prepaid: Amount;
  readonly unlimited: boolean;
  /** Whether it may go below zero by its own nature. */
  readonly overageAllowed: boolean;
  /** Units that may be bought beyond the grant: how far below zero it may go. Null: no ceiling (O1). */
  readonly maxPurchase: Amount | null;
  /** Null for what never had a period: flags, seats, unlimited rows (B24). */
  readonly interval: Interval | null;
  readonly intervalCount: number;
  readonly nextResetAt: number | null;
  /**
   * The instant that periods count from: an explicit next reset, else the creation. Month steps come back
   * to its day (A17), and the windows of long limits step from it (A19).
   */
  readonly originAt: number;
  readonly expiresAt: number | null;
  readonly rollover: RolloverConfig | null;
  readonly price: Price | null;
  readonly createdAt: number;
  /** When it last reset; null: not yet. The next reset that is set by hand must be later (A28). */
  readonly resetAt: number | null;
  /** What entities that left had of a per-entity grant, in order of entity id: no view shows it (A24). */
  readonly departed: readonly Departed[];
  /** One with a null entity id; or, for a per-entity grant, one for each entity, in order of entity id. */
  readonly slices: readonly Slice[];
  readonly rollovers: readonly Rollover[];
}

/** Where a grant's amounts stand. */
export interface Slice {
  readonly entityId: string | null;
  /** Signed: below zero is overage, above the grant is credit. */
  readonly balance: Amount;
  /** What an update added to the included amount, until the next reset (U8). */
  readonly adjustment: Amount;
}

/** The slice and rollovers that an entity left, to be given back if it returns in time (A24). */
export interface Departed extends Slice {
  readonly entityId: string;
  readonly rollovers: readonly Rollover[];
}

/** What was left at a reset and is carried on; of one slice (section 18). */
export interface Rollover {
  /** The same for all slices that were carried over at the same reset. */
  readonly rolloverId: string;
  readonly entityId: string | null;
  readonly balance: Amount;
  readonly usage: Amount;
  /** Null: never. */
  readonly expiresAt: number | null;
}

export interface RolloverConfig {
  readonly max: Amount | null;
  /** Percent of the grant, exactly as it was given (A30). */
  readonly maxPercentage: Percentage | null;
  readonly duration: "month" | "forever";
  /** Months that a rollover lives. */
  readonly length: number;
}

export interface Price {
  readonly amount: Amount | null;
  readonly tiers: readonly PriceTier[] | null;
  readonly tierBehavior: "graduated" | "volume" | null;
  readonly billingUnits: Amount;
  readonly billingMethod: "prepaid" | "usage_based";
}

export interface PriceTier {
  readonly to: Amount | null;
  readonly amount: Amount;
  readonly flatAmount: Amount | null;
}

export type LockStatus = "HELD" | "CONFIRMED" | "RELEASED" | "EXPIRED";

/** An amount taken in advance, to be confirmed or given back (section 13). */
export interface Lock {
  /** The number of the entry that took it: tells it from others that had its id before. */
  readonly seq: number;
  /** The caller's id: unique among all customers' held locks. */
  readonly lockId: string;
  readonly featureId: string;
  readonly entityId: string | null;
  /** In units of the feature, signed: above zero holds, below zero gives in advance. */
  readonly value: Amount;
  readonly status: LockStatus;
  readonly createdAt: number;
  /** When it is released by itself; null: after a day its deductions simply stand (L10). */
  readonly expiresAt: number | null;
  readonly deductions: readonly Deduction[];
  /** What to undo, in the order in which it was taken. */
  readonly receipt: readonly Taken[];
  /** What it added to counters. */
  readonly counted: readonly Counted[];
  readonly properties: Readonly<Record<string, unknown>> | null;
}

/** What a lock took from one place. */
export interface Taken {
  readonly grantId: string;
  /** The grant's feature: the credit system where credits paid. */
  readonly featureId: string;
  readonly entityId: string | null;
  readonly rolloverId: string | null;
  /** What the place paid for one unit. */
  readonly cost: Amount;
  readonly value: Amount;
  /** The grant's next reset at that time: another one now tells that it has reset since (A11). */
  readonly nextResetAt: number | null;
  /** Whether the rollover of that reset was trimmed away, with what could come back to it (A25). */
  readonly isLost: boolean;
}

export interface Counted {
  readonly key: string;
  readonly startsAt: number;
  readonly value: Amount;
}

/** What was used within the present window of a usage limit (W6, W9). */
export interface Counter {
  /** Names the limit: whose it is, its feature, its filter. */
  readonly key: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly usage: Amount;
}

/** What one change took from one slice or rollover: above zero consumed, below zero given back (B43). */
export interface Deduction {
  /** The id that Breakdown.balanceId shows (A8). */
  readonly balanceId: string;
  readonly rolloverId: string | null;
  readonly featureId: string;
  readonly planId: string | null;
  readonly entityId: string | null;
  readonly interval: Interval | null;
  readonly intervalCount: number;
  readonly resetsAt: number | null;
  /** In the grant's own units: credits for a credit system. */
  readonly value: Amount;
}

/** A control that a change crossed: its condition holds after the change, and did not before (K6). */
export interface Crossing {
  readonly kind: "USAGE_ALERT" | "AUTO_TOPUP";
  readonly featureId: string;
  /** Whose control it is and whose view it watches; null: the customer's. */
  readonly entityId: string | null;
  readonly threshold: Amount;
  /** Always "remaining" of a top-up, which is crossed below its threshold; an alert is at it. */
  readonly thresholdType: UsageAlert["thresholdType"];
  /** What people call the alert; null for a top-up. */
  readonly name: string | null;
  /** Units that the top-up is to buy; null for an alert. */
  readonly quantity: Amount | null;
}

export type EntryKind =
  | "TRACK"
  | "CHECK"
  | "LOCK"
  | "FINALIZE"
  | "UPDATE"
  | "CREATE"
  | "DELETE"
  | "RESET"
  | "EXPIRE"
  | "RECALCULATE";

/** One committed change. Nothing changes a balance without one. */
export interface Entry {
  /** Numbers a customer's entries from 1, without a gap. */
  readonly seq: number;
  readonly kind: EntryKind;
  readonly at: number;
  /** The event's own time (T7). */
  readonly timestamp: number;
  readonly featureId: string | null;
  readonly entityId: string | null;
  readonly eventName: string | null;
  /** As requested for tracks and checks; else what the change consumed in all. */
  readonly value: Amount;
  /** All that moved: summed over a customer's entries they are the balances, sign reversed. */
  readonly deductions: readonly Deduction[];
  readonly before: Totals | null;
  readonly after: Totals | null;
  /** The usage alerts and auto top-ups that it crossed. */
  readonly crossings: readonly Crossing[];
  readonly properties: Readonly<Record<string, unknown>> | null;
  readonly idempotencyKey: string | null;
  readonly actor: string;
}

/** A balance's three figures at one moment. */
export interface Totals {
  readonly granted: Amount;
  readonly remaining: Amount;
  readonly usage: Amount;
}

/** The id that a grant is shown under (B20). */
export function balanceIdOf(grant: Grant): string {
  return grant.externalId ?? grant.grantId;
}

/** How often the balance of a feature has changed; 0 where it never had one. */
export function revisionOf({ revisions }: Ledger, featureId: string): number {
  return (Object.hasOwn(revisions, featureId) && revisions[featureId]) || 0;
}

/** The entity of that id; undefined where there is none, and for the customer itself (null). */
export function findEntity({ entities }: Ledger, entityId: string | null): Entity | undefined {
  return entities.find((entity) => entity.entityId === entityId);
}
