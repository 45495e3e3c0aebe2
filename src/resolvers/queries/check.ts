import { type Amount, ONE } from "../../engine/amount.ts";
import { check } from "../../engine/check.ts";
import type { Checked as Answer, CheckAnswer } from "../../engine/command.ts";
import { customerNotFound } from "../../engine/refusal.ts";
import { isRefusal } from "../../engine/scene.ts";
import {
  type BalanceRead,
  type FlagRead,
  type Reading,
  readBalance,
  readFlag,
  viewOf,
} from "../../loaders/reading.ts";
import { BalanceRef } from "../../schema/balance.ts";
import { builder } from "../../schema/builder.ts";
import { neverNull } from "../../schema/cross-rules.ts";
import { DenialReasonEnum } from "../../schema/enums.ts";
import { InvalidInputError, NotFoundError, toFailure } from "../../schema/failures.ts";
import { FlagRef } from "../../schema/flag.ts";
import { amountRule, featureIdRule, idRule, jsonRule } from "../../schema/rules.ts";

const CheckInput = builder.inputType("CheckInput", {
  description: "What to check.",
  validate: neverNull("requiredBalance"),
  fields: (t) => ({
    customerId: t.id({ required: true, description: "The customer.", validate: idRule }),
    featureId: t.id({ required: true, description: "The feature.", validate: featureIdRule }),
    entityId: t.id({
      description: "The entity that asks. Left out: the customer itself.",
      validate: idRule,
    }),
    requiredBalance: t.field({
      type: "Amount",
      defaultValue: ONE,
      description: "Units that must be there. Default 1.",
      validate: amountRule,
    }),
    properties: t.field({
      type: "JSONObject",
      description:
        "Properties of the event that you are about to report. A usage limit with a filter counts only if they match it. Left out: no limit with a filter counts.",
      validate: jsonRule,
    }),
  }),
});

interface Checked {
  readonly answer: Answer;
  readonly customerId: string;
  readonly entityId: string | null;
  readonly balance: BalanceRead | null;
  readonly flag: FlagRead | null;
}

const CheckPayload = builder.objectRef<Checked>("CheckPayload").implement({
  description: "Whether it is allowed, why, and how much would be.",
  fields: (t) => ({
    allowed: t.boolean({
      description: "Whether it is allowed.",
      resolve: ({ answer }) => answer.allowed,
    }),
    customerId: t.exposeID("customerId", { description: "The customer." }),
    entityId: t.exposeID("entityId", {
      nullable: true,
      description: "The entity. Null: the customer itself.",
    }),
    requiredBalance: t.field({
      type: "Amount",
      description:
        "What must be there, in units of the balance shown. That is credits if a credit system pays.",
      resolve: ({ answer }): Amount => answer.requiredBalance,
    }),
    available: t.field({
      type: "Amount",
      nullable: true,
      description:
        "The most that would be allowed now, in units of the feature you asked for. It includes overage that is still allowed, and keeps within usage limits. Null: without end. Where credits pay, it is rounded down to what they pay for in full. Of a boolean feature it is null if the feature is granted, else 0.",
      resolve: ({ answer }): Amount | null => answer.available,
    }),
    balance: t.expose("balance", {
      type: BalanceRef,
      nullable: true,
      description: "The balance that decided. Null for boolean features, and if nothing is owned.",
    }),
    flag: t.expose("flag", {
      type: FlagRef,
      nullable: true,
      description: "The flag of a boolean feature. Null if it is not granted.",
    }),
    reason: t.field({
      type: DenialReasonEnum,
      nullable: true,
      description: "Why it was refused. Null if allowed.",
      resolve: ({ answer }) => answer.reason,
    }),
    explanation: t.string({
      description:
        "The verdict in words, for support staff: what is required, what each source has left, and the rule that decided.",
      resolve: ({ answer }) => answer.explanation,
    }),
  }),
});

const CheckResult = builder.errorUnion("CheckResult", {
  description: "The verdict, or why there is none.",
  types: [CheckPayload, InvalidInputError, NotFoundError],
  resolveType: () => "CheckPayload",
});

builder.queryField("check", (t) =>
  t.field({
    type: CheckResult,
    description: "Tells whether a balance suffices. Deducts nothing.",
    args: { input: t.arg({ type: CheckInput, required: true, description: "What to check." }) },
    resolve: async (_root, { input }, { loaders }): Promise<Checked> => {
      const { customerId, featureId, entityId = null, requiredBalance } = input;
      const reading = await loaders.readings.load(customerId);
      if (!reading) throw toFailure(customerNotFound(customerId), null);
      const answer = check(viewOf(reading, entityId), {
        ...{ customerId, featureId, entityId, properties: input.properties ?? null },
        requiredBalance: requiredBalance ?? ONE,
      });
      if (isRefusal(answer)) throw toFailure(answer, reading);
      return { answer, customerId, entityId, ...shownBy(answer, reading, entityId) };
    },
  }),
);

function shownBy(answer: CheckAnswer, reading: Reading, entityId: string | null) {
  const { balanceFeatureId, flagFeatureId } = answer;
  return {
    balance: balanceFeatureId === null ? null : readBalance(reading, balanceFeatureId, entityId),
    flag: flagFeatureId === null ? null : readFlag(reading, flagFeatureId, entityId),
  };
}
