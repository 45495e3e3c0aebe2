import { ONE, ZERO } from "../engine/amount.ts";
import { builder } from "./builder.ts";
import { callFields } from "./call-fields.ts";
import {
  BillingMethodEnum,
  IntervalEnum,
  RolloverDurationEnum,
  TierBehaviorEnum,
} from "./enums.ts";
import {
  amountRule,
  countRule,
  featureIdRule,
  idRule,
  instantRule,
  positiveOrZeroRule,
} from "./rules.ts";

const ResetInput = builder.inputType("ResetInput", {
  description: "How often a balance is to start anew.",
  fields: (t) => ({
    interval: t.field({
      type: IntervalEnum,
      required: true,
      description: "How long a period is; ONE_OFF: it never resets.",
    }),
    intervalCount: t.int({
      defaultValue: 1,
      description: "How many intervals make a period.",
      validate: countRule,
    }),
  }),
});

const RolloverConfigInput = builder.inputType("RolloverConfigInput", {
  description: "What is left at a reset is carried over, up to a cap on all that is carried (RO3).",
  fields: (t) => ({
    max: t.field({
      type: "Amount",
      description:
        "Cap in units on all live rollovers, above 0. Give this or `maxPercentage`, not both. Left out: no cap.",
      validate: amountRule,
    }),
    maxPercentage: t.float({
      description:
        "Cap in percent of the grant, above 0 and at most 100, rounded down to whole units. Give this or `max`, not both. Left out: no cap.",
    }),
    duration: t.field({
      type: RolloverDurationEnum,
      defaultValue: "month",
      description: "Whether it lives for `length` months, or forever.",
    }),
    length: t.int({
      required: true,
      description: "For how many months; has no meaning with FOREVER.",
      validate: countRule,
    }),
  }),
});

const CarriedRolloverInput = builder.inputType("CarriedRolloverInput", {
  description: "A rollover that was carried over elsewhere and is not yet spent.",
  fields: (t) => ({
    balance: t.field({
      type: "Amount",
      required: true,
      description: "Units left of it.",
      validate: positiveOrZeroRule,
    }),
    usage: t.field({
      type: "Amount",
      defaultValue: ZERO,
      description: "Units used of it.",
      validate: positiveOrZeroRule,
    }),
    expiresAt: t.field({
      type: "Timestamp",
      description: "When it goes; left out: never.",
      validate: instantRule,
    }),
  }),
});

const PriceTierInput = builder.inputType("PriceTierInput", {
  description: "One step of a tiered price.",
  fields: (t) => ({
    to: t.field({
      type: "Amount",
      description: "Up to how many units; left out: without end.",
      validate: positiveOrZeroRule,
    }),
    amount: t.field({
      type: "Amount",
      required: true,
      description: "The price of a billing unit.",
      validate: positiveOrZeroRule,
    }),
    flatAmount: t.field({
      type: "Amount",
      description: "What the tier costs on top.",
      validate: positiveOrZeroRule,
    }),
  }),
});

const PriceInput = builder.inputType("PriceInput", {
  description: "What is paid for a balance. Kept and shown; nothing is charged here.",
  fields: (t) => ({
    amount: t.field({
      type: "Amount",
      description: "The price of a billing unit. Give this or `tiers`, not both.",
      validate: positiveOrZeroRule,
    }),
    tiers: t.field({
      type: [PriceTierInput],
      description:
        "The tiers, lowest first, at most 100. Give these or `amount`, not both. Each tier ends above the one before it. Only the last has no end.",
    }),
    tierBehavior: t.field({ type: TierBehaviorEnum, description: "How tiers apply." }),
    billingUnits: t.field({
      type: "Amount",
      defaultValue: ONE,
      description: "Units that are sold together, above 0.",
      validate: amountRule,
    }),
    billingMethod: t.field({
      type: BillingMethodEnum,
      required: true,
      description: "When it is charged.",
    }),
  }),
});

export const CreateBalanceInput = builder.inputType("CreateBalanceInput", {
  description:
    "A new grant: what is included, how often it starts anew, when it goes; then what a grant carries that came from a plan or another system.",
  fields: (t) => ({
    customerId: t.id({ required: true, description: "The customer.", validate: idRule }),
    featureId: t.id({ required: true, description: "The feature.", validate: featureIdRule }),
    entityId: t.id({
      description: "The entity that is to own it; left out: the customer.",
      validate: idRule,
    }),
    includedGrant: t.field({
      type: "Amount",
      description: "Units included; this or unlimited for a metered feature.",
      validate: amountRule,
    }),
    unlimited: t.boolean({ description: "Whether it never runs out." }),
    reset: t.field({ type: ResetInput, description: "Its periods; left out: it never resets." }),
    rollover: t.field({
      type: RolloverConfigInput,
      description: "What survives a reset; left out: nothing.",
    }),
    expiresAt: t.field({
      type: "Timestamp",
      description: "When it goes; without nextResetAt it then never resets (G3). Left out: never.",
      validate: instantRule,
    }),
    nextResetAt: t.field({
      type: "Timestamp",
      description: "When its first period ends; left out: a period from now (G2).",
      validate: instantRule,
    }),
    balanceId: t.id({
      description: "An id of the caller's, unique in the customer (G4).",
      validate: idRule,
    }),
    planId: t.id({ description: "The plan that it comes from.", validate: idRule }),
    addOn: t.boolean({ description: "Whether that plan is an add-on: used after main ones (D2)." }),
    prepaidGrant: t.field({
      type: "Amount",
      description: "Units paid in advance.",
      validate: amountRule,
    }),
    overageAllowed: t.boolean({ description: "Whether it may go below zero." }),
    maxPurchase: t.field({
      type: "Amount",
      description: "Units beyond the grant: how far below zero; left out: without end.",
      validate: amountRule,
    }),
    price: t.field({ type: PriceInput, description: "What is paid for it; left out: it is free." }),
    perEntityFeatureId: t.id({
      description: "Deals out one slice to each entity of this seat feature, present and to come.",
      validate: featureIdRule,
    }),
    balance: t.field({
      type: "Amount",
      description: "What is left of it, signed, when it comes from elsewhere; left out: all.",
      validate: amountRule,
    }),
    rollovers: t.field({
      type: [CarriedRolloverInput],
      description: "Rollovers that come with it.",
    }),
    ...callFields(t),
  }),
});
