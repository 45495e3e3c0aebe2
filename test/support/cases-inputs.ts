/** What each operation of a case takes. Strict, so that no key is silently ignored. */
import { z } from "zod";

export const text = z.string();
const interval = z.enum([
  "one_off",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "quarter",
  "semi_annual",
  "year",
]);
export const reset = z.strictObject({
  interval,
  intervalCount: z.int().optional(),
  resetsAt: text.optional(),
});
export const rollover = z.strictObject({
  max: z.number().nullable().optional(),
  maxPercentage: z.number().optional(),
  duration: z.enum(["month", "forever"]),
  length: z.int(),
});

export const feature = z.strictObject({
  id: text,
  type: z.enum(["boolean", "metered", "credit_system"]),
  consumable: z.boolean().optional(),
  eventNames: z.array(text).optional(),
  creditSchema: z
    .array(z.strictObject({ meteredFeatureId: text, creditCost: z.number() }))
    .optional(),
});

const controls = z.strictObject({
  usageLimits: z
    .array(
      z.strictObject({
        featureId: text,
        enabled: z.boolean().optional(),
        limit: z.number(),
        interval: z.enum(["day", "week", "month", "year"]),
      }),
    )
    .optional(),
  spendLimits: z
    .array(
      z.strictObject({
        featureId: text,
        enabled: z.boolean(),
        overageLimit: z.number(),
        limitType: z.enum(["absolute", "usage_percentage"]).optional(),
      }),
    )
    .optional(),
  overageAllowed: z.array(z.strictObject({ featureId: text, enabled: z.boolean() })).optional(),
  autoTopups: z
    .array(
      z.strictObject({
        featureId: text,
        enabled: z.boolean(),
        threshold: z.number(),
        quantity: z.number(),
      }),
    )
    .optional(),
});

const ofFeature = { featureId: text, entityId: text.optional() };

const track = z.strictObject({
  featureId: text.optional(),
  eventName: text.optional(),
  entityId: text.optional(),
  value: z.number().optional(),
  timestamp: text.optional(),
  overageBehavior: z.enum(["cap", "reject", "overflow"]).optional(),
  idempotencyKey: text.optional(),
});

export const INPUTS = {
  track,
  check: z.strictObject({
    ...ofFeature,
    requiredBalance: z.number().optional(),
    sendEvent: z.boolean().optional(),
    lock: z.strictObject({ lockId: text, expiresAt: text.optional() }).optional(),
  }),
  finalizeLock: z.strictObject({
    lockId: text,
    action: z.enum(["confirm", "release"]),
    overrideValue: z.number().optional(),
  }),
  balance: z.strictObject(ofFeature),
  updateBalance: z.strictObject({
    ...ofFeature,
    balanceId: text.optional(),
    interval: interval.optional(),
    remaining: z.number().optional(),
    addToBalance: z.number().optional(),
    usage: z.number().optional(),
    includedGrant: z.number().optional(),
    nextResetAt: text.optional(),
    expiresAt: text.optional(),
  }),
  createBalance: z.strictObject({
    ...ofFeature,
    customerId: text.optional(),
    includedGrant: z.number().optional(),
    balanceId: text.optional(),
    reset: reset.optional(),
    nextResetAt: text.optional(),
    expiresAt: text.optional(),
  }),
  deleteBalance: z.strictObject({
    featureId: text.optional(),
    balanceId: text.optional(),
    recalculateBalances: z.boolean().optional(),
  }),
  recalculateBalances: z.strictObject(ofFeature),
  updateCustomer: z.strictObject({
    customerId: text.optional(),
    newCustomerId: text.nullable().optional(),
    name: text.optional(),
    config: z
      .strictObject({
        disablePooledBalance: z.boolean().optional(),
        disableOverageBilling: z.boolean().optional(),
      })
      .optional(),
    billingControls: controls.optional(),
  }),
  updateEntity: z.strictObject({ entityId: text, billingControls: controls }),
  createEntity: z.strictObject({ entityId: text, featureId: text }),
  deleteEntity: z.strictObject({ entityId: text }),
  createFeature: feature,
  batchTrack: z.strictObject({ items: z.array(track) }),
  usageLimits: z.strictObject({ entityId: text.optional() }),
  advanceTime: z.union([
    z.strictObject({ by: z.strictObject({ days: z.int() }) }),
    z.strictObject({ to: text }),
  ]),
};

export type FeatureSetup = z.infer<typeof feature>;
export type Controls = z.infer<typeof controls>;
