import { amount } from "../../src/engine/amount.ts";
import type { Catalog, Feature } from "../../src/engine/feature.ts";
import type { Dice } from "../support/cases-dice.ts";
import { CATALOG, feature } from "../support/engine.ts";

/** Two features that two systems of credits pay for, at costs of which most do not divide. */
export function catalogOf(dice: Dice): Catalog {
  return {
    ...CATALOG,
    features: [
      feature("messages", { eventNames: ["spoke"] }),
      feature("actions", { eventNames: ["spoke"] }),
      feature("users", { consumable: false }),
      feature("projects", { consumable: false }),
      system(dice, "credits", ["actions", "messages"]),
      system(dice, "tokens", ["messages", "actions"]),
    ],
    persistFreeOverage: dice.once(2),
  };
}

const COSTS = ["0.2", "3", "0.3", "7", "1e-10", "0.3333333333", "1"];

function system(dice: Dice, featureId: string, paidFor: readonly string[]): Feature {
  const creditSchema = paidFor.map((meteredFeatureId) => ({
    meteredFeatureId,
    creditCost: amount(dice.pick(COSTS)),
  }));
  return feature(featureId, { type: "credit_system", creditSchema });
}
