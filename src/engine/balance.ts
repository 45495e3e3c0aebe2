/** The nouns that are shown: what `derive.ts` makes of a ledger. */
import type { Amount } from "./amount.ts";
import type { Price } from "./ledger.ts";
import type { Interval } from "./period.ts";

/** What one customer, or entity, has of one feature (B1 to B9). */
export interface Balance extends BalanceTotals, BalanceParts {}

/** What its sources come to. */
export interface BalanceTotals {
  readonly customerId: string;
  readonly entityId: string | null;
  readonly featureId: string;
  readonly granted: Amount;
  readonly remaining: Amount;
  readonly usage: Amount;
  readonly overage: Amount;
  readonly held: Amount;
  readonly unlimited: boolean;
  readonly overageAllowed: boolean;
  readonly maxPurchase: Amount | null;
  readonly nextResetAt: number | null;
  readonly revision: number;
}

/** Its sources one by one. */
export interface BalanceParts {
  readonly breakdown: readonly Breakdown[];
  readonly rollovers: readonly RolloverShown[];
}

/** One grant as shown (B20 to B24). */
export interface Breakdown {
  readonly customerId: string;
  readonly viewEntityId: string | null;
  readonly grantId: string;
  readonly balanceId: string;
  readonly featureId: string;
  readonly planId: string | null;
  readonly entityId: string | null;
  readonly includedGrant: Amount;
  readonly prepaidGrant: Amount;
  readonly remaining: Amount;
  readonly usage: Amount;
  readonly overage: Amount;
  readonly unlimited: boolean;
  readonly reset: ResetShown | null;
  readonly price: (Price & { readonly maxPurchase: Amount | null }) | null;
  readonly expiresAt: number | null;
}

export interface ResetShown {
  readonly interval: Interval;
  readonly intervalCount: number;
  readonly resetsAt: number | null;
}

/** One rollover as shown; of a per-entity grant, the sum over the entities in view (B30 to B32). */
export interface RolloverShown {
  readonly customerId: string;
  readonly viewEntityId: string | null;
  readonly rolloverId: string;
  readonly balanceId: string;
  readonly featureId: string;
  readonly granted: Amount;
  readonly balance: Amount;
  readonly usage: Amount;
  readonly expiresAt: number | null;
}

/** A boolean feature that is owned (B41). */
export interface Flag {
  readonly customerId: string;
  readonly entityId: string | null;
  readonly featureId: string;
  readonly grantId: string;
  readonly planId: string | null;
  readonly expiresAt: number | null;
}
