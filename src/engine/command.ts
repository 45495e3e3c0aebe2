/** The verbs as data: what can be asked of a ledger or the catalogue, and what each answers. */
import type { Amount } from "./amount.ts";
import type { BillingControls, CustomerConfig } from "./customer.ts";
import type { Feature, Json } from "./feature.ts";
import type { Deduction, Lock, Price, RolloverConfig } from "./ledger.ts";
import type { Interval } from "./period.ts";

export type Command = FeatureCommand | CustomerCommand;

export type FeatureCommand = CreateFeature | UpdateFeature | DeleteFeature;

/** All commands on one customer's ledger. */
export type CustomerCommand =
  | CreateCustomer
  | UpdateCustomer
  | DeleteCustomer
  | AdvanceClock
  | PassTime
  | CreateEntity
  | UpdateEntity
  | DeleteEntity
  | CreateBalance
  | UpdateBalance
  | DeleteBalance
  | RecalculateBalances
  | Track
  | CheckAndTrack
  | CreateLock
  | FinalizeLock;

/** A command with the circumstances of its call. */
export interface Request<C extends Command = Command> {
  readonly command: C;
  /** The wall clock; a customer's test clock overrides it. */
  readonly now: number;
  readonly idempotencyKey: string | null;
  /** Decide and answer, but save nothing. */
  readonly dryRun: boolean;
  /** Who asks, for the ledger. */
  readonly actor: string;
}

/** Fields left undefined stay as they are. */
type Changes<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

export interface CreateFeature {
  readonly type: "createFeature";
  readonly feature: Feature;
}

export interface UpdateFeature {
  readonly type: "updateFeature";
  readonly featureId: string;
  readonly newFeatureId?: string | undefined;
  readonly changes: Changes<Omit<Feature, "featureId">>;
}

export interface DeleteFeature {
  readonly type: "deleteFeature";
  readonly featureId: string;
}

export interface CreateCustomer {
  readonly type: "createCustomer";
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly fingerprint: string | null;
  readonly metadata: Json;
  readonly billingControls: Changes<BillingControls>;
  readonly config: Changes<CustomerConfig>;
  readonly testClock: number | null;
}

export interface UpdateCustomer {
  readonly type: "updateCustomer";
  readonly customerId: string;
  readonly newCustomerId?: string | undefined;
  readonly name?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly fingerprint?: string | null | undefined;
  readonly stripeId?: string | null | undefined;
  readonly sendEmailReceipts?: boolean | undefined;
  /** Merged; a null deletes its key (K3). */
  readonly metadata?: Json | undefined;
  /** Each list given replaces that list (K4). */
  readonly billingControls?: Changes<BillingControls> | undefined;
  readonly config?: Changes<CustomerConfig> | undefined;
  readonly ifRevision?: number | undefined;
}

export interface DeleteCustomer {
  readonly type: "deleteCustomer";
  readonly customerId: string;
}

export interface AdvanceClock {
  readonly type: "advanceClock";
  readonly customerId: string;
  /** Calendar months and milliseconds to add; or the instant to go to. Exactly one of the two. */
  readonly by?: { readonly months: number; readonly milliseconds: number } | undefined;
  readonly to?: number | undefined;
}

/** Commits what has fallen due by now, and asks for nothing else: no caller sends it. */
export interface PassTime {
  readonly type: "passTime";
  readonly customerId: string;
}

export interface CreateEntity {
  readonly type: "createEntity";
  readonly customerId: string;
  readonly entityId: string | null;
  readonly featureId: string;
  readonly name: string | null;
  readonly billingControls: Changes<BillingControls>;
}

export interface UpdateEntity {
  readonly type: "updateEntity";
  readonly customerId: string;
  readonly entityId: string;
  readonly name?: string | null | undefined;
  readonly billingControls?: Changes<BillingControls> | undefined;
}

export interface DeleteEntity {
  readonly type: "deleteEntity";
  readonly customerId: string;
  readonly entityId: string;
}

export interface CreateBalance {
  readonly type: "createBalance";
  readonly customerId: string;
  readonly featureId: string;
  readonly entityId: string | null;
  /** The id of the grant to be, made by the caller of the engine. */
  readonly grantId: string;
  readonly balanceId: string | null;
  readonly includedGrant: Amount | null;
  readonly prepaidGrant: Amount | null;
  readonly unlimited: boolean;
  readonly reset: { readonly interval: Interval; readonly intervalCount: number } | null;
  readonly rollover: RolloverConfig | null;
  readonly expiresAt: number | null;
  readonly nextResetAt: number | null;
  readonly planId: string | null;
  readonly addOn: boolean;
  readonly overageAllowed: boolean;
  readonly maxPurchase: Amount | null;
  readonly price: Price | null;
  readonly perEntityFeatureId: string | null;
  /** State carried over from elsewhere; null starts full (M4). */
  readonly balance: Amount | null;
  readonly rollovers: readonly {
    readonly balance: Amount;
    readonly usage: Amount;
    readonly expiresAt: number | null;
  }[];
}

/** Which rows of a feature a command means: by id, by interval, or all that are in view (U3). */
export interface Selection {
  readonly entityId: string | null;
  readonly balanceId: string | null;
  readonly interval: Interval | null;
}

export interface UpdateBalance extends Selection {
  readonly type: "updateBalance";
  readonly customerId: string;
  readonly featureId: string;
  readonly remaining?: Amount | undefined;
  readonly addToBalance?: Amount | undefined;
  readonly usage?: Amount | undefined;
  readonly includedGrant?: Amount | undefined;
  readonly nextResetAt?: number | undefined;
  /** Null takes the expiry away (A13). */
  readonly expiresAt?: number | null | undefined;
  readonly ifRevision?: number | undefined;
}

export interface DeleteBalance extends Selection {
  readonly type: "deleteBalance";
  readonly customerId: string;
  /** Null: of every feature (X1). */
  readonly featureId: string | null;
  /** Must be true where neither a feature nor a balance is named: an input with a hole deletes nothing. */
  readonly all?: boolean | undefined;
  readonly recalculateBalances: boolean;
}

export interface RecalculateBalances {
  readonly type: "recalculateBalances";
  readonly customerId: string;
  readonly featureId: string;
  readonly entityId: string | null;
}

export type OverageBehavior = "cap" | "reject" | "overflow";

export interface Track {
  readonly type: "track";
  readonly customerId: string;
  /** Exactly one of featureId and eventName is set (T2). */
  readonly featureId: string | null;
  readonly eventName: string | null;
  readonly entityId: string | null;
  readonly value: Amount;
  readonly properties: Json | null;
  /** Dates the event only; null: now (T7). */
  readonly timestamp: number | null;
  readonly overageBehavior: OverageBehavior;
}

export interface CheckAndTrack {
  readonly type: "checkAndTrack";
  readonly customerId: string;
  readonly featureId: string;
  readonly entityId: string | null;
  readonly requiredBalance: Amount;
  readonly properties: Json | null;
}

export interface CreateLock {
  readonly type: "createLock";
  readonly customerId: string;
  readonly featureId: string;
  readonly entityId: string | null;
  readonly requiredBalance: Amount;
  readonly lockId: string;
  readonly expiresAt: number | null;
  readonly properties: Json | null;
}

export interface FinalizeLock {
  readonly type: "finalizeLock";
  /** Whose lock it is: found by the store, for callers name the lock alone. */
  readonly customerId: string;
  readonly lockId: string;
  readonly action: "confirm" | "release";
  /** What is to stand instead of the locked value; with confirm only (L3). */
  readonly overrideValue: Amount | null;
  /** Null: the lock's own (L9). */
  readonly properties: Json | null;
}

/** A question; it changes nothing and so is no command. */
export interface Check {
  readonly customerId: string;
  readonly featureId: string;
  readonly entityId: string | null;
  readonly requiredBalance: Amount;
  /** The event's, for usage limits that bind some events only; left out: none. */
  readonly properties?: Json | null;
}

/** Why a check was refused. */
export type DenialReason =
  | "NO_BALANCE"
  | "INSUFFICIENT_BALANCE"
  | "USAGE_LIMIT"
  | "SPEND_LIMIT"
  | "PURCHASE_LIMIT";

/** What each command answers beside the ledger as it then stands. */
export interface Results {
  readonly createFeature: FeatureAnswer;
  readonly updateFeature: FeatureAnswer;
  readonly deleteFeature: DeletedAnswer;
  readonly createCustomer: CustomerAnswer;
  readonly updateCustomer: CustomerAnswer;
  readonly deleteCustomer: DeletedAnswer;
  readonly advanceClock: CustomerAnswer;
  readonly passTime: CustomerAnswer;
  readonly createEntity: EntityAnswer;
  readonly updateEntity: EntityAnswer;
  readonly deleteEntity: DeletedAnswer;
  readonly createBalance: BalanceAnswer;
  readonly updateBalance: BalanceAnswer;
  readonly deleteBalance: BalanceAnswer;
  readonly recalculateBalances: BalanceAnswer;
  readonly track: TrackAnswer;
  readonly checkAndTrack: CheckAndTrackAnswer;
  readonly createLock: LockAnswer;
  readonly finalizeLock: LockAnswer;
}

export type ResultOf<C extends Command> = Results[C["type"]];

export interface FeatureAnswer {
  readonly feature: Feature;
}

export interface DeletedAnswer {
  readonly deletedId: string;
}

export type CustomerAnswer = Record<never, never>;

export interface EntityAnswer {
  readonly entityId: string;
}

export interface BalanceAnswer {
  /** Whose balance to show; null where the command named no feature. */
  readonly featureId: string | null;
  readonly entityId: string | null;
}

export interface TrackAnswer {
  /** As requested, also where less fitted (W5). */
  readonly value: Amount;
  /** The feature whose balance answers (S2). */
  readonly balanceFeatureId: string | null;
  /** Every relevant feature, where there are two or more (S3). */
  readonly balanceFeatureIds: readonly string[];
  readonly deductions: readonly Deduction[];
}

export interface CheckAnswer {
  readonly allowed: boolean;
  /** In the units of the balance shown: credits where a credit system pays (C4). */
  readonly requiredBalance: Amount;
  readonly balanceFeatureId: string | null;
  /** The boolean feature that is owned; null for every other. */
  readonly flagFeatureId: string | null;
  readonly reason: DenialReason | null;
  readonly explanation: string;
}

/** What a check that takes nothing answers. */
export interface Checked extends CheckAnswer {
  /** The most that would be allowed now, in units of the feature asked for. Null: without end. */
  readonly available: Amount | null;
}

export interface CheckAndTrackAnswer extends CheckAnswer {
  readonly deductions: readonly Deduction[];
}

export interface LockAnswer extends CheckAndTrackAnswer {
  /** As it then stands; null where it was not allowed. */
  readonly lock: Lock | null;
  readonly entityId: string | null;
}
