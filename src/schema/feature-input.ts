import { builder } from "./builder.ts";
import { amountRule, featureIdRule, textRule } from "./rules.ts";

export const CreditCostInput = builder.inputType("CreditCostInput", {
  description: "What one unit of a metered feature is to cost.",
  fields: (t) => ({
    meteredFeatureId: t.id({
      required: true,
      description: "The metered feature; it may be created later.",
      validate: featureIdRule,
    }),
    creditCost: t.field({
      type: "Amount",
      required: true,
      description: "Credits a unit; above 0.",
      validate: amountRule,
    }),
  }),
});

export const FeatureDisplayInput = builder.inputType("FeatureDisplayInput", {
  description: "What to call the units of a feature.",
  fields: (t) => ({
    singular: t.string({ description: "One unit.", validate: textRule }),
    plural: t.string({ description: "Several units.", validate: textRule }),
  }),
});

interface Display {
  readonly singular?: string | null | undefined;
  readonly plural?: string | null | undefined;
}

/** What an input says of a feature's display; null where it says nothing. */
export function displayOf(display: Display | null | undefined) {
  if (!display) return null;
  return { singular: display.singular ?? null, plural: display.plural ?? null };
}
