import { amount } from "../../../src/engine/amount.ts";
import type { Dice } from "../../support/cases-dice.ts";
import type { Event } from "../../support/cases-random.ts";
import {
  ALL,
  anyRollover,
  checkedAndTracked,
  controlled,
  finalized,
  grantWith,
  hourly,
  joined,
  locked,
  type Moment,
  recalculated,
  type Theme,
  tracked,
  updated,
} from "./theme.ts";

/** Amounts as large as they may be, and sums that would be larger (A33). */
export const vast: Theme = {
  grants: 2,
  grant: anyVast,
  events: (moment) => {
    const { dice } = moment;
    const value = anySize(dice);
    const entityId = dice.once(4) ? dice.pick(ALL) : null;
    const limit = { limit: amount("1"), interval: "month", anchor: "utc", filter: null } as const;
    const event = dice.pick<() => Event>([
      () => anyVast(moment),
      () => tracked({ entityId, value, overageBehavior: dice.pick(BEHAVIORS) }),
      () => tracked({ entityId, value: amount(`-${dice.pick(SIZES)}`) }),
      () => updated({ entityId, includedGrant: value }),
      () => updated({ entityId, remaining: dice.once(2) ? value : amount("-5e17") }),
      () => updated({ entityId, addToBalance: value }),
      () => updated({ entityId, usage: value }),
      () => checkedAndTracked("messages", value),
      () => locked({ entityId, requiredBalance: value }),
      () => finalized(dice),
      () => controlled({ usageLimits: [{ ...limit, featureId: "messages", enabled: true }] }),
      () => joined(dice),
      () => recalculated(dice),
      () => hourly(moment),
    ]);
    return [event()];
  },
};

const SIZES = ["9e17", "4e17", "999999999999999999.9999999999", "99999999999999999", "7"];
const BEHAVIORS = ["cap", "reject", "overflow"] as const;

function anySize(dice: Dice) {
  return amount(dice.pick(SIZES));
}

function anyVast({ dice, number }: Moment) {
  const recurs = !dice.once(3);
  return grantWith(number, {
    featureId: dice.pick(["messages", "messages", "messages", "credits"]),
    includedGrant: anySize(dice),
    reset: recurs ? { interval: "month", intervalCount: 1 } : null,
    rollover: recurs && dice.once(2) ? anyRollover(dice) : null,
    perEntityFeatureId: dice.once(4) ? "users" : null,
    overageAllowed: dice.once(2),
  });
}
