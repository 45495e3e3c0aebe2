import { readBalance } from "../../loaders/reading.ts";
import { BalanceRef } from "../../schema/balance.ts";
import { builder } from "../../schema/builder.ts";

builder.queryField("balance", (t) =>
  t.field({
    type: BalanceRef,
    nullable: true,
    description: "What a customer, or one of its entities, has of a feature; null where nothing.",
    args: {
      customerId: t.arg.id({ required: true, description: "The customer's id." }),
      featureId: t.arg.id({ required: true, description: "The feature's id." }),
      entityId: t.arg.id({
        description: "From the side of this entity; left out: the customer's.",
      }),
    },
    resolve: async (_root, { customerId, featureId, entityId }, { loaders }) => {
      const reading = await loaders.readings.load(customerId);
      return reading && readBalance(reading, featureId, entityId ?? null);
    },
  }),
);
