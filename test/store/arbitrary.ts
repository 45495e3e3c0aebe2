import fc from "fast-check";
import type { BillingControls, Customer, Entity } from "../../src/engine/customer.ts";
import type {
  Departed,
  Entry,
  Grant,
  Ledger,
  Price,
  Rollover,
  Slice,
} from "../../src/engine/ledger.ts";
import { parsePercentage } from "../../src/engine/percentage.ts";
import { counter, deduction, locks } from "./arbitrary-locks.ts";
import {
  amountOrNull,
  anyAmount,
  anyJson,
  count,
  instant,
  instantOrNull,
  interval,
  some,
  text,
  textOrNull,
  unique,
} from "./arbitrary-parts.ts";

const scalar = fc.oneof(text, fc.boolean(), fc.integer());
const named = fc.dictionary(text, scalar, { minKeys: 1, maxKeys: 4 });

const percentage = fc
  .double({ min: 0, max: 100, noNaN: true })
  .map((percent) => parsePercentage(String(percent)));

const thresholdType = fc.constantFrom(
  "usage",
  "usage_percentage",
  "remaining",
  "remaining_percentage",
);

const controls: fc.Arbitrary<BillingControls> = fc.record({
  usageLimits: some({
    featureId: text,
    enabled: fc.boolean(),
    limit: anyAmount,
    interval: fc.constantFrom("day", "week", "month", "year"),
    anchor: fc.constantFrom("billing_cycle", "utc"),
    filter: fc.option(fc.record({ properties: named })),
  }),
  spendLimits: some({
    featureId: textOrNull,
    enabled: fc.boolean(),
    overageLimit: amountOrNull,
    limitType: fc.constantFrom("absolute", "usage_percentage"),
    skipOverageBilling: fc.boolean(),
  }),
  overageAllowed: some({ featureId: text, enabled: fc.boolean() }),
  usageAlerts: some({
    featureId: textOrNull,
    enabled: fc.boolean(),
    threshold: anyAmount,
    thresholdType,
    name: textOrNull,
  }),
  autoTopups: some({
    featureId: text,
    enabled: fc.boolean(),
    threshold: anyAmount,
    quantity: anyAmount,
  }),
});

const customer: fc.Arbitrary<Customer> = fc.record({
  customerId: fc.constant("cus"),
  name: textOrNull,
  email: textOrNull,
  fingerprint: textOrNull,
  stripeId: textOrNull,
  metadata: anyJson,
  sendEmailReceipts: fc.boolean(),
  createdAt: instant,
  testClock: instantOrNull,
  revision: count,
  billingControls: controls,
  config: fc.record({ disablePooledBalance: fc.boolean(), disableOverageBilling: fc.boolean() }),
});

const entity: fc.Arbitrary<Entity> = fc.record({
  entityId: text,
  featureId: text,
  name: textOrNull,
  createdAt: instant,
  billingControls: controls,
});

const price: fc.Arbitrary<Price> = fc.record({
  amount: amountOrNull,
  tiers: fc.option(some({ to: amountOrNull, amount: anyAmount, flatAmount: amountOrNull })),
  tierBehavior: fc.option(fc.constantFrom("graduated", "volume")),
  billingUnits: anyAmount,
  billingMethod: fc.constantFrom("prepaid", "usage_based"),
});

const slice: fc.Arbitrary<Slice> = fc.record({
  entityId: textOrNull,
  balance: anyAmount,
  adjustment: anyAmount,
});

const rollover: fc.Arbitrary<Rollover> = fc.record({
  rolloverId: text,
  entityId: textOrNull,
  balance: anyAmount,
  usage: anyAmount,
  expiresAt: instantOrNull,
});

const departed: fc.Arbitrary<Departed> = fc.record({
  entityId: text,
  balance: anyAmount,
  adjustment: anyAmount,
  rollovers: fc.array(rollover, { maxLength: 2 }),
});

const grant: fc.Arbitrary<Grant> = fc.record({
  grantId: fc.constantFrom("g1", "g2", "g3", "g4", "g5"),
  externalId: textOrNull,
  featureId: text,
  entityId: textOrNull,
  perEntityFeatureId: textOrNull,
  planId: textOrNull,
  addOn: fc.boolean(),
  allowance: anyAmount,
  prepaid: anyAmount,
  unlimited: fc.boolean(),
  overageAllowed: fc.boolean(),
  maxPurchase: amountOrNull,
  interval: fc.option(interval),
  intervalCount: count,
  nextResetAt: instantOrNull,
  originAt: instant,
  expiresAt: instantOrNull,
  rollover: fc.option(
    fc.record({
      max: amountOrNull,
      maxPercentage: fc.oneof(fc.constant(null), percentage),
      duration: fc.constantFrom("month", "forever"),
      length: count,
    }),
  ),
  price: fc.option(price),
  createdAt: instant,
  resetAt: instantOrNull,
  departed: unique(departed, ({ entityId }) => entityId),
  slices: unique(slice, ({ entityId }) => entityId ?? ""),
  rollovers: unique(rollover, ({ rolloverId, entityId }) => `${rolloverId} ${entityId ?? ""}`),
});

/** Ledgers of one customer, whether or not an engine would make them: all that a store must keep. */
export const anyLedger: fc.Arbitrary<Ledger> = fc
  .record({
    customer,
    entities: unique(entity, ({ entityId }) => entityId),
    grants: unique(grant, ({ grantId }) => grantId),
    locks,
    counters: unique(counter, ({ key }) => key),
    revisions: fc.dictionary(fc.constantFrom("api", "seats", "credits"), count),
    seq: count,
  })
  .map((ledger) => ({ ...ledger, revisions: { ...ledger.revisions } }));

const totals = fc.record({ granted: anyAmount, remaining: anyAmount, usage: anyAmount });

export const anyEntry: fc.Arbitrary<Entry> = fc.record({
  seq: fc.integer({ min: 1, max: 1_000_000 }),
  kind: fc.constantFrom("TRACK", "CHECK", "UPDATE", "RESET", "RECALCULATE"),
  at: instant,
  timestamp: instant,
  featureId: textOrNull,
  entityId: textOrNull,
  eventName: textOrNull,
  value: anyAmount,
  deductions: fc.array(deduction, { maxLength: 4 }),
  before: fc.option(totals),
  after: fc.option(totals),
  crossings: some({
    kind: fc.constantFrom("USAGE_ALERT", "AUTO_TOPUP"),
    featureId: text,
    entityId: textOrNull,
    threshold: anyAmount,
    thresholdType,
    name: textOrNull,
    quantity: amountOrNull,
  }),
  properties: fc.option(anyJson),
  idempotencyKey: textOrNull,
  actor: text,
});
