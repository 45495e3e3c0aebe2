import { builder } from "../../schema/builder.ts";
import { CustomerRef } from "../../schema/customer.ts";
import { THE_CUSTOMER } from "../../schema/sought-args.ts";

builder.queryField("customer", (t) =>
  t.field({
    type: CustomerRef,
    nullable: true,
    description: "The customer of this id; null where there is none.",
    args: {
      customerId: t.arg.id(THE_CUSTOMER),
    },
    resolve: (_root, { customerId }, { loaders }) => loaders.readings.load(customerId),
  }),
);
