import { type Amount, amount } from "../../../src/engine/amount.ts";
import type {
  CreateBalance,
  CreateLock,
  FinalizeLock,
  Track,
  UpdateBalance,
} from "../../../src/engine/command.ts";
import type { BillingControls } from "../../../src/engine/customer.ts";
import { parsePercentage } from "../../../src/engine/percentage.ts";
import type { Dice } from "../../support/cases-dice.ts";
import type { Event } from "../../support/cases-random.ts";

/** What a history dwells on: the grants it begins with, and what happens then. */
export interface Theme {
  readonly grants: number;
  readonly grant: (moment: Moment) => CreateBalance;
  /** What happens next: several where one leads to the other. */
  readonly events: (moment: Moment) => readonly Event[];
}

export interface Moment {
  readonly dice: Dice;
  readonly now: number;
  /** The number of the event: names what it makes. */
  readonly number: number;
}

export const HOUR = 3_600_000;
export const ALL = ["e1", "e2", "e3"];
const customerId = "cus";

/** A plain grant of 100 messages with the given changes. */
export function grantWith(number: number, changes: Partial<CreateBalance>): CreateBalance {
  return {
    ...{ type: "createBalance", customerId, featureId: "messages", entityId: null },
    ...{ grantId: `g${number}`, balanceId: null, includedGrant: amount("100"), prepaidGrant: null },
    ...{ unlimited: false, reset: null, rollover: null, expiresAt: null, nextResetAt: null },
    ...{ planId: "pro", addOn: false, overageAllowed: false, maxPurchase: null, price: null },
    ...{ perEntityFeatureId: null, balance: null, rollovers: [] },
    ...changes,
  };
}

/** A cap on what is carried, or none, for a month or two or for ever. */
export function anyRollover(dice: Dice): CreateBalance["rollover"] {
  const max = dice.pick([null, amount("30"), amount("80"), amount("0.5")]);
  const length = 1 + dice.below(2);
  const duration = dice.pick(["month", "forever"] as const);
  if (!dice.once(5)) return { max, maxPercentage: null, duration, length };
  return { max: null, maxPercentage: parsePercentage(dice.pick(PERCENTS)), duration, length };
}

const PERCENTS = ["50", "33.333333333333336", "11.11111111111111", "100", "0.7", "100.5", "0"];

export function tracked(changes: Partial<Track>): Track {
  return {
    ...{ type: "track", customerId, featureId: "messages", eventName: null, entityId: null },
    ...{ value: amount("1"), properties: null, timestamp: null, overageBehavior: "cap" },
    ...changes,
  };
}

export function updated(changes: Partial<UpdateBalance>): UpdateBalance {
  return {
    ...{ type: "updateBalance", customerId, featureId: "messages", entityId: null },
    ...{ balanceId: null, interval: null },
    ...changes,
  };
}

export function checkedAndTracked(featureId: string, requiredBalance: Amount): Event {
  const none = { entityId: null, properties: null };
  return { type: "checkAndTrack", customerId, featureId, requiredBalance, ...none };
}

export function locked(changes: Partial<CreateLock>): CreateLock {
  return {
    ...{ type: "createLock", customerId, featureId: "messages", entityId: null },
    ...{ requiredBalance: amount("30"), lockId: "L1", expiresAt: null, properties: null },
    ...changes,
  };
}

/** Released, confirmed, or confirmed at another value. */
export function finalized(dice: Dice, lockId = dice.pick(["L1", "L2"])): FinalizeLock {
  const action = dice.pick(["confirm", "release", "release"] as const);
  const override = dice.pick(["0", "10", "29.9999999999", "50", "-5"]);
  return {
    ...{ type: "finalizeLock", customerId, lockId, properties: null },
    action,
    overrideValue: action === "confirm" && !dice.once(4) ? amount(override) : null,
  };
}

export function controlled(billingControls: Partial<BillingControls>): Event {
  return { type: "updateCustomer", customerId, billingControls };
}

export function joined(dice: Dice, entityId = dice.pick(ALL)): Event {
  const featureId = dice.once(8) ? "projects" : "users";
  const none = { name: null, billingControls: {} };
  return { type: "createEntity", customerId, entityId, featureId, ...none };
}

export function left(dice: Dice, entityId = dice.pick(ALL)): Event {
  return { type: "deleteEntity", customerId, entityId };
}

export function recalculated(dice: Dice): Event {
  const entityId = dice.once(4) ? dice.pick(ALL) : null;
  return { type: "recalculateBalances", customerId, featureId: "messages", entityId };
}

/** One of the first rows, or all of the feature. */
export function deleted(dice: Dice, featureId: string): Event {
  const named = { featureId, entityId: dice.once(6) ? dice.pick(ALL) : null, interval: null };
  const balanceId = dice.once(4) ? null : `g${dice.below(4)}`;
  const recalculateBalances = dice.once(2);
  return { type: "deleteBalance", customerId, ...named, balanceId, recalculateBalances };
}

export function passed(milliseconds: number): Event {
  return { type: "pass", milliseconds };
}

/** To the next full day, when periods end; or an hour, or a month. */
export function hourly(moment: Moment): Event {
  const toMidnight = midnight(moment) - moment.now;
  const month = 31 * 24 * HOUR;
  return passed(moment.dice.pick([HOUR, toMidnight, toMidnight, toMidnight + HOUR, month]));
}

/** The next one. */
export function midnight({ now }: Moment): number {
  return now + 24 * HOUR - (now % (24 * HOUR));
}
