import type { Amount } from "./amount.ts";
import type { Json } from "./feature.ts";

/** Who holds balances. Amounts are not here: they stand in the ledger's grants. */
export interface Customer {
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly fingerprint: string | null;
  readonly stripeId: string | null;
  readonly metadata: Json;
  readonly sendEmailReceipts: boolean;
  readonly createdAt: number;
  /** The frozen now of a sandbox customer; null where time passes by itself. */
  readonly testClock: number | null;
  /** Rises by one with each change of the customer itself. */
  readonly revision: number;
  readonly billingControls: BillingControls;
  readonly config: CustomerConfig;
}

/** A sub-customer: a seat, a workspace, a project (B42). */
export interface Entity {
  readonly entityId: string;
  readonly featureId: string;
  readonly name: string | null;
  readonly createdAt: number;
  readonly billingControls: BillingControls;
}

export interface CustomerConfig {
  /** Takes the customer's plain rows out of the entities' views (V3). */
  readonly disablePooledBalance: boolean;
  readonly disableOverageBilling: boolean;
}

/** Limits and permissions set by hand, for a customer or one entity (K4). */
export interface BillingControls {
  readonly usageLimits: readonly UsageLimit[];
  readonly spendLimits: readonly SpendLimit[];
  readonly overageAllowed: readonly OverageControl[];
  readonly usageAlerts: readonly UsageAlert[];
  readonly autoTopups: readonly AutoTopup[];
}

export type LimitInterval = "day" | "week" | "month" | "year";

export interface UsageLimit {
  readonly featureId: string;
  readonly enabled: boolean;
  readonly limit: Amount;
  readonly interval: LimitInterval;
  readonly anchor: "billing_cycle" | "utc";
  readonly filter: Json | null;
}

export interface SpendLimit {
  /** Null: stored and answered, but limits no feature. */
  readonly featureId: string | null;
  readonly enabled: boolean;
  readonly overageLimit: Amount | null;
  readonly limitType: "absolute" | "usage_percentage";
  readonly skipOverageBilling: boolean;
}

export interface OverageControl {
  readonly featureId: string;
  readonly enabled: boolean;
}

export interface UsageAlert {
  readonly featureId: string | null;
  readonly enabled: boolean;
  readonly threshold: Amount;
  readonly thresholdType: "usage" | "usage_percentage" | "remaining" | "remaining_percentage";
  readonly name: string | null;
}

export interface AutoTopup {
  readonly featureId: string;
  readonly enabled: boolean;
  readonly threshold: Amount;
  readonly quantity: Amount;
}

export const NO_CONTROLS: BillingControls = {
  usageLimits: [],
  spendLimits: [],
  overageAllowed: [],
  usageAlerts: [],
  autoTopups: [],
};
