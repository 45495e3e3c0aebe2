import { amount } from "../../../src/engine/amount.ts";
import type { Dice } from "../../support/cases-dice.ts";
import type { Event } from "../../support/cases-random.ts";
import {
  ALL,
  anyRollover,
  deleted,
  grantWith,
  HOUR,
  hourly,
  joined,
  recalculated,
  type Theme,
  tracked,
  updated,
} from "./theme.ts";

/** Targets and debts: usage and remaining set by hand, adjustments below zero, recalculations (A22, A23). */
export const settling: Theme = {
  grants: 3,
  grant: ({ dice, number, now }) => {
    const isDealt = dice.once(4);
    const recurs = !dice.once(3);
    if (dice.once(12)) return grantWith(number, { unlimited: true, includedGrant: null });
    return grantWith(number, {
      reset: recurs ? { interval: "month", intervalCount: 1 } : null,
      rollover: recurs && !dice.once(3) ? anyRollover(dice) : null,
      perEntityFeatureId: isDealt ? "users" : null,
      entityId: !isDealt && dice.once(4) ? "e1" : null,
      overageAllowed: dice.once(3),
      balance: !isDealt && dice.once(4) ? amount(dice.pick(["-30", "140", "0"])) : null,
      rollovers:
        !isDealt && dice.once(2)
          ? [{ balance: amount("40"), usage: amount("2"), expiresAt: now + 45 * 24 * HOUR }]
          : [],
    });
  },
  events: (moment) => {
    const { dice } = moment;
    const value = anyGoal(dice);
    const balanceId = dice.once(2) ? `g${dice.below(3)}` : null;
    const entityId = dice.once(4) ? dice.pick(ALL) : null;
    const event = dice.pick<() => Event>([
      () => updated({ balanceId, entityId, usage: value }),
      () => updated({ balanceId, entityId, usage: value }),
      () => updated({ balanceId, entityId, remaining: value }),
      () => updated({ balanceId, entityId, addToBalance: value }),
      () => updated({ balanceId, entityId, includedGrant: value }),
      () => updated({ balanceId, includedGrant: anyGoal(dice), usage: value }),
      () => recalculated(dice),
      () => deleted(dice, "messages"),
      () => recalculated(dice),
      () => tracked({ entityId, value, overageBehavior: "overflow" }),
      () => joined(dice),
      () => hourly(moment),
    ]);
    return [event()];
  },
};

function anyGoal(dice: Dice) {
  return amount(dice.pick(["0", "30", "130", "250.5", "-40", "-130", "0.0000000001"]));
}
