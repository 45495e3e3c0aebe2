import {
  BillingControlsInput,
  controlsOf,
  wrongControls,
} from "../../schema/billing-controls-input.ts";
import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { CustomerConfigInput, configOf } from "../../schema/customer-config-input.ts";
import { InvalidInputError } from "../../schema/failures.ts";
import { CustomerResult } from "../../schema/results.ts";
import { idRule, instantRule, jsonRule, textRule } from "../../schema/rules.ts";
import { calledOf, customerAfter, perform } from "../perform.ts";

const CreateCustomerInput = builder.inputType("CreateCustomerInput", {
  description: "A new customer.",
  fields: (t) => ({
    customerId: t.id({ required: true, description: "Its id.", validate: idRule }),
    name: t.string({ description: "What people call it.", validate: textRule }),
    email: t.string({ description: "Its address.", validate: textRule }),
    fingerprint: t.string({ description: "What tells it from others.", validate: textRule }),
    metadata: t.field({
      type: "JSONObject",
      description: "Your own notes on the customer, at most 64 kB.",
      validate: jsonRule,
    }),
    billingControls: t.field({ type: BillingControlsInput, description: "Its limits." }),
    config: t.field({ type: CustomerConfigInput, description: "How its balances behave." }),
    testClock: t.field({
      type: "Timestamp",
      description: "Sandbox only: freezes its now here, until advanceClock moves it.",
      validate: instantRule,
    }),
    ...callFields(t),
  }),
});

builder.mutationField("createCustomer", (t) =>
  t.field({
    type: CustomerResult,
    extensions: { alsoWrong: wrongControls },
    description: "Creates a customer, with no balances yet.",
    args: { input: t.arg({ type: CreateCustomerInput, required: true, description: "Who." }) },
    resolve: async (_root, { input }, context) => {
      if (input.testClock != null && !context.sandbox) throw noClocks();
      const applied = await perform(
        context,
        {
          type: "createCustomer",
          customerId: input.customerId,
          name: input.name ?? null,
          email: input.email ?? null,
          fingerprint: input.fingerprint ?? null,
          metadata: input.metadata ?? {},
          billingControls: controlsOf(input.billingControls),
          config: configOf(input.config),
          testClock: input.testClock ?? null,
        },
        input,
      );
      return { ...calledOf(applied), customer: await customerAfter(context, applied) };
    },
  }),
);

function noClocks(): InvalidInputError {
  const message = "must not be given outside the sandbox";
  return new InvalidInputError("INVALID_INPUT", [{ path: ["input", "testClock"], message }]);
}
