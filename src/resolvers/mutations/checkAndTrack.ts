import { ONE } from "../../engine/amount.ts";
import type { CheckAndTrackAnswer } from "../../engine/command.ts";
import type { BalanceRead } from "../../loaders/reading.ts";
import { BalanceRef } from "../../schema/balance.ts";
import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { neverNull } from "../../schema/cross-rules.ts";
import { DenialReasonEnum } from "../../schema/enums.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../../schema/failures.ts";
import { DeductionRef, type EntryRead, LedgerEntryRef } from "../../schema/ledger-entry.ts";
import { type Called, DRY_RUN, REPLAYED } from "../../schema/results.ts";
import { amountRule, featureIdRule, idRule, jsonRule } from "../../schema/rules.ts";
import { balanceIn, calledOf, customerAfter, entryIn, perform } from "../perform.ts";

const CheckAndTrackInput = builder.inputType("CheckAndTrackInput", {
  description: "What to check and, if it is allowed, take.",
  validate: neverNull("requiredBalance"),
  fields: (t) => ({
    customerId: t.id({ required: true, description: "The customer.", validate: idRule }),
    featureId: t.id({ required: true, description: "The feature.", validate: featureIdRule }),
    entityId: t.id({
      description: "The entity that uses it. Left out: the customer itself.",
      validate: idRule,
    }),
    requiredBalance: t.field({
      type: "Amount",
      defaultValue: ONE,
      description: "Units to take. Default 1. A negative value gives back.",
      validate: amountRule,
    }),
    properties: t.field({
      type: "JSONObject",
      description:
        "Stored with the event. A usage limit with a filter counts the event only if these match it.",
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
    description: "The verdict and what was taken.",
    fields: (t) => ({
      allowed: t.exposeBoolean("allowed", {
        description: "True if all of it was taken. False if nothing was.",
      }),
      requiredBalance: t.expose("requiredBalance", {
        type: "Amount",
        description: "What you asked for, in units of the balance shown.",
      }),
      balance: t.expose("balance", {
        type: BalanceRef,
        nullable: true,
        description: "The balance that was charged or that refused. Null if nothing is owned.",
      }),
      deductions: t.expose("deductions", {
        type: [DeductionRef],
        description: "What was taken, in order. Empty if refused.",
      }),
      reason: t.expose("reason", {
        type: DenialReasonEnum,
        nullable: true,
        description: "Why it was refused. Null if allowed.",
      }),
      explanation: t.exposeString("explanation", {
        description:
          "The verdict in words, for support staff. A refusal names what is required, what each source has left, and the rule that decided.",
      }),
      entry: t.expose("entry", {
        type: LedgerEntryRef,
        nullable: true,
        description: "The ledger entry. Null if refused.",
      }),
      replayed: t.exposeBoolean("replayed", { description: REPLAYED }),
      dryRun: t.exposeBoolean("dryRun", { description: DRY_RUN }),
    }),
  });

const CheckAndTrackResult = builder.errorUnion("CheckAndTrackResult", {
  description: "The verdict, or why there is none.",
  types: [CheckAndTrackPayload, InvalidInputError, NotFoundError, ConflictError],
  resolveType: () => "CheckAndTrackPayload",
});

builder.mutationField("checkAndTrack", (t) =>
  t.field({
    type: CheckAndTrackResult,
    description:
      "Checks and takes in one atomic step, all or nothing. Parallel calls never take more than there is.",
    args: {
      input: t.arg({ type: CheckAndTrackInput, required: true, description: "What to take." }),
    },
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
