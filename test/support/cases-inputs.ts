/** What each operation of a case takes. Strict, so that no key is silently ignored. */
import { z } from "zod";
import {
  controls,
  feature,
  interval,
  json,
  maybe,
  moment,
  price,
  reset,
  rollover,
  rollovers,
  text,
} from "./cases-parts.ts";

const ofFeature = { featureId: text, entityId: text.optional() };

const track = z.strictObject({
  customerId: text.optional(),
  featureId: text.optional(),
  eventName: text.optional(),
  entityId: text.optional(),
  value: maybe,
  properties: json.optional(),
  timestamp: moment.optional(),
  overageBehavior: z.enum(["cap", "reject", "overflow"]).optional(),
  idempotencyKey: text.optional(),
});

export const INPUTS = {
  track,
  check: z.strictObject({
    ...ofFeature,
    requiredBalance: maybe,
    properties: json.optional(),
    sendEvent: z.boolean().optional(),
    lock: z.strictObject({ lockId: text, expiresAt: moment.optional() }).optional(),
  }),
  finalizeLock: z.strictObject({
    lockId: text,
    action: z.enum(["confirm", "release"]),
    overrideValue: maybe,
  }),
  balance: z.strictObject(ofFeature),
  updateBalance: z.strictObject({
    ...ofFeature,
    balanceId: text.optional(),
    interval: interval.optional(),
    remaining: maybe,
    addToBalance: maybe,
    usage: maybe,
    includedGrant: maybe,
    nextResetAt: moment.optional(),
    expiresAt: moment.nullable().optional(),
  }),
  createBalance: z.strictObject({
    ...ofFeature,
    customerId: text.optional(),
    balanceId: text.optional(),
    includedGrant: maybe,
    prepaidGrant: maybe,
    unlimited: z.boolean().optional(),
    reset: reset.omit({ resetsAt: true }).optional(),
    rollover: rollover.optional(),
    nextResetAt: moment.optional(),
    expiresAt: moment.optional(),
    planId: text.optional(),
    addOn: z.boolean().optional(),
    overageAllowed: z.boolean().optional(),
    maxPurchase: maybe,
    price: price.optional(),
    perEntityFeatureId: text.optional(),
    balance: maybe,
    rollovers: rollovers.optional(),
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
  deleteFeature: z.strictObject({ featureId: text }),
  batchTrack: z.strictObject({ items: z.array(track) }),
  usageLimits: z.strictObject({ entityId: text.optional() }),
  crossings: z.strictObject({}),
  advanceTime: z.union([
    z.strictObject({ by: z.strictObject({ days: z.int() }) }),
    z.strictObject({ to: moment }),
  ]),
};

/** What createBalance takes. */
export type GrantInput = z.infer<typeof INPUTS.createBalance>;
