import { amount } from "../../../src/engine/amount.ts";
import type { CreateBalance } from "../../../src/engine/command.ts";
import type { Dice } from "../../support/cases-dice.ts";
import type { Event } from "../../support/cases-random.ts";
import {
  ALL,
  anyRollover,
  deleted,
  finalized,
  grantWith,
  hourly,
  joined,
  left,
  locked,
  type Moment,
  recalculated,
  type Theme,
  tracked,
  updated,
} from "./theme.ts";

/** Entities come and go under rows of which each has a slice (A24, A37). */
export const leaving: Theme = {
  grants: 2,
  grant: ({ dice, number, now }) => {
    const reset = dice.pick(RESETS);
    return grantWith(number, {
      perEntityFeatureId: dice.once(5) ? null : "users",
      reset,
      rollover: reset && reset.interval !== "one_off" && !dice.once(3) ? anyRollover(dice) : null,
      overageAllowed: dice.once(3),
      expiresAt: dice.once(6) ? now + 40 * DAY : null,
    });
  },
  events: (moment) => {
    const { dice } = moment;
    if (dice.once(3)) return returning(moment);
    const entityId = dice.once(5) ? null : dice.pick(ALL);
    const event = dice.pick<() => Event>([
      () => joined(dice),
      () => joined(dice),
      () => left(dice),
      () => hourly(moment),
      () => tracked({ entityId, value: usedBy(dice), overageBehavior: dice.pick(BEHAVIORS) }),
      () => tracked({ entityId, value: usedBy(dice) }),
      () => locked({ entityId, lockId: dice.pick(["L1", "L2"]) }),
      () => finalized(dice),
      () => updated({ entityId, remaining: usedBy(dice) }),
      () => recalculated(dice),
      () => deleted(dice, "messages"),
    ]);
    return [event()];
  },
};

/** Used, perhaps carried over a reset, left, and come back to; a lock may live through it. */
function returning(moment: Moment): Event[] {
  const { dice, number } = moment;
  const entityId = dice.pick(ALL);
  const lockId = `L${number}`;
  const maybe = (event: Event) => (dice.once(2) ? [event] : []);
  return [
    joined(dice, entityId),
    tracked({ entityId, value: usedBy(dice) }),
    ...maybe(hourly(moment)),
    ...maybe(locked({ entityId, lockId })),
    ...maybe(tracked({ entityId, value: usedBy(dice) })),
    left(dice, entityId),
    ...maybe(hourly(moment)),
    ...maybe(finalized(dice, lockId)),
    joined(dice, entityId),
    ...maybe(finalized(dice, lockId)),
  ];
}

const DAY = 86_400_000;
const BEHAVIORS = ["cap", "overflow", "reject"] as const;
const RESETS: readonly CreateBalance["reset"][] = [
  { interval: "month", intervalCount: 1 },
  { interval: "day", intervalCount: 1 },
  { interval: "one_off", intervalCount: 1 },
  null,
];

function usedBy(dice: Dice) {
  return amount(dice.pick(["20", "70", "160", "-15", "0.1"]));
}
