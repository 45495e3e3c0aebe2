import type { CreateBalance, CustomerCommand } from "../../src/engine/command.ts";
import { parsePercentage } from "../../src/engine/percentage.ts";
import { Dice } from "./cases-dice.ts";
import { DAY, START } from "./engine.ts";

/** What can happen to a customer: a command, or time that passes. */
export type Event = CustomerCommand | { readonly type: "pass"; readonly milliseconds: number };

/** Whose view a command takes; null for the customer's own. */
const ENTITIES = ["e1", "e2", null, null, null] as const;

/** The event that a seed stands for. The number tells it from the others of its history. */
export function eventOf(seed: number, number: number): Event {
  const dice = new Dice(seed);
  return dice.pick(MAKERS)(dice, number);
}

/** A grant of any shape. */
export function grantOf(seed: number, number: number): CreateBalance {
  return createBalance(new Dice(seed), number);
}

/** An entity of the seat feature. */
export function entityNamed(entityId: string): CustomerCommand {
  return {
    type: "createEntity",
    customerId,
    entityId,
    featureId: "users",
    name: null,
    billingControls: {},
  };
}

const FEATURES = ["messages", "messages", "messages", "actions", "credits", "users"];
const PERIODS = ["hour", "day", "week", "month", "quarter", "year"] as const;
const customerId = "cus";

type Maker = (dice: Dice, number: number) => Event;

const MAKERS: readonly Maker[] = [
  createBalance,
  track,
  track,
  track,
  track,
  updateBalance,
  updateBalance,
  pass,
  pass,
  deleteBalance,
  recalculate,
  checkAndTrack,
  createEntity,
  deleteEntity,
  setControls,
];

function createBalance(dice: Dice, number: number): CreateBalance {
  const featureId = dice.pick(FEATURES);
  const unlimited = dice.once(10);
  const recurs = !unlimited && featureId !== "users" && !dice.once(3);
  const interval = dice.pick(PERIODS);
  const perEntity = !unlimited && dice.once(5);
  const expiresAt = dice.once(4) ? START + dice.pick([40, 70, 500]) * DAY : null;
  const isLong = interval !== "hour" && interval !== "day";
  return {
    type: "createBalance",
    customerId,
    featureId,
    entityId: !perEntity && dice.once(3) ? dice.pick(ENTITIES) : null,
    grantId: `g${number}`,
    balanceId: dice.once(4) ? `own${number}` : null,
    includedGrant: unlimited ? null : dice.amount(),
    prepaidGrant: !unlimited && dice.once(6) ? dice.amount() : null,
    unlimited,
    reset: recurs ? { interval, intervalCount: dice.once(4) ? 2 : 1 } : null,
    rollover:
      recurs && isLong && !dice.once(3)
        ? {
            max: dice.once(2) ? dice.amount() : null,
            maxPercentage: dice.once(5) ? parsePercentage("50") : null,
            duration: dice.once(4) ? "forever" : "month",
            length: 1 + dice.below(3),
          }
        : null,
    expiresAt,
    nextResetAt: recurs && dice.once(5) ? START + 35 * DAY : null,
    planId: dice.once(2) ? "pro" : null,
    addOn: dice.once(4),
    overageAllowed: dice.once(3),
    maxPurchase: dice.once(4) ? dice.amount() : null,
    price: null,
    perEntityFeatureId: perEntity ? "users" : null,
    balance: !perEntity && dice.once(5) ? dice.signed() : null,
    rollovers:
      !perEntity && !unlimited && dice.once(6)
        ? [{ balance: dice.amount(), usage: dice.amount(), expiresAt: START + 45 * DAY }]
        : [],
  };
}

function track(dice: Dice): Event {
  const byEvent = dice.once(8);
  return {
    type: "track",
    customerId,
    featureId: byEvent ? null : dice.pick(FEATURES),
    eventName: byEvent ? "spoke" : null,
    entityId: dice.pick(ENTITIES),
    value: dice.signed(),
    properties: null,
    timestamp: null,
    overageBehavior: dice.pick(["cap", "cap", "reject", "overflow"] as const),
  };
}

function checkAndTrack(dice: Dice): Event {
  const featureId = dice.pick(FEATURES);
  const requiredBalance = dice.signed();
  const entityId = dice.pick(ENTITIES);
  return {
    type: "checkAndTrack",
    customerId,
    featureId,
    entityId,
    requiredBalance,
    properties: null,
  };
}

function updateBalance(dice: Dice, number: number): Event {
  const target = { [dice.pick(["remaining", "addToBalance", "usage"])]: dice.signed() };
  const instant = START + dice.pick([-1, 10, 50, 200]) * DAY;
  return {
    type: "updateBalance",
    customerId,
    featureId: dice.pick(FEATURES),
    entityId: dice.pick(ENTITIES),
    balanceId: dice.once(4) ? `g${dice.below(number)}` : null,
    interval: dice.once(8) ? dice.pick(PERIODS) : null,
    ...(dice.once(4) ? {} : target),
    ...(dice.once(4) ? { includedGrant: dice.amount() } : {}),
    ...(dice.once(6) ? { nextResetAt: instant } : {}),
    ...(dice.once(6) ? { expiresAt: dice.once(3) ? null : instant } : {}),
  };
}

function deleteBalance(dice: Dice, number: number): Event {
  return {
    type: "deleteBalance",
    customerId,
    featureId: dice.once(6) ? null : dice.pick(FEATURES),
    entityId: dice.pick(ENTITIES),
    balanceId: dice.once(2) ? `g${dice.below(number)}` : null,
    interval: null,
    recalculateBalances: !dice.once(3),
  };
}

function recalculate(dice: Dice): Event {
  const featureId = dice.pick(FEATURES);
  return { type: "recalculateBalances", customerId, featureId, entityId: dice.pick(ENTITIES) };
}

function createEntity(dice: Dice): Event {
  return entityNamed(dice.pick(["e1", "e2"]));
}

function deleteEntity(dice: Dice): Event {
  return { type: "deleteEntity", customerId, entityId: dice.pick(["e1", "e2"]) };
}

function setControls(dice: Dice): Event {
  const featureId = dice.pick(FEATURES);
  const overageAllowed = [{ featureId, enabled: !dice.once(3) }];
  const spendLimit = {
    featureId,
    enabled: true,
    overageLimit: dice.amount(),
    limitType: dice.pick(["absolute", "usage_percentage"] as const),
    skipOverageBilling: false,
  };
  const billingControls = dice.once(2) ? { overageAllowed } : { spendLimits: [spendLimit] };
  const entityId = dice.pick(ENTITIES);
  if (entityId) return { type: "updateEntity", customerId, entityId, billingControls };
  const config = { disablePooledBalance: dice.once(2) };
  return { type: "updateCustomer", customerId, billingControls, config };
}

function pass(dice: Dice): Event {
  return {
    type: "pass",
    milliseconds: dice.pick([60_000, DAY / 24, DAY, 9 * DAY, 32 * DAY, 63 * DAY]),
  };
}
