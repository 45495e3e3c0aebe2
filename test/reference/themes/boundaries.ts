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
  type Moment,
  midnight,
  passed,
  type Theme,
  tracked,
  updated,
} from "./theme.ts";

/** Locks that live through resets and end at the very instant of one (A25, A26). */
export const boundaries: Theme = {
  grants: 2,
  grant: (moment) => {
    const { dice, number } = moment;
    const isDealt = dice.once(4);
    return grantWith(number, {
      reset: { interval: dice.pick(["day", "day", "week"] as const), intervalCount: 1 },
      nextResetAt: dice.once(3) ? null : midnight(moment),
      rollover: dice.once(4) ? null : anyRollover(dice),
      rollovers: !isDealt && dice.once(3) ? [carriedBefore(moment)] : [],
      perEntityFeatureId: isDealt ? "users" : null,
      overageAllowed: dice.once(3),
    });
  },
  events: (moment) => {
    const { dice, now } = moment;
    if (dice.once(3)) return outlived(moment);
    const entityId = dice.once(3) ? dice.pick(ALL) : null;
    const ends = [null, midnight(moment), midnight(moment), now + HOUR, now + 24 * HOUR];
    const value = amount(dice.pick(["30", "70", "130", "-20", "0.3333333333"]));
    const event = dice.pick<() => Event>([
      () => hourly(moment),
      () => hourly(moment),
      () =>
        locked({
          entityId,
          lockId: dice.pick(["L1", "L2"]),
          requiredBalance: value,
          expiresAt: dice.pick(ends),
        }),
      () => finalized(dice),
      () => finalized(dice),
      () => tracked({ entityId, value }),
      () => joined(dice),
      () => updated({ entityId, expiresAt: dice.pick([midnight(moment), null]) }),
      () => expiring(moment),
    ]);
    return [event()];
  },
};

/** A lock that is settled only after a reset or two, or a deletion. */
function outlived(moment: Moment): Event[] {
  const { dice, now } = moment;
  const entityId = dice.once(3) ? dice.pick(ALL) : null;
  const lockId = `L${moment.number}`;
  const expiresAt = dice.once(3) ? midnight(moment) + dice.pick([0, HOUR]) : null;
  const days = dice.pick([1, 1, 2, 40]) * 24 * HOUR;
  const requiredBalance = amount(dice.pick(["30", "99.9", "120"]));
  return [
    locked({ entityId, lockId, requiredBalance, expiresAt }),
    ...(dice.once(3) ? [tracked({ entityId, value: amount("50") })] : []),
    passed(midnight(moment) - now + (dice.once(2) ? 0 : HOUR)),
    ...(dice.once(3) ? [tracked({ entityId, value: amount("60") })] : []),
    ...(dice.once(4) ? [passed(days)] : []),
    finalized(dice, lockId),
  ];
}

function carriedBefore(moment: Moment) {
  const expiresAt = moment.dice.pick([midnight(moment), moment.now + 60 * 24 * HOUR, null]);
  return { balance: amount("40"), usage: amount("5"), expiresAt };
}

/** A one-off row that is gone when others reset. */
function expiring(moment: Moment): Event {
  const includedGrant = amount("10");
  return grantWith(moment.number, { planId: null, includedGrant, expiresAt: midnight(moment) });
}
