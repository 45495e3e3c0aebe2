import type {
  AutoTopup,
  BillingControls,
  OverageControl,
  SpendLimit,
  UsageAlert,
} from "../engine/customer.ts";
import { type LimitShown, usageLimitsOf } from "../engine/limits.ts";
import type { Reading } from "../loaders/reading.ts";
import { builder } from "./builder.ts";
import { AlertThresholdEnum, LimitAnchorEnum, LimitIntervalEnum, LimitTypeEnum } from "./enums.ts";

export const UsageLimitRef = builder.objectRef<LimitShown>("UsageLimit").implement({
  description: "A cap on usage within a window of time.",
  fields: (t) => ({
    featureId: t.exposeID("featureId", { description: "The capped feature." }),
    enabled: t.exposeBoolean("enabled", { description: "Whether it is in force." }),
    limit: t.expose("limit", { type: "Amount", description: "Units that a window allows." }),
    interval: t.expose("interval", {
      type: LimitIntervalEnum,
      description: "How long a window is.",
    }),
    anchor: t.expose("anchor", {
      type: LimitAnchorEnum,
      description: "Where its windows begin.",
    }),
    filter: t.expose("filter", {
      type: "JSONObject",
      nullable: true,
      description: "Only events with these properties count; null: all.",
    }),
    usage: t.expose("usage", {
      type: "Amount",
      description:
        "Units counted in the present window; more than `limit` where usage was allowed to overflow.",
    }),
    resetsAt: t.expose("resetsAt", {
      type: "Timestamp",
      nullable: true,
      description: "When the present window closes and `usage` starts from 0; null: never.",
    }),
  }),
});

const SpendLimitRef = builder.objectRef<SpendLimit>("SpendLimit").implement({
  description: "A cap on overage.",
  fields: (t) => ({
    featureId: t.exposeID("featureId", {
      nullable: true,
      description: "The limited feature; null limits none.",
    }),
    enabled: t.exposeBoolean("enabled", { description: "Whether it is in force." }),
    overageLimit: t.expose("overageLimit", {
      type: "Amount",
      nullable: true,
      description: "Units of overage, or percent, that it allows; null: without end.",
    }),
    limitType: t.expose("limitType", { type: LimitTypeEnum, description: "How it is measured." }),
    skipOverageBilling: t.exposeBoolean("skipOverageBilling", {
      description: "Whether overage is not to be billed. Kept for who bills.",
    }),
  }),
});

const OverageControlRef = builder.objectRef<OverageControl>("OverageControl").implement({
  description: "Whether a feature may go into overage, whatever its balances say.",
  fields: (t) => ({
    featureId: t.exposeID("featureId", { description: "The feature." }),
    enabled: t.exposeBoolean("enabled", { description: "True permits overage, false forbids it." }),
  }),
});

const UsageAlertRef = builder.objectRef<UsageAlert>("UsageAlert").implement({
  description: "A threshold worth knowing of; the ledger entry that crosses it tells.",
  fields: (t) => ({
    featureId: t.exposeID("featureId", {
      nullable: true,
      description: "The watched feature; null: every one.",
    }),
    enabled: t.exposeBoolean("enabled", { description: "Whether it is watched." }),
    threshold: t.expose("threshold", { type: "Amount", description: "Units or percent." }),
    thresholdType: t.expose("thresholdType", {
      type: AlertThresholdEnum,
      description: "What is watched.",
    }),
    name: t.exposeString("name", {
      nullable: true,
      description: "What people call it; null where not given.",
    }),
  }),
});

const AutoTopupRef = builder.objectRef<AutoTopup>("AutoTopup").implement({
  description:
    "What to buy when a balance falls below a threshold; the ledger entry that crosses it tells whoever sells.",
  fields: (t) => ({
    featureId: t.exposeID("featureId", { description: "The feature." }),
    enabled: t.exposeBoolean("enabled", { description: "Whether it is in force." }),
    threshold: t.expose("threshold", {
      type: "Amount",
      description: "Units remaining, less the overage.",
    }),
    quantity: t.expose("quantity", { type: "Amount", description: "Units to buy; 1 or more." }),
  }),
});

/** The controls of a customer (entityId null), or of one of its entities, with the reading to count by. */
export interface ControlsRead extends BillingControls {
  readonly entityId: string | null;
  readonly reading: Reading;
}

export const BillingControlsRef = builder.objectRef<ControlsRead>("BillingControls").implement({
  description: "Limits and permissions set for a customer, or for one entity, whose entries win.",
  fields: (t) => ({
    usageLimits: t.field({
      type: [UsageLimitRef],
      description: "Caps on usage within windows of time.",
      resolve: ({ entityId, reading: { ledger, catalog, at } }) => [
        ...usageLimitsOf(ledger, catalog, entityId, at),
      ],
    }),
    spendLimits: t.expose("spendLimits", {
      type: [SpendLimitRef],
      description: "Caps on overage.",
    }),
    overageAllowed: t.expose("overageAllowed", {
      type: [OverageControlRef],
      description: "Overage permitted or forbidden, by feature.",
    }),
    usageAlerts: t.expose("usageAlerts", {
      type: [UsageAlertRef],
      description: "Thresholds worth knowing of; an entity's stand beside the customer's.",
    }),
    autoTopups: t.expose("autoTopups", {
      type: [AutoTopupRef],
      description: "What to buy when a balance runs low; an entity's stand beside the customer's.",
    }),
  }),
});
