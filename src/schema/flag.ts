import { type FlagRead, readFlag } from "../loaders/reading.ts";
import { builder } from "./builder.ts";
import { FeatureRef, featureOf } from "./feature.ts";
import { nodeKey } from "./node-id.ts";
import { readNode } from "./node-reading.ts";

export const FlagRef = builder.objectRef<FlagRead>("Flag");

builder.node(FlagRef, {
  description: "A boolean feature that is granted.",
  id: {
    resolve: ({ reading, customerId, featureId, entityId }) =>
      nodeKey(reading.moment, customerId, featureId, entityId),
  },
  loadOne: async (key, context) => {
    const node = await readNode(key, context);
    const [featureId, entityId = null] = node?.parts ?? [];
    return node && readFlag(node.reading, featureId ?? "", entityId);
  },
  fields: (t) => ({
    featureId: t.exposeID("featureId", { description: "The feature's id." }),
    feature: t.field({ type: FeatureRef, description: "The feature.", resolve: featureOf }),
    planId: t.exposeID("planId", {
      nullable: true,
      description: "The plan it came from; null for several plans, or none.",
    }),
    expiresAt: t.expose("expiresAt", {
      type: "Timestamp",
      nullable: true,
      description: "When it goes; null: never.",
    }),
  }),
});
