/** The format of cases/public.json. Strict, so that no key of a case is silently ignored. */
import { z } from "zod";
import { INPUTS } from "./cases-inputs.ts";
import { feature, figure, moment, price, reset, rollover, rollovers, text } from "./cases-parts.ts";

const grant = z.strictObject({
  key: text,
  featureId: text,
  includedGrant: figure.optional(),
  prepaidGrant: figure,
  unlimited: z.literal(true).optional(),
  planId: text.nullable(),
  addOn: z.boolean().optional(),
  reset: reset.nullable(),
  rollover: rollover.optional(),
  rollovers: rollovers.optional(),
  overageAllowed: z.boolean().optional(),
  maxPurchase: figure.optional(),
  paid: z.boolean().optional(),
  price: price.optional(),
  entityId: text.optional(),
  perEntity: text.optional(),
  balanceId: text.optional(),
  balance: figure.optional(),
  expiresAt: moment.optional(),
});

const expectation = z.record(z.string(), z.json()).nullable();

function action<Op extends keyof typeof INPUTS>(op: Op) {
  return z.strictObject({
    op: z.literal(op),
    input: INPUTS[op],
    expect: expectation.optional(),
    derived: z.boolean().optional(),
    times: z.int().positive().optional(),
  });
}

const actions = z.discriminatedUnion("op", [
  action("track"),
  action("check"),
  action("finalizeLock"),
  action("balance"),
  action("updateBalance"),
  action("createBalance"),
  action("deleteBalance"),
  action("recalculateBalances"),
  action("updateCustomer"),
  action("updateEntity"),
  action("createEntity"),
  action("deleteEntity"),
  action("createFeature"),
  action("deleteFeature"),
  action("batchTrack"),
  action("usageLimits"),
  action("crossings"),
  action("advanceTime"),
]);

const concurrent = z.strictObject({
  op: z.literal("concurrent"),
  input: z.strictObject({ ops: z.array(actions) }),
  expect: expectation,
});

export const caseFormat = z.strictObject({
  id: text,
  area: text,
  rule: text.optional(),
  title: text,
  source: z.json(),
  confidence: z.json(),
  notes: text.optional(),
  now: text,
  setup: z.strictObject({
    customer: z.strictObject({ id: text, otherCustomerIds: z.array(text).optional() }),
    features: z.array(feature),
    entities: z.array(z.strictObject({ id: text, featureId: text })),
    balances: z.array(grant),
    org: z.strictObject({ persistFreeOverage: z.boolean() }).optional(),
  }),
  steps: z.array(z.union([actions, concurrent])),
});

export type Case = z.infer<typeof caseFormat>;
export type GrantSetup = z.infer<typeof grant>;
/** One call of one operation. */
export type Action = z.infer<typeof actions>;
/** Actions of which all are under way at once. */
export type Concurrent = z.infer<typeof concurrent>;
export type Step = Case["steps"][number];
export type Expectation = z.infer<typeof expectation>;
