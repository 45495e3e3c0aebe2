import type { Balance } from "../engine/balance.ts";
import { limitsInView } from "../engine/limits.ts";
import { type BalanceRead, readBalance, viewOf } from "../loaders/reading.ts";
import { UsageLimitRef } from "./billing-controls.ts";
import { BreakdownRef } from "./breakdown.ts";
import { builder } from "./builder.ts";
import { FreshnessEnum } from "./enums.ts";
import { ExplanationRef, explanationOf } from "./explanation.ts";
import { FeatureRef, featureOf } from "./feature.ts";
import { nodeKey } from "./node-id.ts";
import { readNode } from "./node-reading.ts";
import { RolloverRef } from "./rollover.ts";
import { instantRule } from "./rules.ts";
import { readSeries, UsageBucketRef, WindowEnum } from "./usage-series.ts";

export const BalanceRef = builder.objectRef<BalanceRead>("Balance");

const ExactAmountsRef = builder.objectRef<Balance>("ExactAmounts").implement({
  description: "A balance's figures with every digit.",
  fields: (t) => ({
    granted: t.expose("granted", { type: "Decimal", description: "As Balance.granted." }),
    remaining: t.expose("remaining", { type: "Decimal", description: "As Balance.remaining." }),
    usage: t.expose("usage", { type: "Decimal", description: "As Balance.usage." }),
    overage: t.expose("overage", { type: "Decimal", description: "As Balance.overage." }),
  }),
});

builder.node(BalanceRef, {
  description:
    "What one customer, or one of its entities, has of one feature. granted = remaining + usage − overage, in every view; an unlimited balance makes no such claim.",
  id: {
    resolve: ({ reading, customerId, featureId, entityId }) =>
      nodeKey(reading.moment, customerId, featureId, entityId),
  },
  loadOne: async (key, context) => {
    const node = await readNode(key, context);
    const [featureId, entityId = null] = node?.parts ?? [];
    return node && readBalance(node.reading, featureId ?? "", entityId);
  },
  fields: (t) => ({
    object: t.string({ description: 'Always "balance".', resolve: () => "balance" }),
    featureId: t.exposeID("featureId", { description: "The feature's id." }),
    feature: t.field({ type: FeatureRef, description: "The feature.", resolve: featureOf }),
    granted: t.expose("granted", {
      type: "Amount",
      description: "Units granted in all: included, prepaid and carried over.",
    }),
    remaining: t.expose("remaining", {
      type: "Amount",
      description: "Units left, rollovers included; never below 0.",
    }),
    usage: t.expose("usage", {
      type: "Amount",
      description:
        "Units used in the present periods: above `granted` in overage, below 0 where a balance was set above its grant.",
    }),
    unlimited: t.exposeBoolean("unlimited", {
      description: "Whether it never runs out; all other figures but `usage` are then 0.",
    }),
    overageAllowed: t.exposeBoolean("overageAllowed", {
      description:
        "Whether a source may go below zero by its own nature; billing controls do not show here.",
    }),
    maxPurchase: t.expose("maxPurchase", {
      type: "Amount",
      nullable: true,
      description: "Units that may be bought beyond the grants; null: none, or no ceiling.",
    }),
    nextResetAt: t.expose("nextResetAt", {
      type: "Timestamp",
      nullable: true,
      description: "When the first of its sources starts anew; null where none does.",
    }),
    breakdown: t.expose("breakdown", {
      type: [BreakdownRef],
      description:
        "Its sources, in the order in which usage takes from them. What entities own is in the customer's totals only.",
    }),
    rollovers: t.expose("rollovers", {
      type: [RolloverRef],
      description: "What was carried over, soonest expiry first.",
    }),
    customerId: t.exposeID("customerId", { description: "The customer's id." }),
    entityId: t.exposeID("entityId", {
      nullable: true,
      description: "The entity from whose side it is seen; null: the customer's.",
    }),
    overage: t.expose("overage", {
      type: "Amount",
      description: "What stands below zero in this view: what is billable. Never below 0.",
    }),
    held: t.expose("held", {
      type: "Amount",
      description: "What live locks hold of it, in its own units; it is counted as used.",
    }),
    exact: t.field({
      type: ExactAmountsRef,
      description: "The same figures with every digit.",
      resolve: (balance) => balance,
    }),
    revision: t.exposeInt("revision", {
      description: "Rises by one with each change of the customer's balance of this feature.",
    }),
    asOf: t.field({
      type: "Timestamp",
      description: "The moment that the figures are of: the customer's now.",
      resolve: ({ reading }) => reading.at,
    }),
    freshness: t.field({
      type: FreshnessEnum,
      description: "How current the figures are.",
      resolve: () => "LIVE" as const,
    }),
    usageLimits: t.field({
      type: [UsageLimitRef],
      description:
        "The usage limits of its feature that bind in this view: an entity's own, and the customer's where it has none of the same filter.",
      resolve: ({ reading, featureId, entityId }) => [
        ...limitsInView(viewOf(reading, entityId), featureId),
      ],
    }),
    explain: t.field({
      type: [ExplanationRef],
      description:
        "Why the numbers are what they are: one line for each rule and grant that contributed, in deduction order; the amounts of a figure's lines add up to it.",
      resolve: explanationOf,
    }),
    series: t.field({
      type: [UsageBucketRef],
      description:
        "What was used, window by window, oldest first, empty ones included; at most 1000 of them. A balance of another instant counts what was committed up to that instant. A dry run's own usage is not counted.",
      args: {
        window: t.arg({ type: WindowEnum, required: true, description: "How long a window is." }),
        from: t.arg({
          type: "Timestamp",
          description: "From the window that holds this instant; left out: 30 windows.",
          validate: instantRule,
        }),
        to: t.arg({
          type: "Timestamp",
          description: "Up to this instant; left out: the customer's now.",
          validate: instantRule,
        }),
      },
      resolve: async (balance, span, { store }) => [...(await readSeries(store, balance, span))],
    }),
  }),
});
