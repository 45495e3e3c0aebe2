import { ZERO } from "../engine/amount.ts";
import { CEILINGS } from "../engine/ceilings.ts";
import { builder } from "./builder.ts";
import { callFields } from "./call-fields.ts";
import { neverNull } from "./cross-rules.ts";
import { IntervalEnum, RolloverDurationEnum } from "./enums.ts";
import { PriceInput } from "./price-input.ts";
import {
  amountRule,
  countRule,
  featureIdRule,
  idRule,
  instantRule,
  listRule,
  positiveOrZeroRule,
} from "./rules.ts";

const ResetInput = builder.inputType("ResetInput", {
  description: "How often a balance resets.",
  validate: neverNull("intervalCount"),
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
  description: "What is left at a reset is carried over, up to a cap on all that is carried.",
  validate: neverNull("duration"),
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
  validate: neverNull("usage"),
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
      validate: positiveOrZeroRule,
    }),
    unlimited: t.boolean({ description: "Whether it never runs out." }),
    reset: t.field({ type: ResetInput, description: "Its periods; left out: it never resets." }),
    rollover: t.field({
      type: RolloverConfigInput,
      description: "What survives a reset; left out: nothing.",
    }),
    expiresAt: t.field({
      type: "Timestamp",
      description:
        "When it expires. With it and without nextResetAt it never resets. Left out: never.",
      validate: instantRule,
    }),
    nextResetAt: t.field({
      type: "Timestamp",
      description: "When its first period ends. Left out: one period from now.",
      validate: instantRule,
    }),
    balanceId: t.id({
      description: "An id that you choose, unique within the customer.",
      validate: idRule,
    }),
    planId: t.id({ description: "The plan that it comes from.", validate: idRule }),
    addOn: t.boolean({
      description: "Whether that plan is an add-on. Add-ons are used after main plans.",
    }),
    prepaidGrant: t.field({
      type: "Amount",
      description: "Units paid in advance.",
      validate: positiveOrZeroRule,
    }),
    overageAllowed: t.boolean({ description: "Whether it may go below zero." }),
    maxPurchase: t.field({
      type: "Amount",
      description: "How many units may be used beyond the grant. Left out: no cap.",
      validate: positiveOrZeroRule,
    }),
    price: t.field({ type: PriceInput, description: "What is paid for it; left out: it is free." }),
    perEntityFeatureId: t.id({
      description:
        "Grants this amount to every entity of this seat feature, including ones created later.",
      validate: featureIdRule,
    }),
    balance: t.field({
      type: "Amount",
      description: "What is left of it, signed, when it comes from elsewhere; left out: all.",
      validate: amountRule,
    }),
    rollovers: t.field({
      type: [CarriedRolloverInput],
      description: `Rollovers that come with it, at most ${CEILINGS.liveRollovers}. Together with those that resets will add, at most so many live at once.`,
      validate: listRule(CEILINGS.liveRollovers),
    }),
    ...callFields(t),
  }),
});
