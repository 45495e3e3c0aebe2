import {
  BillingControlsInput,
  controlsOf,
  wrongControls,
} from "../../schema/billing-controls-input.ts";
import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { EntityResult } from "../../schema/results.ts";
import { featureIdRule, idRule, textRule } from "../../schema/rules.ts";
import { changedEntity, perform } from "../perform.ts";

const CreateEntityInput = builder.inputType("CreateEntityInput", {
  description: "A new entity of a customer.",
  fields: (t) => ({
    customerId: t.id({ required: true, description: "Whose it is.", validate: idRule }),
    entityId: t.id({
      description:
        "Its id, unique within the customer. Required, or the answer is ENTITY_ID_REQUIRED.",
      validate: idRule,
    }),
    featureId: t.id({
      required: true,
      description: "The seat feature that it is one of; not consumable.",
      validate: featureIdRule,
    }),
    name: t.string({ description: "What people call it.", validate: textRule }),
    billingControls: t.field({ type: BillingControlsInput, description: "Its own limits." }),
    ...callFields(t),
  }),
});

builder.mutationField("createEntity", (t) =>
  t.field({
    type: EntityResult,
    extensions: { alsoWrong: wrongControls },
    description:
      "Creates an entity. It takes one of the customer's seats, and gets its slice of each per-entity balance. A customer has at most 10,000 entities.",
    args: { input: t.arg({ type: CreateEntityInput, required: true, description: "What." }) },
    resolve: async (_root, { input }, context) => {
      const applied = await perform(
        context,
        {
          type: "createEntity",
          customerId: input.customerId,
          entityId: input.entityId ?? null,
          featureId: input.featureId,
          name: input.name ?? null,
          billingControls: controlsOf(input.billingControls),
        },
        input,
      );
      return changedEntity(context, applied);
    },
  }),
);
