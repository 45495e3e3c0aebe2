import { CEILINGS } from "../../engine/ceilings.ts";
import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { FeatureTypeEnum } from "../../schema/enums.ts";
import { CreditCostInput, displayOf, FeatureDisplayInput } from "../../schema/feature-input.ts";
import { FeatureResult } from "../../schema/results.ts";
import { eventNamesRule, featureIdRule, jsonRule, listRule, textRule } from "../../schema/rules.ts";
import { changedFeature, perform } from "../perform.ts";

const CreateFeatureInput = builder.inputType("CreateFeatureInput", {
  description: "The feature to create.",
  fields: (t) => ({
    featureId: t.id({
      required: true,
      description: "Its id: letters, digits, - and _.",
      validate: featureIdRule,
    }),
    name: t.string({ description: "What people call it; left out: its id.", validate: textRule }),
    type: t.field({ type: FeatureTypeEnum, required: true, description: "What kind it is." }),
    consumable: t.boolean({
      description: "Whether use uses it up; left out: yes, but for flags. Seats: no.",
    }),
    eventNames: t.stringList({
      description: "Names of events that count as usage of the feature, at most 100.",
      validate: eventNamesRule,
    }),
    creditSchema: t.field({
      type: [CreditCostInput],
      description:
        "What each feature costs in credits, at most 200 features. For credit systems only.",
      validate: listRule(CEILINGS.creditSchema),
    }),
    modelMarkups: t.field({
      type: "JSONObject",
      description: "Markup percentages by model; kept as given.",
      validate: jsonRule,
    }),
    defaultMarkup: t.float({ description: "The markup percentage of models without one." }),
    providerMarkups: t.field({
      type: "JSONObject",
      description: "Markup percentages by provider; kept as given.",
      validate: jsonRule,
    }),
    display: t.field({ type: FeatureDisplayInput, description: "What to call its units." }),
    ...callFields(t),
  }),
});

builder.mutationField("createFeature", (t) =>
  t.field({
    type: FeatureResult,
    description: "Creates a feature. There are at most 10,000.",
    args: {
      input: t.arg({ type: CreateFeatureInput, required: true, description: "What it is." }),
    },
    resolve: async (_root, { input }, context) => {
      const applied = await perform(
        context,
        {
          type: "createFeature",
          feature: {
            featureId: input.featureId,
            name: input.name ?? input.featureId,
            type: input.type,
            consumable: input.consumable ?? input.type !== "boolean",
            eventNames: input.eventNames ?? [],
            creditSchema: input.creditSchema ?? [],
            modelMarkups: input.modelMarkups ?? null,
            defaultMarkup: input.defaultMarkup ?? null,
            providerMarkups: input.providerMarkups ?? null,
            display: displayOf(input.display),
            archived: false,
          },
        },
        input,
      );
      return changedFeature(context, applied);
    },
  }),
);
