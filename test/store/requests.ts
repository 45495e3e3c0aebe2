import { amount } from "../../src/engine/amount.ts";
import type {
  Command,
  CreateBalance,
  CreateFeature,
  CreateLock,
  FinalizeLock,
  Request,
  Track,
  UpdateCustomer,
} from "../../src/engine/command.ts";
import type { Feature } from "../../src/engine/feature.ts";
import type {
  BatchItem,
  BatchRequest,
  CustomerQuery,
  EntryQuery,
  LockQuery,
} from "../../src/store/port.ts";
import { feature } from "../support/engine.ts";

export { customerOf } from "../support/commands.ts";

export const NOON = Date.UTC(2026, 0, 15, 12);

export function asked<C extends Command>(
  command: C,
  given: Partial<Omit<Request, "command">> = {},
): Request<C> {
  return { command, now: NOON, idempotencyKey: null, dryRun: false, actor: "spec", ...given };
}

export function featureOf(featureId: string, given: Partial<Feature> = {}): CreateFeature {
  return { type: "createFeature", feature: feature(featureId, given) };
}

export function grantOf(
  customerId: string,
  grantId: string,
  given: Partial<CreateBalance> = {},
): CreateBalance {
  return {
    type: "createBalance",
    customerId,
    featureId: "messages",
    entityId: null,
    grantId,
    balanceId: null,
    includedGrant: given.unlimited ? null : amount("100"),
    prepaidGrant: null,
    unlimited: false,
    reset: null,
    rollover: null,
    expiresAt: null,
    nextResetAt: null,
    planId: null,
    addOn: false,
    overageAllowed: false,
    maxPurchase: null,
    price: null,
    perEntityFeatureId: null,
    balance: null,
    rollovers: [],
    ...given,
  };
}

export function trackOf(customerId: string, value: string, given: Partial<Track> = {}): Track {
  return {
    type: "track",
    customerId,
    featureId: "messages",
    eventName: null,
    entityId: null,
    value: amount(value),
    properties: null,
    timestamp: null,
    overageBehavior: "cap",
    ...given,
  };
}

export function customersQuery(
  given: Partial<Omit<CustomerQuery, "filter">> & Partial<CustomerQuery["filter"]> = {},
): CustomerQuery {
  const { customerIds = null, search = null, featureId = null, ...window } = given;
  const filter = { customerIds, search, featureId };
  return { limit: 100, after: null, before: null, fromEnd: false, ...window, filter };
}

export function entriesQuery(customerId: string, given: Partial<EntryQuery> = {}): EntryQuery {
  return {
    customerId,
    featureId: null,
    entityId: null,
    kind: null,
    from: null,
    to: null,
    upTo: null,
    limit: 100,
    after: null,
    before: null,
    fromEnd: false,
    ...given,
  };
}

export function lockOf(
  customerId: string,
  lockId: string,
  value: string,
  given: Partial<CreateLock> = {},
): CreateLock {
  return {
    type: "createLock",
    customerId,
    featureId: "messages",
    entityId: null,
    requiredBalance: amount(value),
    lockId,
    expiresAt: null,
    properties: null,
    ...given,
  };
}

/** As callers ask for it, who do not name the customer. */
export function finalOf(
  lockId: string,
  action: FinalizeLock["action"],
  overrideValue: string | null = null,
): FinalizeLock {
  return {
    type: "finalizeLock",
    customerId: "",
    lockId,
    action,
    overrideValue: overrideValue === null ? null : amount(overrideValue),
    properties: null,
  };
}

export function locksQuery(customerId: string, given: Partial<LockQuery> = {}): LockQuery {
  const window = { limit: 100, after: null, before: null, fromEnd: false };
  return { customerId, status: null, seq: null, takenBefore: null, ...window, ...given };
}

export function batchOf(
  items: readonly (Track | BatchItem)[],
  given: Partial<Omit<BatchRequest, "items">> = {},
): BatchRequest {
  const circumstances = { now: NOON, idempotencyKey: null, dryRun: false, actor: "spec", ...given };
  const keyed = items.map((item) =>
    "command" in item ? item : { command: item, idempotencyKey: null },
  );
  return { items: keyed, ...circumstances };
}

/** Caps messages by the day. */
export function limitOf(customerId: string, limit: string): UpdateCustomer {
  const cap = { featureId: "messages", enabled: true, limit: amount(limit), filter: null } as const;
  const usageLimits = [{ ...cap, interval: "day", anchor: "utc" }] as const;
  return { type: "updateCustomer", customerId, billingControls: { usageLimits } };
}
