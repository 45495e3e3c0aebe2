/** Grants and locks with as many parts as are worth being remembered, and which of them are looked at. */
import { amount, ZERO } from "../../src/engine/amount.ts";
import { NO_CONTROLS } from "../../src/engine/customer.ts";
import type { Grant, Ledger, Lock, Rollover, Slice, Taken } from "../../src/engine/ledger.ts";
import { START } from "./engine.ts";

export const SLICE: Slice = { entityId: null, balance: amount("90"), adjustment: ZERO };

/** 100 messages, of which 90 are left. */
export const GRANT: Grant = {
  grantId: "g1",
  externalId: null,
  featureId: "messages",
  entityId: null,
  perEntityFeatureId: null,
  planId: null,
  addOn: false,
  allowance: amount("100"),
  prepaid: ZERO,
  unlimited: false,
  overageAllowed: false,
  maxPurchase: null,
  interval: "one_off",
  intervalCount: 1,
  nextResetAt: null,
  originAt: START,
  expiresAt: null,
  rollover: null,
  price: null,
  createdAt: START,
  resetAt: null,
  departed: [],
  slices: [SLICE],
  rollovers: [],
};

export const TAKEN: Taken = {
  grantId: "g1",
  featureId: "messages",
  entityId: null,
  rolloverId: null,
  cost: amount("1"),
  value: amount("10"),
  nextResetAt: null,
  isLost: false,
};

/** Holds 10 of them. */
export const LOCK: Lock = {
  seq: 2,
  lockId: "lock",
  featureId: "messages",
  entityId: null,
  value: amount("10"),
  status: "HELD",
  createdAt: START,
  expiresAt: null,
  deductions: [],
  receipt: [TAKEN],
  counted: [],
  properties: null,
};

export const LEDGER: Ledger = {
  customer: {
    customerId: "cus",
    name: null,
    email: null,
    fingerprint: null,
    stripeId: null,
    metadata: {},
    sendEmailReceipts: false,
    createdAt: START,
    testClock: null,
    revision: 0,
    billingControls: NO_CONTROLS,
    config: { disablePooledBalance: false, disableOverageBilling: false },
  },
  entities: [],
  grants: [GRANT],
  locks: [LOCK],
  counters: [],
  revisions: {},
  seq: 2,
};

/** So many of them, each made for its place. */
export function several<T>(count: number, one: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => one(index));
}

/** The slices of as many entities, each with 60 left. */
export function slices(count: number): Slice[] {
  const zero = amount("0");
  return several(count, (index) => ({
    entityId: `e${index}`,
    balance: amount("60"),
    adjustment: zero,
  }));
}

/** Each with 2 left of 3. */
export function rollovers(count: number): Rollover[] {
  const [balance, usage] = [amount("2"), amount("1")];
  const one = { balance, usage, entityId: null, expiresAt: null };
  return several(count, (index) => ({ ...one, rolloverId: `r${index}` }));
}

/** The same, and whether a look at something reads this property of it. */
export function watched<T extends object, K extends keyof T>(item: T, key: K) {
  let count = 0;
  const get = () => {
    count += 1;
    return item[key];
  };
  const seen = Object.defineProperty({ ...item }, key, { get, enumerable: true });
  const reads = (look: () => unknown): boolean => {
    count = 0;
    look();
    return count > 0;
  };
  return { seen, reads };
}
