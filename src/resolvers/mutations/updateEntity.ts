import {
  BillingControlsInput,
  controlsOf,
  wrongControls,
} from "../../schema/billing-controls-input.ts";
import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { EntityResult } from "../../schema/results.ts";
import { idRule, textRule } from "../../schema/rules.ts";
import { changedEntity, perform } from "../perform.ts";

const UpdateEntityInput = builder.inputType("UpdateEntityInput", {
  description: "Changes of an entity; what is left out stays as it is.",
  fields: (t) => ({
    customerId: t.id({ required: true, description: "Whose it is.", validate: idRule }),
    entityId: t.id({ required: true, description: "Which entity.", validate: idRule }),
    name: t.string({ description: "What people call it; null: nothing.", validate: textRule }),
    billingControls: t.field({
      type: BillingControlsInput,
      description: "Its own limits: each list given replaces that list.",
    }),
    ...callFields(t),
  }),
});

builder.mutationField("updateEntity", (t) =>
  t.field({
    type: EntityResult,
    extensions: { alsoWrong: wrongControls },
    description: "Changes an entity.",
    args: { input: t.arg({ type: UpdateEntityInput, required: true, description: "Changes." }) },
    resolve: async (_root, { input }, context) => {
      const applied = await perform(
        context,
        {
          type: "updateEntity",
          customerId: input.customerId,
          entityId: input.entityId,
          name: input.name,
          billingControls: controlsOf(input.billingControls),
        },
        input,
      );
      return changedEntity(context, applied);
    },
  }),
);
