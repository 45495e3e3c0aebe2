import { amount } from "../../../src/engine/amount.ts";
import type { Dice } from "../../support/cases-dice.ts";
import type { Event } from "../../support/cases-random.ts";
import {
  checkedAndTracked,
  deleted,
  grantWith,
  joined,
  left,
  type Moment,
  type Theme,
  tracked,
  updated,
} from "./theme.ts";

/** Several rows of one seat feature, with ceilings, carried balances and parts of seats (A29). */
export const seating: Theme = {
  grants: 1,
  grant: anySeats,
  events: (moment) => {
    const { dice } = moment;
    const featureId = "users";
    const value = amount(dice.pick(["1", "2", "-1", "0.5", "3"]));
    const event = dice.pick<() => Event>([
      () => joined(dice, anyone(dice)),
      () => joined(dice, anyone(dice)),
      () => joined(dice, anyone(dice)),
      () => joined(dice, anyone(dice)),
      () => left(dice, anyone(dice)),
      () => anySeats(moment),
      () => tracked({ featureId, value, overageBehavior: dice.pick(["cap", "reject"] as const) }),
      () => checkedAndTracked(featureId, value),
      () => updated({ featureId, remaining: value }),
      () => deleted(dice, featureId),
    ]);
    return [event()];
  },
};

/** Of more than there are seats, most of the time. */
function anyone(dice: Dice): string {
  return dice.pick(["e1", "e2", "e3", "e4", "e5", "e6", "e7"]);
}

function anySeats({ dice, number }: Moment) {
  const isUnlimited = dice.once(10);
  return grantWith(number, {
    unlimited: isUnlimited,
    featureId: "users",
    includedGrant: isUnlimited ? null : amount(dice.pick(["0", "1", "1", "2", "5"])),
    prepaidGrant: !isUnlimited && dice.once(5) ? amount("2") : null,
    planId: dice.once(3) ? null : "pro",
    addOn: dice.once(3),
    overageAllowed: dice.once(3),
    maxPurchase: dice.once(8) ? null : amount(dice.pick(["0", "0", "1", "3"])),
    balance: dice.once(5) ? amount(dice.pick(["-1", "0.5", "3", "9"])) : null,
  });
}
