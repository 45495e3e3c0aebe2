import type { Breakdown, ResetShown } from "../engine/balance.ts";
import type { PriceTier } from "../engine/ledger.ts";
import type { Momentary } from "../loaders/moment.ts";
import { readBalance } from "../loaders/reading.ts";
import { builder } from "./builder.ts";
import { BillingMethodEnum, IntervalEnum, TierBehaviorEnum } from "./enums.ts";
import { nodeKey } from "./node-id.ts";
import { readNode } from "./node-reading.ts";

export const ResetRef = builder.objectRef<ResetShown>("Reset").implement({
  description: "When and how often a balance starts anew.",
  fields: (t) => ({
    interval: t.expose("interval", { type: IntervalEnum, description: "How long a period is." }),
    intervalCount: t.exposeInt("intervalCount", {
      description: "How many intervals make a period.",
    }),
    resetsAt: t.expose("resetsAt", {
      type: "Timestamp",
      nullable: true,
      description: "When the next period begins; null where there is none.",
    }),
  }),
});

const PriceTierRef = builder.objectRef<PriceTier>("PriceTier").implement({
  description: "One step of a tiered price.",
  fields: (t) => ({
    to: t.expose("to", {
      type: "Amount",
      nullable: true,
      description: "Up to how many units; null for the last tier, which has no end.",
    }),
    amount: t.expose("amount", { type: "Amount", description: "The price of a billing unit." }),
    flatAmount: t.expose("flatAmount", {
      type: "Amount",
      nullable: true,
      description: "What the tier costs on top; null where nothing.",
    }),
  }),
});

const PriceRef = builder.objectRef<NonNullable<Breakdown["price"]>>("Price").implement({
  description: "What is paid for a balance. Kept and shown; nothing is charged here.",
  fields: (t) => ({
    amount: t.expose("amount", {
      type: "Amount",
      nullable: true,
      description: "The price of a billing unit; null where it is tiered.",
    }),
    tiers: t.expose("tiers", {
      type: [PriceTierRef],
      nullable: true,
      description: "The tiers, lowest first; null where the price is flat.",
    }),
    tierBehavior: t.expose("tierBehavior", {
      type: TierBehaviorEnum,
      nullable: true,
      description: "How tiers apply; null where there are none.",
    }),
    billingUnits: t.expose("billingUnits", {
      type: "Amount",
      description: "Units that are sold together.",
    }),
    billingMethod: t.expose("billingMethod", {
      type: BillingMethodEnum,
      description: "When it is charged.",
    }),
    maxPurchase: t.expose("maxPurchase", {
      type: "Amount",
      nullable: true,
      description: "Units that may be bought beyond the grant; null: no ceiling.",
    }),
  }),
});

export const BreakdownRef = builder.objectRef<Breakdown & Momentary>("Breakdown");

builder.node(BreakdownRef, {
  description:
    "One source of a balance: a plan's allowance, a top-up, a promotion. Listed in the order in which usage takes from them.",
  id: {
    resolve: ({ moment, customerId, viewEntityId, featureId, grantId }) =>
      nodeKey(moment, customerId, viewEntityId, featureId, grantId),
  },
  loadOne: async (key, context) => {
    const node = await readNode(key, context);
    const [entityId = null, featureId, grantId] = node?.parts ?? [];
    const balance = node && readBalance(node.reading, featureId ?? "", entityId);
    return balance?.breakdown.find((row) => row.grantId === grantId) ?? null;
  },
  fields: (t) => ({
    balanceId: t.exposeID("balanceId", {
      description: "The caller's id for it, or the one it was given.",
    }),
    planId: t.exposeID("planId", {
      nullable: true,
      description: "The plan it came from; null for a standalone one.",
    }),
    entityId: t.exposeID("entityId", {
      nullable: true,
      description: "The entity that owns it; null for the customer's own.",
    }),
    includedGrant: t.expose("includedGrant", {
      type: "Amount",
      description: "Units included, adjustments of this period counted.",
    }),
    prepaidGrant: t.expose("prepaidGrant", {
      type: "Amount",
      description: "Units paid in advance.",
    }),
    remaining: t.expose("remaining", {
      type: "Amount",
      description: "Units left; never below 0.",
    }),
    usage: t.expose("usage", {
      type: "Amount",
      description:
        "Units used: above the grant in overage, below 0 where a balance was set above its grant.",
    }),
    overage: t.expose("overage", {
      type: "Amount",
      description: "Units below zero; never below 0.",
    }),
    unlimited: t.exposeBoolean("unlimited", { description: "Whether it never runs out." }),
    reset: t.expose("reset", {
      type: ResetRef,
      nullable: true,
      description: "Its periods; null for what has none: seats and unlimited balances.",
    }),
    price: t.expose("price", {
      type: PriceRef,
      nullable: true,
      description: "What is paid for it; null where it is free.",
    }),
    expiresAt: t.expose("expiresAt", {
      type: "Timestamp",
      nullable: true,
      description: "When it goes, with its usage; null: never.",
    }),
  }),
});
