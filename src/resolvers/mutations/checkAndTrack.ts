import { ONE } from "../../engine/amount.ts";
import type { CheckAndTrackAnswer } from "../../engine/command.ts";
import type { BalanceRead } from "../../loaders/reading.ts";
import { BalanceRef } from "../../schema/balance.ts";
import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { DenialReasonEnum } from "../../schema/enums.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../../schema/failures.ts";
import { DeductionRef, type EntryRead, LedgerEntryRef } from "../../schema/ledger-entry.ts";
import { type Called, DRY_RUN, REPLAYED } from "../../schema/results.ts";
import { amountRule, featureIdRule, idRule, jsonRule } from "../../schema/rules.ts";
import { balanceIn, calledOf, customerAfter, entryIn, perform } from "../perform.ts";

const CheckAndTrackInput = builder.inputType("CheckAndTrackInput", {
  description: "What is to be checked and, where allowed, taken.",
  fields: (t) => ({
    customerId: t.id({ required: true, description: "The customer.", validate: idRule }),
    featureId: t.id({ required: true, description: "The feature.", validate: featureIdRule }),
    entityId: t.id({
      description: "The customer's entity that uses it; left out: the customer itself.",
      validate: idRule,
    }),
    requiredBalance: t.field({
      type: "Amount",
      defaultValue: ONE,
      description: "Units to take; below 0 gives back.",
      validate: amountRule,
    }),
    properties: t.field({
      type: "JSONObject",
      description: "Anything worth keeping with the event.",
      validate: jsonRule,
    }),
    ...callFields(t),
  }),
});

interface CheckedAndTracked extends Called, CheckAndTrackAnswer {
  readonly balance: BalanceRead | null;
  readonly entry: EntryRead | null;
}

const CheckAndTrackPayload = builder
  .objectRef<CheckedAndTracked>("CheckAndTrackPayload")
  .implement({
    description: "The verdict, and what was taken.",
    fields: (t) => ({
      allowed: t.exposeBoolean("allowed", {
        description: "Whether it was allowed, and all of it was taken; else nothing was.",
      }),
      requiredBalance: t.expose("requiredBalance", {
        type: "Amount",
        description: "What was asked for, in units of the balance shown.",
      }),
      balance: t.expose("balance", {
        type: BalanceRef,
        nullable: true,
        description: "The balance that was charged, or that denied; null where nothing is owned.",
      }),
      deductions: t.expose("deductions", {
        type: [DeductionRef],
        description: "What was taken, in the order it was; empty when refused.",
      }),
      reason: t.expose("reason", {
        type: DenialReasonEnum,
        nullable: true,
        description: "Why it was refused; null when allowed.",
      }),
      explanation: t.exposeString("explanation", {
        description:
          "The verdict in words; of a denial what is required, what each source has left for it, and the rule that decides.",
      }),
      entry: t.expose("entry", {
        type: LedgerEntryRef,
        nullable: true,
        description: "The ledger entry; null when refused.",
      }),
      replayed: t.exposeBoolean("replayed", { description: REPLAYED }),
      dryRun: t.exposeBoolean("dryRun", { description: DRY_RUN }),
    }),
  });

const CheckAndTrackResult = builder.errorUnion("CheckAndTrackResult", {
  description: "A verdict, or why there is none.",
  types: [CheckAndTrackPayload, InvalidInputError, NotFoundError, ConflictError],
  resolveType: () => "CheckAndTrackPayload",
});

builder.mutationField("checkAndTrack", (t) =>
  t.field({
    type: CheckAndTrackResult,
    description:
      "Checks and takes in one atomic step, all or nothing: parallel calls never take more than there is (C5).",
    args: { input: t.arg({ type: CheckAndTrackInput, required: true, description: "What." }) },
    resolve: async (_root, { input }, context): Promise<CheckedAndTracked> => {
      const { customerId, featureId, entityId = null } = input;
      const applied = await perform(
        context,
        {
          type: "checkAndTrack",
          customerId,
          featureId,
          entityId,
          requiredBalance: input.requiredBalance ?? ONE,
          properties: input.properties ?? null,
        },
        input,
      );
      const { result } = applied;
      const after = await customerAfter(context, applied);
      return {
        ...calledOf(applied),
        ...result,
        balance: balanceIn(after, result.balanceFeatureId, entityId),
        entry: entryIn(after, applied),
      };
    },
  }),
);
