import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { IntervalEnum } from "../../schema/enums.ts";
import { BalanceResult } from "../../schema/results.ts";
import { featureIdRule, idRule } from "../../schema/rules.ts";
import { changedBalance, perform } from "../perform.ts";

const DeleteBalanceInput = builder.inputType("DeleteBalanceInput", {
  description:
    "Rows to be deleted: all in view that match what is given, the shared pool included where an entity is named (X1).",
  fields: (t) => ({
    customerId: t.id({ required: true, description: "The customer.", validate: idRule }),
    featureId: t.id({
      description: "Only of this feature; left out: of every one.",
      validate: featureIdRule,
    }),
    entityId: t.id({
      description: "From the side of this entity; left out: the customer's.",
      validate: idRule,
    }),
    balanceId: t.id({
      description: "Only the source of this id, as in Breakdown.balanceId.",
      validate: idRule,
    }),
    interval: t.field({ type: IntervalEnum, description: "Only sources of this period." }),
    recalculateBalances: t.boolean({
      description:
        "Whether their usage is carried over to the rows that survive, or left as a debt where none does; needs featureId (X3, X4).",
    }),
    ...callFields(t),
  }),
});

builder.mutationField("deleteBalance", (t) =>
  t.field({
    type: BalanceResult,
    description: "Deletes rows and their usage (section 16).",
    args: { input: t.arg({ type: DeleteBalanceInput, required: true, description: "Which." }) },
    resolve: async (_root, { input }, context) => {
      const applied = await perform(
        context,
        {
          type: "deleteBalance",
          customerId: input.customerId,
          featureId: input.featureId ?? null,
          entityId: input.entityId ?? null,
          balanceId: input.balanceId ?? null,
          interval: input.interval ?? null,
          recalculateBalances: input.recalculateBalances ?? false,
        },
        input,
      );
      return changedBalance(context, applied);
    },
  }),
);
