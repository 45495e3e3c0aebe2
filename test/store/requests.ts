import { amount } from "../../src/engine/amount.ts";
import type {
  Command,
  CreateBalance,
  CreateCustomer,
  CreateFeature,
  Request,
  Track,
} from "../../src/engine/command.ts";
import type { Feature } from "../../src/engine/feature.ts";
import type { CustomerQuery, EntryQuery } from "../../src/store/port.ts";
import { feature } from "../support/engine.ts";

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

export function customerOf(
  customerId: string,
  given: Partial<CreateCustomer> = {},
): CreateCustomer {
  return {
    type: "createCustomer",
    customerId,
    name: null,
    email: null,
    fingerprint: null,
    metadata: {},
    billingControls: {},
    config: {},
    testClock: null,
    ...given,
  };
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
    limit: 100,
    after: null,
    before: null,
    fromEnd: false,
    ...given,
  };
}
