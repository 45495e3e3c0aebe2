import type { Context } from "../context.ts";
import type { CreditCost, Feature } from "../engine/feature.ts";
import type { Momentary } from "../loaders/moment.ts";
import { builder } from "./builder.ts";
import { FeatureTypeEnum } from "./enums.ts";
import { nodeKey, parseNodeKey } from "./node-id.ts";

/** A feature as it is now, or as a dry run would leave it. */
export type FeatureRead = Feature & Momentary;

export const FeatureRef = builder.objectRef<FeatureRead>("Feature");

const CreditCostRef = builder.objectRef<CreditCost>("CreditCost").implement({
  description: "What one unit of a metered feature costs in a credit system.",
  fields: (t) => ({
    meteredFeatureId: t.exposeID("meteredFeatureId", { description: "The metered feature's id." }),
    meteredFeature: t.field({
      type: FeatureRef,
      nullable: true,
      description: "The metered feature; null where none has this id yet.",
      resolve: ({ meteredFeatureId }, _args, { loaders }) =>
        loaders.features.load(meteredFeatureId),
    }),
    creditCost: t.expose("creditCost", {
      type: "Amount",
      description: "Credits that one unit costs; above 0.",
    }),
  }),
});

const FeatureDisplayRef = builder
  .objectRef<NonNullable<Feature["display"]>>("FeatureDisplay")
  .implement({
    description: "What to call the units of a feature.",
    fields: (t) => ({
      singular: t.exposeString("singular", {
        nullable: true,
        description: "One unit; null where not given.",
      }),
      plural: t.exposeString("plural", {
        nullable: true,
        description: "Several units; null where not given.",
      }),
    }),
  });

builder.node(FeatureRef, {
  description: "Something that customers can have a balance of, or a flag for.",
  id: { resolve: ({ moment, featureId }) => nodeKey(moment, featureId) },
  loadOne: async (key, { loaders }) => {
    const named = parseNodeKey(key);
    const [featureId] = named?.parts ?? [];
    return named?.moment === null && featureId != null ? loaders.features.load(featureId) : null;
  },
  fields: (t) => ({
    featureId: t.exposeID("featureId", { description: "The organisation's own id for it." }),
    name: t.exposeString("name", { description: "What people call it." }),
    type: t.expose("type", {
      type: FeatureTypeEnum,
      description: "Flag, metered feature or credit system.",
    }),
    consumable: t.exposeBoolean("consumable", {
      description: "Whether use uses it up; false for what is held, such as seats, and for flags.",
    }),
    eventNames: t.exposeStringList("eventNames", {
      description: "Events that count as usage of it.",
    }),
    creditSchema: t.expose("creditSchema", {
      type: [CreditCostRef],
      description: "What a credit system's members cost; empty for every other feature.",
    }),
    modelMarkups: t.expose("modelMarkups", {
      type: "JSONObject",
      nullable: true,
      description: "Markup percentages by model, kept as given; null where none were.",
    }),
    defaultMarkup: t.exposeFloat("defaultMarkup", {
      nullable: true,
      description: "The markup percentage of models without one; null where none was given.",
    }),
    providerMarkups: t.expose("providerMarkups", {
      type: "JSONObject",
      nullable: true,
      description: "Markup percentages by provider, kept as given; null where none were.",
    }),
    display: t.expose("display", {
      type: FeatureDisplayRef,
      nullable: true,
      description: "What to call its units; null where not given.",
    }),
    archived: t.exposeBoolean("archived", {
      description: "Whether it is out of use, and listed only when asked for.",
    }),
  }),
});

/** The feature of what is granted: in use, it cannot be deleted. If it were gone, the schema's own rule would tell. */
export function featureOf(
  { featureId }: { readonly featureId: string },
  _args: object,
  { loaders }: Context,
): Promise<Feature> {
  return loaders.features.load(featureId) as Promise<Feature>;
}
