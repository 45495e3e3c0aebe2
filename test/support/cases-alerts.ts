import { amount, lesser } from "../../src/engine/amount.ts";
import type { CustomerCommand } from "../../src/engine/command.ts";
import type { AutoTopup, UsageAlert } from "../../src/engine/customer.ts";
import { Dice } from "./cases-dice.ts";

const FEATURES = ["messages", "messages", "actions", "credits", "users"] as const;
const TYPES = ["usage", "usage_percentage", "remaining", "remaining_percentage"] as const;
const ENTITIES = ["e1", "e2", null, null] as const;
const HUNDRED = amount("100");
const customerId = "cus";

/** Usage alerts and a top-up, in the place of all that the customer or the entity had before. */
export function alertsOf(seed: number): CustomerCommand {
  const dice = new Dice(seed);
  const usageAlerts = [anyAlert(dice), anyAlert(dice)];
  const billingControls = { usageAlerts, autoTopups: [anyTopup(dice)] };
  const entityId = dice.pick(ENTITIES);
  if (entityId) return { type: "updateEntity", customerId, entityId, billingControls };
  return { type: "updateCustomer", customerId, billingControls };
}

function anyAlert(dice: Dice): UsageAlert {
  return {
    featureId: dice.once(3) ? null : dice.pick(FEATURES),
    enabled: !dice.once(8),
    threshold: lesser(dice.amount(), HUNDRED),
    thresholdType: dice.pick(TYPES),
    name: null,
  };
}

function anyTopup(dice: Dice): AutoTopup {
  return {
    featureId: dice.pick(FEATURES),
    enabled: !dice.once(8),
    threshold: dice.signed(),
    quantity: HUNDRED,
  };
}
