import { ONE } from "../engine/amount.ts";
import { CEILINGS } from "../engine/ceilings.ts";
import { builder } from "./builder.ts";
import { neverNull } from "./cross-rules.ts";
import { BillingMethodEnum, TierBehaviorEnum } from "./enums.ts";
import { amountRule, listRule, positiveOrZeroRule } from "./rules.ts";

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

export const PriceInput = builder.inputType("PriceInput", {
  description: "What is paid for a balance. The gateway keeps and shows it, and charges nothing.",
  validate: neverNull("billingUnits"),
  fields: (t) => ({
    amount: t.field({
      type: "Amount",
      description: "The price of a billing unit. Give this or `tiers`, not both.",
      validate: positiveOrZeroRule,
    }),
    tiers: t.field({
      type: [PriceTierInput],
      description: `The tiers, lowest first, at most ${CEILINGS.tiers}. Give these or \`amount\`, not both. Each tier ends above the one before it. Only the last has no end.`,
      validate: listRule(CEILINGS.tiers),
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
