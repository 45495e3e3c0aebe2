import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { DeleteResult } from "../../schema/results.ts";
import { idRule } from "../../schema/rules.ts";
import { calledOf, perform } from "../perform.ts";

const DeleteEntityInput = builder.inputType("DeleteEntityInput", {
  description: "An entity to be deleted.",
  fields: (t) => ({
    customerId: t.id({ required: true, description: "Whose it is.", validate: idRule }),
    entityId: t.id({ required: true, description: "Which entity.", validate: idRule }),
    ...callFields(t),
  }),
});

builder.mutationField("deleteEntity", (t) =>
  t.field({
    type: DeleteResult,
    description: "Deletes an entity with its own balances and slices, and gives its seat back.",
    args: { input: t.arg({ type: DeleteEntityInput, required: true, description: "Which." }) },
    resolve: async (_root, { input }, context) => {
      const { customerId, entityId } = input;
      const applied = await perform(context, { type: "deleteEntity", customerId, entityId }, input);
      return { ...calledOf(applied), ...applied.result };
    },
  }),
);
