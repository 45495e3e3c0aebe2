import { type Amount, ONE } from "../../engine/amount.ts";
import { check } from "../../engine/check.ts";
import type { CheckAnswer } from "../../engine/command.ts";
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
import { amountRule, featureIdRule, idRule } from "../../schema/rules.ts";

const CheckInput = builder.inputType("CheckInput", {
  description: "What is to be checked.",
  validate: neverNull("requiredBalance"),
  fields: (t) => ({
    customerId: t.id({ required: true, description: "The customer.", validate: idRule }),
    featureId: t.id({ required: true, description: "The feature.", validate: featureIdRule }),
    entityId: t.id({
      description: "From the side of this entity; left out: the customer's.",
      validate: idRule,
    }),
    requiredBalance: t.field({
      type: "Amount",
      defaultValue: ONE,
      description: "Units that must be there.",
      validate: amountRule,
    }),
  }),
});

interface Checked {
  readonly answer: CheckAnswer;
  readonly customerId: string;
  readonly entityId: string | null;
  readonly balance: BalanceRead | null;
  readonly flag: FlagRead | null;
}

const CheckPayload = builder.objectRef<Checked>("CheckPayload").implement({
  description: "The verdict.",
  fields: (t) => ({
    allowed: t.boolean({
      description: "Whether it is allowed.",
      resolve: ({ answer }) => answer.allowed,
    }),
    customerId: t.exposeID("customerId", { description: "The customer." }),
    entityId: t.exposeID("entityId", {
      nullable: true,
      description: "The entity; null: the customer itself.",
    }),
    requiredBalance: t.field({
      type: "Amount",
      description:
        "What must be there, in units of the balance shown: credits where those pay (C4).",
      resolve: ({ answer }): Amount => answer.requiredBalance,
    }),
    balance: t.expose("balance", {
      type: BalanceRef,
      nullable: true,
      description: "The balance that decided; null for flags, and where nothing is owned.",
    }),
    flag: t.expose("flag", {
      type: FlagRef,
      nullable: true,
      description: "The flag of a boolean feature; null where it is not granted.",
    }),
    reason: t.field({
      type: DenialReasonEnum,
      nullable: true,
      description: "Why it was refused; null when allowed.",
      resolve: ({ answer }) => answer.reason,
    }),
    explanation: t.string({
      description:
        "The verdict in words: what is required, what each source has left for it, and the rule that decides.",
      resolve: ({ answer }) => answer.explanation,
    }),
  }),
});

const CheckResult = builder.errorUnion("CheckResult", {
  description: "A verdict, or why there is none.",
  types: [CheckPayload, InvalidInputError, NotFoundError],
  resolveType: () => "CheckPayload",
});

builder.queryField("check", (t) =>
  t.field({
    type: CheckResult,
    description: "Whether a balance suffices (section 12). Decides, and deducts nothing.",
    args: { input: t.arg({ type: CheckInput, required: true, description: "What to check." }) },
    resolve: async (_root, { input }, { loaders }): Promise<Checked> => {
      const { customerId, featureId, entityId = null, requiredBalance } = input;
      const reading = await loaders.readings.load(customerId);
      if (!reading) throw toFailure(customerNotFound(customerId), null);
      const question = { customerId, featureId, entityId, requiredBalance: requiredBalance ?? ONE };
      const answer = check(viewOf(reading, entityId), question);
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
