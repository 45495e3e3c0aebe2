import { builder } from "../../schema/builder.ts";
import { FeatureRef } from "../../schema/feature.ts";

builder.queryField("features", (t) =>
  t.field({
    type: [FeatureRef],
    description: "All features, in order of creation.",
    args: {
      includeArchived: t.arg.boolean({
        defaultValue: false,
        description: "Whether archived ones are listed too.",
      }),
    },
    resolve: async (_root, { includeArchived }, { store }) => {
      const { features } = await store.catalog();
      return features.filter(({ archived }) => includeArchived || !archived);
    },
  }),
);
