/** What the inputs of a case are made of. Strict, so that no key is silently ignored. */
import { z } from "zod";

export const text = z.string();
/** An amount or a count as a caller sends it; what is no amount too. */
export const figure = z.union([z.number(), z.string()]);
/** An instant as a caller sends it: ISO text or Unix milliseconds; what is no instant too. */
export const moment = z.union([z.string(), z.number()]);
/** An amount that may be left out, and that a case may send as null. */
export const maybe = figure.nullable().optional();
export const json = z.record(z.string(), z.json());
export const interval = z.enum([
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
  resetsAt: moment.optional(),
});
export const rollover = z.strictObject({
  max: maybe,
  maxPercentage: z.number().nullable().optional(),
  duration: z.enum(["month", "forever"]),
  length: z.int(),
});
export const rollovers = z.array(
  z.strictObject({
    balance: figure,
    usage: figure.optional(),
    expiresAt: moment.nullable().optional(),
  }),
);
export const price = z.strictObject({
  amount: maybe,
  tiers: z
    .array(z.strictObject({ to: maybe, amount: figure, flatAmount: maybe }))
    .nullable()
    .optional(),
  tierBehavior: z.enum(["graduated", "volume"]).nullable().optional(),
  billingUnits: maybe,
  billingMethod: z.enum(["prepaid", "usage_based"]),
});

export const feature = z.strictObject({
  id: text,
  type: z.enum(["boolean", "metered", "credit_system"]),
  consumable: z.boolean().optional(),
  eventNames: z.array(text).optional(),
  creditSchema: z.array(z.strictObject({ meteredFeatureId: text, creditCost: figure })).optional(),
});

const enabled = z.boolean().optional();
export const controls = z.strictObject({
  usageLimits: z
    .array(
      z.strictObject({
        featureId: text,
        enabled,
        limit: figure,
        interval: z.enum(["day", "week", "month", "year"]),
        anchor: z.enum(["billing_cycle", "utc"]).optional(),
        filter: json.nullable().optional(),
      }),
    )
    .optional(),
  spendLimits: z
    .array(
      z.strictObject({
        featureId: text.nullable().optional(),
        enabled,
        overageLimit: maybe,
        limitType: z.enum(["absolute", "usage_percentage"]).optional(),
        skipOverageBilling: z.boolean().optional(),
      }),
    )
    .optional(),
  overageAllowed: z.array(z.strictObject({ featureId: text, enabled })).optional(),
  usageAlerts: z
    .array(
      z.strictObject({
        featureId: text.nullable().optional(),
        enabled,
        threshold: figure,
        thresholdType: z.enum(["usage", "usage_percentage", "remaining", "remaining_percentage"]),
        name: text.nullable().optional(),
      }),
    )
    .optional(),
  autoTopups: z
    .array(z.strictObject({ featureId: text, enabled, threshold: figure, quantity: figure }))
    .optional(),
});

export type FeatureSetup = z.infer<typeof feature>;
export type Controls = z.infer<typeof controls>;
export type Figure = z.infer<typeof maybe>;
export type Moment = z.infer<typeof moment>;
