import { type FlagRead, readFlag } from "../loaders/reading.ts";
import { builder } from "./builder.ts";
import { FeatureRef, featureOf } from "./feature.ts";
import { keyParts, nodeKey } from "./node-id.ts";

export const FlagRef = builder.objectRef<FlagRead>("Flag");

builder.node(FlagRef, {
  description: "A boolean feature that is granted.",
  id: { resolve: (flag) => nodeKey(flag.customerId, flag.featureId, flag.entityId) },
  loadOne: async (key, { loaders }) => {
    const [customerId, featureId, entityId = null] = keyParts(key);
    const reading = await loaders.readings.load(customerId ?? "");
    return reading && readFlag(reading, featureId ?? "", entityId);
  },
  fields: (t) => ({
    featureId: t.exposeID("featureId", { description: "The feature's id." }),
    feature: t.field({ type: FeatureRef, description: "The feature.", resolve: featureOf }),
    planId: t.exposeID("planId", {
      nullable: true,
      description: "The plan it came from; null for several plans, or none (B41).",
    }),
    expiresAt: t.expose("expiresAt", {
      type: "Timestamp",
      nullable: true,
      description: "When it goes; null: never.",
    }),
  }),
});
