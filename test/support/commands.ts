import { amount } from "../../src/engine/amount.ts";
import type { CreateCustomer, DeleteBalance, UpdateBalance } from "../../src/engine/command.ts";

/** Commands and parts of them with only what a spec cares about: of the customer "cus", on messages. */

/** A new customer with nothing but its id. */
export function customerOf(
  customerId: string,
  given: Partial<CreateCustomer> = {},
): CreateCustomer {
  return {
    type: "createCustomer",
    customerId,
    name: null,
    email: null,
    fingerprint: null,
    metadata: {},
    billingControls: {},
    config: {},
    testClock: null,
    ...given,
  };
}

/** An update of the customer's messages that changes nothing yet. */
export const UPDATE: UpdateBalance = {
  type: "updateBalance",
  customerId: "cus",
  featureId: "messages",
  entityId: null,
  balanceId: null,
  interval: null,
};

/** Deletes the balances of messages, if nothing else is said. */
export function removing(given: Partial<DeleteBalance> = {}): DeleteBalance {
  return {
    type: "deleteBalance",
    customerId: "cus",
    featureId: "messages",
    entityId: null,
    balanceId: null,
    interval: null,
    recalculateBalances: false,
    ...given,
  };
}

/** 2 a unit, billed by use. */
export const PRICE = {
  amount: amount("2"),
  tiers: null,
  tierBehavior: null,
  billingUnits: amount("1"),
  billingMethod: "usage_based",
} as const;
