import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { crossRule } from "../../schema/cross-rules.ts";
import { LockActionEnum } from "../../schema/enums.ts";
import { LockResult } from "../../schema/lock-result.ts";
import { amountRule, jsonRule, lockIdRule } from "../../schema/rules.ts";
import { lockAfter, perform } from "../perform.ts";

const FinalizeLockInput = builder.inputType("FinalizeLockInput", {
  description: "How to settle a lock.",
  validate: [
    crossRule<{ readonly action?: unknown; readonly overrideValue?: unknown }>(
      "overrideValue",
      "must not be given with RELEASE",
      ({ action, overrideValue }) => action !== "release" || overrideValue == null,
    ),
  ],
  fields: (t) => ({
    lockId: t.id({ required: true, description: "Which lock.", validate: lockIdRule }),
    action: t.field({
      type: LockActionEnum,
      required: true,
      description: "Whether what was held is used, or given back.",
    }),
    overrideValue: t.field({
      type: "Amount",
      description:
        "What was used in the end, in place of the locked value. With CONFIRM only. If it is less, the rest is given back; if it is more, what fits is taken.",
      validate: amountRule,
    }),
    properties: t.field({
      type: "JSONObject",
      description: "Kept with the event; left out: the lock's own.",
      validate: jsonRule,
    }),
    ...callFields(t),
  }),
});

builder.mutationField("finalizeLock", (t) =>
  t.field({
    type: LockResult,
    description: "Settles a lock, once: confirms or releases what it held.",
    args: { input: t.arg({ type: FinalizeLockInput, required: true, description: "How." }) },
    resolve: async (_root, { input }, context) =>
      lockAfter(
        context,
        await perform(
          context,
          {
            type: "finalizeLock",
            customerId: "", // The store finds whose lock it is.
            lockId: input.lockId,
            action: input.action,
            overrideValue: input.overrideValue ?? null,
            properties: input.properties ?? null,
          },
          input,
        ),
      ),
  }),
);
