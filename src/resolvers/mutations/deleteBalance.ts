import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { IntervalEnum } from "../../schema/enums.ts";
import { BalanceResult } from "../../schema/results.ts";
import { featureIdRule, idRule } from "../../schema/rules.ts";
import { changedBalance, perform } from "../perform.ts";

const DeleteBalanceInput = builder.inputType("DeleteBalanceInput", {
  description:
    "Which balances to delete: all that match every field given. Name a feature, a balance, or set `all`.",
  fields: (t) => ({
    customerId: t.id({ required: true, description: "The customer.", validate: idRule }),
    featureId: t.id({
      description: "Only balances of this feature. Left out: `balanceId` or `all` is needed.",
      validate: featureIdRule,
    }),
    entityId: t.id({
      description:
        "Only what this entity sees: its own balances and the customer's shared ones. Left out: what the customer sees.",
      validate: idRule,
    }),
    balanceId: t.id({
      description: "Only the balance with this id, as in `Breakdown.balanceId`.",
      validate: idRule,
    }),
    interval: t.field({
      type: IntervalEnum,
      description: "Only balances with this reset interval.",
    }),
    all: t.boolean({
      description:
        "True deletes the balances of every feature. It must be set where neither `featureId` nor `balanceId` is given.",
    }),
    recalculateBalances: t.boolean({
      description:
        "True moves the deleted usage to the balances of the same feature that are left. With none left, it stays as overage. Needs `featureId`.",
    }),
    ...callFields(t),
  }),
});

builder.mutationField("deleteBalance", (t) =>
  t.field({
    type: BalanceResult,
    description: "Deletes balances together with their usage.",
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
          all: input.all ?? false,
          interval: input.interval ?? null,
          recalculateBalances: input.recalculateBalances ?? false,
        },
        input,
      );
      return changedBalance(context, applied);
    },
  }),
);
