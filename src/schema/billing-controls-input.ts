import { CEILINGS } from "../engine/ceilings.ts";
import { controlIssues } from "../engine/control-rules.ts";
import type { BillingControls } from "../engine/customer.ts";
import { builder } from "./builder.ts";
import { type AlsoWrong, neverNull } from "./cross-rules.ts";
import { AlertThresholdEnum, LimitAnchorEnum, LimitIntervalEnum, LimitTypeEnum } from "./enums.ts";
import { amountRule, featureIdRule, jsonRule, listRule, textRule } from "./rules.ts";

const UsageLimitInput = builder.inputType("UsageLimitInput", {
  description: "A cap on usage within a window of time. One for each feature and filter.",
  validate: neverNull("enabled", "anchor"),
  fields: (t) => ({
    featureId: t.id({ required: true, description: "The feature.", validate: featureIdRule }),
    enabled: t.boolean({ defaultValue: true, description: "Whether it is in force." }),
    limit: t.field({
      type: "Amount",
      required: true,
      description: "Units that a window allows; 0 or more.",
      validate: amountRule,
    }),
    interval: t.field({
      type: LimitIntervalEnum,
      required: true,
      description: "How long a window is.",
    }),
    anchor: t.field({
      type: LimitAnchorEnum,
      defaultValue: "billing_cycle",
      description: "Where its windows begin.",
    }),
    filter: t.field({
      type: "JSONObject",
      description:
        "Only events with these properties count: `{ properties: { key: value } }`, 1 to 4 keys, each a string, number or boolean. Numbers and booleans match their text. Left out or null: every event.",
      validate: jsonRule,
    }),
  }),
});

const SpendLimitInput = builder.inputType("SpendLimitInput", {
  description: "A cap on overage. One for each feature.",
  validate: neverNull("enabled", "limitType", "skipOverageBilling"),
  fields: (t) => ({
    featureId: t.id({ description: "The feature.", validate: featureIdRule }),
    enabled: t.boolean({ defaultValue: false, description: "Whether it is in force." }),
    overageLimit: t.field({
      type: "Amount",
      description: "Units of overage, or percent; left out: without end.",
      validate: amountRule,
    }),
    limitType: t.field({
      type: LimitTypeEnum,
      defaultValue: "absolute",
      description: "How it is measured.",
    }),
    skipOverageBilling: t.boolean({
      defaultValue: false,
      description: "Whether overage is not to be billed.",
    }),
  }),
});

const OverageControlInput = builder.inputType("OverageControlInput", {
  description: "Permits or forbids overage. One for each feature.",
  validate: neverNull("enabled"),
  fields: (t) => ({
    featureId: t.id({ required: true, description: "The feature.", validate: featureIdRule }),
    enabled: t.boolean({ defaultValue: false, description: "True permits, false forbids." }),
  }),
});

const UsageAlertInput = builder.inputType("UsageAlertInput", {
  description: "An alert: fires when usage or the remainder reaches a threshold.",
  validate: neverNull("enabled"),
  fields: (t) => ({
    featureId: t.id({ description: "The feature; left out: every one.", validate: featureIdRule }),
    enabled: t.boolean({ defaultValue: true, description: "Whether it is watched." }),
    threshold: t.field({
      type: "Amount",
      required: true,
      description: "Units or percent; 0 or more.",
      validate: amountRule,
    }),
    thresholdType: t.field({
      type: AlertThresholdEnum,
      required: true,
      description: "What is watched.",
    }),
    name: t.string({ description: "What people call it.", validate: textRule }),
  }),
});

const AutoTopupInput = builder.inputType("AutoTopupInput", {
  description: "What to buy when a balance falls below a threshold. One for each feature.",
  validate: neverNull("enabled"),
  fields: (t) => ({
    featureId: t.id({ required: true, description: "The feature.", validate: featureIdRule }),
    enabled: t.boolean({ defaultValue: false, description: "Whether it is in force." }),
    threshold: t.field({
      type: "Amount",
      required: true,
      description: "Units remaining, less the overage; may be below 0.",
      validate: amountRule,
    }),
    quantity: t.field({
      type: "Amount",
      required: true,
      description: "Units to buy; 1 or more.",
      validate: amountRule,
    }),
  }),
});

const list = listRule(CEILINGS.controls);

export const BillingControlsInput = builder.inputType("BillingControlsInput", {
  description:
    "Each list given replaces that list, and an empty one clears it. A list has at most 100 entries. Every feature that it names must exist.",
  fields: (t) => ({
    usageLimits: t.field({
      type: [UsageLimitInput],
      description: "Caps on usage.",
      validate: list,
    }),
    spendLimits: t.field({
      type: [SpendLimitInput],
      description: "Caps on overage.",
      validate: list,
    }),
    overageAllowed: t.field({
      type: [OverageControlInput],
      description: "Overage permitted or forbidden.",
      validate: list,
    }),
    usageAlerts: t.field({ type: [UsageAlertInput], description: "Alerts.", validate: list }),
    autoTopups: t.field({
      type: [AutoTopupInput],
      description: "What to buy when a balance runs low.",
      validate: list,
    }),
  }),
});

/** What is wrong with the lists that an input gives, whatever the customer has and the catalog holds. */
export const wrongControls: AlsoWrong<{ readonly billingControls?: ControlsInput | null }> = (
  input,
) => controlIssues(controlsOf(input.billingControls), null);

type ControlsInput = typeof BillingControlsInput.$inferInput;

/** The lists that an input gives; those left out stay as they are. */
export function controlsOf(input: ControlsInput | null | undefined): {
  [List in keyof BillingControls]?: BillingControls[List] | undefined;
} {
  return {
    usageLimits: input?.usageLimits?.map((limit) => ({
      featureId: limit.featureId,
      enabled: limit.enabled ?? true,
      limit: limit.limit,
      interval: limit.interval,
      anchor: limit.anchor ?? "billing_cycle",
      filter: limit.filter ?? null,
    })),
    spendLimits: input?.spendLimits?.map((limit) => ({
      featureId: limit.featureId ?? null,
      enabled: limit.enabled ?? false,
      overageLimit: limit.overageLimit ?? null,
      limitType: limit.limitType ?? "absolute",
      skipOverageBilling: limit.skipOverageBilling ?? false,
    })),
    overageAllowed: input?.overageAllowed?.map((control) => ({
      featureId: control.featureId,
      enabled: control.enabled ?? false,
    })),
    usageAlerts: input?.usageAlerts?.map((alert) => ({
      featureId: alert.featureId ?? null,
      enabled: alert.enabled ?? true,
      threshold: alert.threshold,
      thresholdType: alert.thresholdType,
      name: alert.name ?? null,
    })),
    autoTopups: input?.autoTopups?.map((topup) => ({
      featureId: topup.featureId,
      enabled: topup.enabled ?? false,
      threshold: topup.threshold,
      quantity: topup.quantity,
    })),
  };
}
