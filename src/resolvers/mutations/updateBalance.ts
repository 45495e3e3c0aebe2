import type { Amount } from "../../engine/amount.ts";
import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { IntervalEnum } from "../../schema/enums.ts";
import { BalanceResult } from "../../schema/results.ts";
import {
  amountRule,
  featureIdRule,
  idRule,
  instantRule,
  positiveOrZeroRule,
} from "../../schema/rules.ts";
import { changedBalance, given, perform } from "../perform.ts";

interface Targets {
  readonly remaining?: Amount | null;
  readonly addToBalance?: Amount | null;
  readonly usage?: Amount | null;
}

const UpdateBalanceInput = builder.inputType("UpdateBalanceInput", {
  description:
    "Figures to be set, on the rows named by id or interval, or on all rows of the feature in view. At most one of remaining, addToBalance and usage; at least one change.",
  validate: [
    [
      (input: Targets) =>
        [input.remaining, input.addToBalance, input.usage].filter((value) => value != null).length <
        2,
      {
        message: "must have at most one of remaining, addToBalance and usage",
        path: ["remaining"],
      },
    ],
  ],
  fields: (t) => ({
    customerId: t.id({ required: true, description: "The customer.", validate: idRule }),
    featureId: t.id({ required: true, description: "The feature.", validate: featureIdRule }),
    entityId: t.id({
      description: "From the side of this entity; left out: the customer's.",
      validate: idRule,
    }),
    balanceId: t.id({
      description: "Only the source of this id, as in Breakdown.balanceId.",
      validate: idRule,
    }),
    interval: t.field({ type: IntervalEnum, description: "Only sources of this period." }),
    remaining: t.field({
      type: "Amount",
      description:
        "Units left afterwards, exactly, with rollovers counted. Below 0 leaves overage.",
      validate: amountRule,
    }),
    addToBalance: t.field({
      type: "Amount",
      description: "Units to add, beyond the grant if need be. Below 0 takes units away.",
      validate: amountRule,
    }),
    usage: t.field({
      type: "Amount",
      description: "Units that count as used afterwards, exactly. The balance follows.",
      validate: amountRule,
    }),
    includedGrant: t.field({
      type: "Amount",
      description: "Units included until the next reset. The balance stays, so usage changes.",
      validate: positiveOrZeroRule,
    }),
    nextResetAt: t.field({
      type: "Timestamp",
      description:
        "When the grant that resets first resets next. At or before now, it resets once, at once.",
      validate: instantRule,
    }),
    expiresAt: t.field({
      type: "Timestamp",
      description: "When the grant that expires first expires. Null: never.",
      validate: instantRule,
    }),
    ifRevision: t.int({
      description: "Only if the balance is still at this revision; else REVISION_MISMATCH.",
    }),
    ...callFields(t),
  }),
});

builder.mutationField("updateBalance", (t) =>
  t.field({
    type: BalanceResult,
    description:
      "Sets remaining, addToBalance, usage, includedGrant, nextResetAt, expiresAt, in this order; no limit stands in the way.",
    args: {
      input: t.arg({ type: UpdateBalanceInput, required: true, description: "The changes." }),
    },
    resolve: async (_root, { input }, context) => {
      const applied = await perform(
        context,
        {
          type: "updateBalance",
          customerId: input.customerId,
          featureId: input.featureId,
          entityId: input.entityId ?? null,
          balanceId: input.balanceId ?? null,
          interval: input.interval ?? null,
          remaining: given(input.remaining),
          addToBalance: given(input.addToBalance),
          usage: given(input.usage),
          includedGrant: given(input.includedGrant),
          nextResetAt: given(input.nextResetAt),
          expiresAt: input.expiresAt,
          ifRevision: given(input.ifRevision),
        },
        input,
      );
      return changedBalance(context, applied);
    },
  }),
);
