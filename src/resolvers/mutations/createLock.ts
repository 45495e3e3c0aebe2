import { ONE } from "../../engine/amount.ts";
import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { neverNull } from "../../schema/cross-rules.ts";
import { LockResult } from "../../schema/lock-result.ts";
import {
  amountRule,
  featureIdRule,
  idRule,
  instantRule,
  jsonRule,
  lockIdRule,
} from "../../schema/rules.ts";
import { lockAfter, perform } from "../perform.ts";

const CreateLockInput = builder.inputType("CreateLockInput", {
  description: "What to check and, if allowed, hold.",
  validate: neverNull("requiredBalance"),
  fields: (t) => ({
    customerId: t.id({ required: true, description: "The customer.", validate: idRule }),
    featureId: t.id({
      required: true,
      description: "The feature: metered and consumable, or a credit system.",
      validate: featureIdRule,
    }),
    entityId: t.id({
      description: "The customer's entity that it is for; left out: the customer itself.",
      validate: idRule,
    }),
    requiredBalance: t.field({
      type: "Amount",
      defaultValue: ONE,
      description: "Units to hold; below 0 gives in advance, 0 holds nothing yet.",
      validate: amountRule,
    }),
    lockId: t.id({
      required: true,
      description: "Its id, to settle it by: at most 256 characters, and no live lock's.",
      validate: lockIdRule,
    }),
    expiresAt: t.field({
      type: "Timestamp",
      description:
        "When the gateway releases it by itself, within the next 24 hours. Left out: never, and after a day what it took stands.",
      validate: instantRule,
    }),
    properties: t.field({
      type: "JSONObject",
      description: "Anything worth keeping with the event.",
      validate: jsonRule,
    }),
    ...callFields(t),
  }),
});

builder.mutationField("createLock", (t) =>
  t.field({
    type: LockResult,
    description:
      "Checks and holds in one atomic step, all or nothing. Settle it with finalizeLock. A customer has at most 10,000 held locks.",
    args: { input: t.arg({ type: CreateLockInput, required: true, description: "What." }) },
    resolve: async (_root, { input }, context) =>
      lockAfter(
        context,
        await perform(
          context,
          {
            type: "createLock",
            customerId: input.customerId,
            featureId: input.featureId,
            entityId: input.entityId ?? null,
            requiredBalance: input.requiredBalance ?? ONE,
            lockId: input.lockId,
            expiresAt: input.expiresAt ?? null,
            properties: input.properties ?? null,
          },
          input,
        ),
      ),
  }),
);
