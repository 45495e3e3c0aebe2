import { amount } from "../../../src/engine/amount.ts";
import type { UsageLimit } from "../../../src/engine/customer.ts";
import type { Dice } from "../../support/cases-dice.ts";
import type { Event } from "../../support/cases-random.ts";
import { FILTERS, PROPERTIES } from "../nasty.ts";
import {
  ALL,
  controlled,
  finalized,
  grantWith,
  HOUR,
  hourly,
  joined,
  locked,
  passed,
  type Theme,
  tracked,
  updated,
} from "./theme.ts";

const DAY = 24 * HOUR;

/** Limits of every length on rows of every period, with filters, armed and changed on the way (A19, A21, A38). */
export const limiting: Theme = {
  grants: 2,
  grant: ({ dice, number, now }) =>
    grantWith(number, {
      featureId: dice.pick(["messages", "messages", "credits"]),
      reset: { interval: dice.pick(PERIODS), intervalCount: dice.once(5) ? 12 : 1 },
      nextResetAt: dice.once(3) ? now + dice.pick([HOUR, DAY, 9 * DAY]) : null,
      planId: dice.once(3) ? null : "pro",
      rollovers: dice.once(4)
        ? [{ balance: amount("20"), usage: amount("0"), expiresAt: null }]
        : [],
    }),
  events: (moment) => {
    const { dice, now } = moment;
    const entityId = dice.once(4) ? dice.pick(ALL) : null;
    const used = { entityId, properties: dice.pick(PROPERTIES) };
    const value = amount(dice.pick(["1", "4", "25", "-3", "0.1"]));
    const event = dice.pick<() => Event>([
      () => tracked({ ...used, value, overageBehavior: dice.pick(BEHAVIORS) }),
      () => tracked({ ...used, value }),
      () => locked({ ...used, requiredBalance: value, lockId: dice.pick(["L1", "L2"]) }),
      () => finalized(dice),
      () => controlled({ usageLimits: [anyLimit(dice), anyLimit(dice)] }),
      () => controlled({ usageLimits: [anyLimit(dice)] }),
      () => owned(dice),
      () => passed(dice.pick([DAY, 6 * DAY, 7 * DAY, 30 * DAY, 180 * DAY])),
      () => hourly(moment),
      () => updated({ nextResetAt: now + dice.pick([-DAY, HOUR, 3 * DAY]) }),
      () => joined(dice),
    ]);
    return [event()];
  },
};

const PERIODS = ["hour", "day", "day", "week", "month", "quarter", "year"] as const;
const BEHAVIORS = ["cap", "reject", "overflow"] as const;

function anyLimit(dice: Dice): UsageLimit {
  return {
    featureId: dice.pick(["messages", "messages", "credits"]),
    enabled: !dice.once(6),
    limit: amount(dice.pick(["0", "5", "30", "150"])),
    interval: dice.pick(["day", "week", "month", "year"] as const),
    anchor: dice.once(4) ? "utc" : "billing_cycle",
    filter: dice.once(2) ? null : dice.pick(FILTERS),
  };
}

function owned(dice: Dice): Event {
  const billingControls = { usageLimits: [anyLimit(dice)] };
  return { type: "updateEntity", customerId: "cus", entityId: dice.pick(ALL), billingControls };
}
