import { builder } from "../../schema/builder.ts";
import { FeatureRef } from "../../schema/feature.ts";
import { THE_FEATURE } from "../../schema/sought-args.ts";

builder.queryField("feature", (t) =>
  t.field({
    type: FeatureRef,
    nullable: true,
    description: "The feature of this id; null where there is none.",
    args: {
      featureId: t.arg.id(THE_FEATURE),
    },
    resolve: (_root, { featureId }, { loaders }) => loaders.features.load(featureId),
  }),
);
