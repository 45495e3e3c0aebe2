import { amount } from "../../../src/engine/amount.ts";
import type { Event } from "../../support/cases-random.ts";
import {
  ALL,
  anyRollover,
  finalized,
  grantWith,
  HOUR,
  hourly,
  joined,
  locked,
  type Theme,
  tracked,
  updated,
} from "./theme.ts";

const DAY = 24 * HOUR;

/** Next resets set to instants that are past, present, future, or forbidden (A28). */
export const byHandResets: Theme = {
  grants: 2,
  grant: ({ dice, number, now }) =>
    grantWith(number, {
      reset: { interval: dice.pick(["day", "week", "month"] as const), intervalCount: 1 },
      rollover: dice.once(4) ? null : anyRollover(dice),
      nextResetAt: dice.once(2) ? now + 20 * DAY : null,
      perEntityFeatureId: dice.once(4) ? "users" : null,
      expiresAt: dice.once(3) ? now + 100 * DAY : null,
    }),
  events: (moment) => {
    const { dice, now } = moment;
    const back = [-1, 0, 1, -DAY, -5 * DAY, -40 * DAY, -400 * DAY, 3 * DAY, 99 * DAY, 100 * DAY];
    const nextResetAt = now + dice.pick(back);
    const balanceId = dice.once(2) ? `g${dice.below(2)}` : null;
    const event = dice.pick<() => Event>([
      () => updated({ nextResetAt, balanceId }),
      () => updated({ nextResetAt, balanceId }),
      () => updated({ nextResetAt, expiresAt: dice.pick([null, now + DAY, now + 200 * DAY]) }),
      () => updated({ nextResetAt, usage: amount("25"), includedGrant: amount("150") }),
      () => hourly(moment),
      () => hourly(moment),
      () => tracked({ value: amount("40"), entityId: dice.once(3) ? dice.pick(ALL) : null }),
      () => locked({ lockId: dice.pick(["L1", "L2"]) }),
      () => finalized(dice),
      () => joined(dice),
    ]);
    return [event()];
  },
};
