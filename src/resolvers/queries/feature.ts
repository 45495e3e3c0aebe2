import { builder } from "../../schema/builder.ts";
import { FeatureRef } from "../../schema/feature.ts";

builder.queryField("feature", (t) =>
  t.field({
    type: FeatureRef,
    nullable: true,
    description: "The feature of this id; null where there is none.",
    args: { featureId: t.arg.id({ required: true, description: "The feature's id." }) },
    resolve: (_root, { featureId }, { loaders }) => loaders.features.load(featureId),
  }),
);
