/** The words that the demo's scripts are written in. */
import { amount } from "../engine/amount.ts";
import type { CreateBalance, CustomerCommand, Track } from "../engine/command.ts";
import { type BillingControls, NO_CONTROLS } from "../engine/customer.ts";
import type { Json } from "../engine/feature.ts";
import type { RolloverConfig } from "../engine/ledger.ts";

/** What happens to a customer, once it is known which. */
export type Step = (customerId: string, start: number) => CustomerCommand;

/** A step and how many days before the start of the gateway it happened. */
export type Scene = readonly [daysAgo: number, step: Step];

export const DAY = 24 * 60 * 60_000;

export interface Plan extends Partial<Pick<CreateBalance, "unlimited" | "reset" | "price">> {
  readonly planId?: string;
  readonly addOn?: boolean;
  readonly included?: number;
  readonly rollover?: RolloverConfig;
  readonly expiresInDays?: number;
  readonly maxPurchase?: number;
  readonly perEntityFeatureId?: string;
  readonly overageAllowed?: boolean;
}

export const MONTHLY = { interval: "month", intervalCount: 1 } as const;
export const DAILY = { interval: "day", intervalCount: 1 } as const;

/** Up to `max` units left at a reset live on for so many months. */
export function rollover(max: number, months: number): RolloverConfig {
  return { max: amount(max), maxPercentage: null, duration: "month", length: months };
}

/** A source of balance. Its id is its own name, so that the demo reads the same at every start. */
export function grant(balanceId: string, featureId: string, plan: Plan = {}): Step {
  return (customerId, start) => ({
    type: "createBalance",
    customerId,
    featureId,
    entityId: null,
    grantId: `${customerId}.${balanceId}`,
    balanceId,
    includedGrant: plan.included === undefined ? null : amount(plan.included),
    prepaidGrant: null,
    unlimited: plan.unlimited ?? false,
    reset: plan.reset ?? null,
    rollover: plan.rollover ?? null,
    expiresAt: plan.expiresInDays === undefined ? null : start + plan.expiresInDays * DAY,
    nextResetAt: null,
    planId: plan.planId ?? null,
    addOn: plan.addOn ?? false,
    overageAllowed: plan.overageAllowed ?? false,
    maxPurchase: plan.maxPurchase === undefined ? null : amount(plan.maxPurchase),
    price: plan.price ?? null,
    perEntityFeatureId: plan.perEntityFeatureId ?? null,
    balance: null,
    rollovers: [],
  });
}

/** Usage; of an entity where one is named. */
export function use(
  value: number,
  featureId: string,
  of: { readonly entityId?: string; readonly properties?: Json } = {},
): Step {
  return (customerId): Track => ({
    type: "track",
    customerId,
    featureId,
    eventName: null,
    entityId: of.entityId ?? null,
    value: amount(value),
    properties: of.properties ?? null,
    timestamp: null,
    overageBehavior: "cap",
  });
}

/** A seat taken. */
export function join(entityId: string, name: string): Step {
  return (customerId) => ({
    type: "createEntity",
    customerId,
    entityId,
    featureId: "seats",
    name,
    billingControls: NO_CONTROLS,
  });
}

/** An addition by hand, as support staff would make it. */
export function credit(value: number, featureId: string): Step {
  return (customerId) => ({
    type: "updateBalance",
    customerId,
    featureId,
    entityId: null,
    balanceId: null,
    interval: null,
    addToBalance: amount(value),
  });
}

export function control(billingControls: Partial<BillingControls>): Step {
  return (customerId) => ({ type: "updateCustomer", customerId, billingControls });
}
