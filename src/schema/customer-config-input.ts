import type { CustomerConfig } from "../engine/customer.ts";
import { builder } from "./builder.ts";

export const CustomerConfigInput = builder.inputType("CustomerConfigInput", {
  description: "How a customer's balances behave. Keys that you leave out stay as they are.",
  fields: (t) => ({
    disablePooledBalance: t.boolean({
      description: "If true, entities do not see or use the customer's own balances.",
    }),
    disableOverageBilling: t.boolean({ description: "Whether overage is not to be billed." }),
  }),
});

/** The keys that an input gives. */
export function configOf(config: typeof CustomerConfigInput.$inferInput | null | undefined): {
  [Key in keyof CustomerConfig]?: boolean | undefined;
} {
  return {
    disablePooledBalance: config?.disablePooledBalance ?? undefined,
    disableOverageBilling: config?.disableOverageBilling ?? undefined,
  };
}
