import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { DeleteResult } from "../../schema/results.ts";
import { idRule } from "../../schema/rules.ts";
import { calledOf, perform } from "../perform.ts";

const DeleteCustomerInput = builder.inputType("DeleteCustomerInput", {
  description: "A customer to be deleted.",
  fields: (t) => ({
    customerId: t.id({ required: true, description: "Which customer.", validate: idRule }),
    ...callFields(t),
  }),
});

builder.mutationField("deleteCustomer", (t) =>
  t.field({
    type: DeleteResult,
    description: "Deletes a customer with its entities, its balances and its ledger.",
    args: { input: t.arg({ type: DeleteCustomerInput, required: true, description: "Who." }) },
    resolve: async (_root, { input }, context) => {
      const { customerId } = input;
      const applied = await perform(context, { type: "deleteCustomer", customerId }, input);
      return { ...calledOf(applied), ...applied.result };
    },
  }),
);
