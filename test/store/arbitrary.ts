import fc from "fast-check";
import type { Amount } from "../../src/engine/amount.ts";
import type { BillingControls, Customer, Entity } from "../../src/engine/customer.ts";
import type { Json } from "../../src/engine/feature.ts";
import type {
  Deduction,
  Entry,
  Grant,
  Ledger,
  Price,
  Rollover,
  Slice,
} from "../../src/engine/ledger.ts";

const LIMIT = 10n ** 28n - 1n;

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const textOrNull = fc.option(text);
const instant = fc.integer({ min: 0, max: 253402300799999 });
const instantOrNull = fc.option(instant);
const count = fc.integer({ min: 0, max: 1000 });
const interval = fc.constantFrom("one_off", "minute", "month", "semi_annual", "year");

/** Every size and sign that may be stored. */
export const anyAmount: fc.Arbitrary<Amount> = fc
  .oneof(fc.bigInt({ min: -LIMIT, max: LIMIT }), fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }))
  .map((value) => value as Amount);

const amountOrNull = fc.option(anyAmount);

export const anyJson: fc.Arbitrary<Json> = fc
  .dictionary(text, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 })
  .map((value): Json => JSON.parse(JSON.stringify(value)));

const controls: fc.Arbitrary<BillingControls> = fc.record({
  usageLimits: some({
    featureId: text,
    enabled: fc.boolean(),
    limit: anyAmount,
    interval: fc.constantFrom("day", "week", "month", "year"),
    anchor: fc.constantFrom("billing_cycle", "utc"),
    filter: fc.option(anyJson),
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
    thresholdType: fc.constantFrom("usage", "usage_percentage", "remaining"),
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
  anchorDay: count,
  expiresAt: instantOrNull,
  rollover: fc.option(
    fc.record({
      max: amountOrNull,
      maxPercentage: amountOrNull,
      duration: fc.constantFrom("month", "forever"),
      length: count,
    }),
  ),
  price: fc.option(price),
  createdAt: instant,
  slices: unique(slice, ({ entityId }) => entityId ?? ""),
  rollovers: unique(rollover, ({ rolloverId, entityId }) => `${rolloverId} ${entityId ?? ""}`),
});

/** Ledgers of one customer, whether or not an engine would make them: all that a store must keep. */
export const anyLedger: fc.Arbitrary<Ledger> = fc
  .record({
    customer,
    entities: unique(entity, ({ entityId }) => entityId),
    grants: unique(grant, ({ grantId }) => grantId),
    revisions: fc.dictionary(fc.constantFrom("api", "seats", "credits"), count),
    seq: count,
  })
  .map((ledger) => ({ ...ledger, revisions: { ...ledger.revisions } }));

const deduction: fc.Arbitrary<Deduction> = fc.record({
  balanceId: text,
  rolloverId: textOrNull,
  featureId: text,
  planId: textOrNull,
  entityId: textOrNull,
  interval: fc.option(interval),
  intervalCount: count,
  resetsAt: instantOrNull,
  value: anyAmount,
});

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
  properties: fc.option(anyJson),
  idempotencyKey: textOrNull,
  actor: text,
});

function some<T>(model: { readonly [Key in keyof T]: fc.Arbitrary<T[Key]> }) {
  return fc.array(fc.record<T>(model), { maxLength: 2 });
}

function unique<T>(arbitrary: fc.Arbitrary<T>, selector: (item: T) => string) {
  return fc.uniqueArray(arbitrary, { maxLength: 5, selector });
}
