import { amount } from "../../../src/engine/amount.ts";
import type { Dice } from "../../support/cases-dice.ts";
import type { Event } from "../../support/cases-random.ts";
import {
  ALL,
  checkedAndTracked,
  controlled,
  deleted,
  grantWith,
  hourly,
  joined,
  locked,
  type Moment,
  recalculated,
  type Theme,
  tracked,
} from "./theme.ts";

/** How far below zero: ceilings, controls, spend limits, on several rows and on credits (A20). */
export const overages: Theme = {
  grants: 3,
  grant: anyCeiling,
  events: (moment) => {
    const { dice } = moment;
    const value = amount(dice.pick(["1", "15", "60", "120", "0.1", "0.0000000003", "-30"]));
    const featureId = anyFeature(dice);
    const entityId = dice.once(4) ? dice.pick(ALL) : null;
    const event = dice.pick<() => Event>([
      () => tracked({ featureId, entityId, value, overageBehavior: dice.pick(BEHAVIORS) }),
      () => tracked({ featureId, entityId, value, overageBehavior: "reject" }),
      () => checkedAndTracked(featureId, value),
      () => locked({ featureId, entityId, requiredBalance: value }),
      () => controlled({ overageAllowed: [{ featureId, enabled: !dice.once(3) }] }),
      () => controlled({ spendLimits: [spendLimit(dice, featureId)] }),
      () => anyCeiling(moment),
      () => joined(dice),
      () => recalculated(dice),
      () => deleted(dice, featureId),
      () => hourly(moment),
    ]);
    return [event()];
  },
};

const BEHAVIORS = ["cap", "reject", "overflow"] as const;

function anyFeature(dice: Dice): string {
  return dice.pick(["messages", "messages", "actions", "credits", "tokens"]);
}

function anyCeiling({ dice, number }: Moment) {
  const isDealt = dice.once(4);
  return grantWith(number, {
    featureId: anyFeature(dice),
    includedGrant: amount(dice.pick(["0", "10", "50", "0.3333333333"])),
    reset: dice.once(3) ? null : { interval: "month", intervalCount: 1 },
    addOn: dice.once(4),
    overageAllowed: dice.once(2),
    maxPurchase: dice.once(2) ? amount(dice.pick(["0", "20", "0.5", "100"])) : null,
    perEntityFeatureId: isDealt ? "users" : null,
    balance: !isDealt && dice.once(4) ? amount(dice.pick(["-60", "-5", "3"])) : null,
    rollovers:
      !isDealt && dice.once(4)
        ? [{ balance: amount("7"), usage: amount("0"), expiresAt: null }]
        : [],
  });
}

function spendLimit(dice: Dice, featureId: string) {
  return {
    featureId,
    enabled: !dice.once(5),
    overageLimit: amount(dice.pick(["0", "10", "25", "33.3333333333"])),
    limitType: dice.pick(["absolute", "usage_percentage"] as const),
    skipOverageBilling: false,
  };
}
