import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { DeleteResult } from "../../schema/results.ts";
import { featureIdRule } from "../../schema/rules.ts";
import { calledOf, perform } from "../perform.ts";

const DeleteFeatureInput = builder.inputType("DeleteFeatureInput", {
  description: "A feature to be deleted.",
  fields: (t) => ({
    featureId: t.id({ required: true, description: "Which feature.", validate: featureIdRule }),
    ...callFields(t),
  }),
});

builder.mutationField("deleteFeature", (t) =>
  t.field({
    type: DeleteResult,
    description: "Deletes a feature that nobody uses; archive it otherwise.",
    args: { input: t.arg({ type: DeleteFeatureInput, required: true, description: "Which." }) },
    resolve: async (_root, { input }, context) => {
      const { featureId } = input;
      const applied = await perform(context, { type: "deleteFeature", featureId }, input);
      return { ...calledOf(applied), ...applied.result };
    },
  }),
);
