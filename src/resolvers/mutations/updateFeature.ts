import { CEILINGS } from "../../engine/ceilings.ts";
import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { FeatureTypeEnum } from "../../schema/enums.ts";
import { CreditCostInput, displayOf, FeatureDisplayInput } from "../../schema/feature-input.ts";
import { FeatureResult } from "../../schema/results.ts";
import { eventNamesRule, featureIdRule, listRule, textRule } from "../../schema/rules.ts";
import { changedFeature, given, perform } from "../perform.ts";

const UpdateFeatureInput = builder.inputType("UpdateFeatureInput", {
  description: "Changes to a feature. Fields that you leave out stay as they are.",
  fields: (t) => ({
    featureId: t.id({ required: true, description: "Which feature.", validate: featureIdRule }),
    newFeatureId: t.id({
      description: "Its new id; refused while it is in use.",
      validate: featureIdRule,
    }),
    name: t.string({ description: "What people call it.", validate: textRule }),
    type: t.field({
      type: FeatureTypeEnum,
      description: "What kind it is; refused while it is in use.",
    }),
    consumable: t.boolean({
      description: "Whether use uses it up; refused while it is in use.",
    }),
    eventNames: t.stringList({
      description:
        "Names of events that count as usage of the feature, at most 100. Replaces the list.",
      validate: eventNamesRule,
    }),
    creditSchema: t.field({
      type: [CreditCostInput],
      description: "What each feature costs in credits, at most 200 features. Replaces the list.",
      validate: listRule(CEILINGS.creditSchema),
    }),
    display: t.field({ type: FeatureDisplayInput, description: "What to call its units." }),
    archived: t.boolean({ description: "Whether it is out of use." }),
    ...callFields(t),
  }),
});

builder.mutationField("updateFeature", (t) =>
  t.field({
    type: FeatureResult,
    description: "Changes a feature.",
    args: { input: t.arg({ type: UpdateFeatureInput, required: true, description: "Changes." }) },
    resolve: async (_root, { input }, context) => {
      const applied = await perform(
        context,
        {
          type: "updateFeature",
          featureId: input.featureId,
          newFeatureId: given(input.newFeatureId),
          changes: {
            name: given(input.name),
            type: given(input.type),
            consumable: given(input.consumable),
            eventNames: given(input.eventNames),
            creditSchema: given(input.creditSchema),
            display: input.display === undefined ? undefined : displayOf(input.display),
            archived: given(input.archived),
          },
        },
        input,
      );
      return changedFeature(context, applied);
    },
  }),
);
