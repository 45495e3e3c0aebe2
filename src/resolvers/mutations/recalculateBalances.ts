import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { BalanceResult } from "../../schema/results.ts";
import { featureIdRule, idRule } from "../../schema/rules.ts";
import { changedBalance, perform } from "../perform.ts";

const RecalculateBalancesInput = builder.inputType("RecalculateBalancesInput", {
  description: "A feature whose overage is to be settled from what its other rows have left.",
  fields: (t) => ({
    customerId: t.id({ required: true, description: "The customer.", validate: idRule }),
    featureId: t.id({ required: true, description: "The feature.", validate: featureIdRule }),
    entityId: t.id({
      description: "From the side of this entity; left out: the customer's.",
      validate: idRule,
    }),
    ...callFields(t),
  }),
});

builder.mutationField("recalculateBalances", (t) =>
  t.field({
    type: BalanceResult,
    description:
      "Where a feature has rows both below and above zero, starts all anew and takes their usage again, in order.",
    args: {
      input: t.arg({ type: RecalculateBalancesInput, required: true, description: "Which." }),
    },
    resolve: async (_root, { input }, context) => {
      const { customerId, featureId, entityId = null } = input;
      const applied = await perform(
        context,
        { type: "recalculateBalances", customerId, featureId, entityId },
        input,
      );
      return changedBalance(context, applied);
    },
  }),
);
