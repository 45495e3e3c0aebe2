import { builder } from "../../schema/builder.ts";
import { CustomerRef } from "../../schema/customer.ts";

builder.queryField("customer", (t) =>
  t.field({
    type: CustomerRef,
    nullable: true,
    description: "The customer of this id; null where there is none.",
    args: { customerId: t.arg.id({ required: true, description: "The customer's id." }) },
    resolve: (_root, { customerId }, { loaders }) => loaders.readings.load(customerId),
  }),
);
