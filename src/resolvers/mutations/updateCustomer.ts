import {
  BillingControlsInput,
  controlsOf,
  wrongControls,
} from "../../schema/billing-controls-input.ts";
import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { CustomerConfigInput, configOf } from "../../schema/customer-config-input.ts";
import { CustomerResult } from "../../schema/results.ts";
import { idRule, jsonRule, newCustomerIdRule, textRule } from "../../schema/rules.ts";
import { calledOf, customerAfter, given, perform } from "../perform.ts";

const UpdateCustomerInput = builder.inputType("UpdateCustomerInput", {
  description: "Changes to a customer. Fields that you leave out stay as they are.",
  validate: [
    ({ newCustomerId }: { readonly newCustomerId?: string | null }) => newCustomerId !== null,
    { message: "must not be null", path: ["newCustomerId"] },
  ],
  fields: (t) => ({
    customerId: t.id({ required: true, description: "Which customer.", validate: idRule }),
    newCustomerId: t.id({
      description: "Its new id: letters, digits, _ : and -.",
      validate: newCustomerIdRule,
    }),
    name: t.string({ description: "What people call it; null: nothing.", validate: textRule }),
    email: t.string({ description: "Its address; null: none.", validate: textRule }),
    fingerprint: t.string({
      description: "What tells it from others; null: nothing.",
      validate: textRule,
    }),
    stripeId: t.string({
      description: "Its id at Stripe; null or empty unlinks.",
      validate: textRule,
    }),
    sendEmailReceipts: t.boolean({ description: "Whether it wants receipts by mail." }),
    metadata: t.field({
      type: "JSONObject",
      description:
        "Merged key by key into your notes on the customer. Null deletes a key. At most 64 kB after the merge.",
      validate: jsonRule,
    }),
    billingControls: t.field({
      type: BillingControlsInput,
      description: "Each list given replaces that list.",
    }),
    config: t.field({ type: CustomerConfigInput, description: "Merged key by key." }),
    ifRevision: t.int({
      description: "Only if the customer is still at this revision; else REVISION_MISMATCH.",
    }),
    ...callFields(t),
  }),
});

builder.mutationField("updateCustomer", (t) =>
  t.field({
    type: CustomerResult,
    extensions: { alsoWrong: wrongControls },
    description: "Changes a customer. Its balances stay as they are.",
    args: { input: t.arg({ type: UpdateCustomerInput, required: true, description: "Changes." }) },
    resolve: async (_root, { input }, context) => {
      const applied = await perform(
        context,
        {
          type: "updateCustomer",
          customerId: input.customerId,
          newCustomerId: given(input.newCustomerId),
          name: input.name,
          email: input.email,
          fingerprint: input.fingerprint,
          stripeId: input.stripeId,
          sendEmailReceipts: given(input.sendEmailReceipts),
          metadata: given(input.metadata),
          billingControls: controlsOf(input.billingControls),
          config: configOf(input.config),
          ifRevision: given(input.ifRevision),
        },
        input,
      );
      return { ...calledOf(applied), customer: await customerAfter(context, applied) };
    },
  }),
);
