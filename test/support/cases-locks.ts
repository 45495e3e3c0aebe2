import type { CustomerCommand } from "../../src/engine/command.ts";
import type { UsageLimit } from "../../src/engine/customer.ts";
import { Dice } from "./cases-dice.ts";
import { DAY } from "./engine.ts";

const FEATURES = ["messages", "messages", "actions", "credits"] as const;
const ENTITIES = ["e1", "e2", null, null] as const;
const LOCKS = ["L1", "L2", "L3"] as const;
const customerId = "cus";

/** Something to do with locks or usage limits, at this moment of the history. */
export function lockEventOf(seed: number, now: number): CustomerCommand {
  const dice = new Dice(seed);
  return dice.pick([createLock, createLock, finalizeLock, finalizeLock, setLimits])(dice, now);
}

function createLock(dice: Dice, now: number): CustomerCommand {
  return {
    type: "createLock",
    customerId,
    featureId: dice.pick(FEATURES),
    entityId: dice.pick(ENTITIES),
    requiredBalance: dice.signed(),
    lockId: dice.pick(LOCKS),
    expiresAt: dice.once(2) ? now + dice.pick([DAY / 24, DAY / 2, DAY]) : null,
    properties: null,
  };
}

function finalizeLock(dice: Dice): CustomerCommand {
  const confirms = !dice.once(3);
  return {
    type: "finalizeLock",
    customerId,
    lockId: dice.pick(LOCKS),
    action: confirms ? "confirm" : "release",
    overrideValue: confirms && dice.once(2) ? dice.signed() : null,
    properties: null,
  };
}

function setLimits(dice: Dice): CustomerCommand {
  const usageLimits: readonly UsageLimit[] = [
    {
      featureId: dice.pick(FEATURES),
      enabled: !dice.once(4),
      limit: dice.amount(),
      interval: dice.pick(["day", "week", "month", "year"] as const),
      anchor: dice.pick(["billing_cycle", "utc"] as const),
      filter: null,
    },
  ];
  const entityId = dice.pick(ENTITIES);
  const billingControls = { usageLimits };
  if (entityId) return { type: "updateEntity", customerId, entityId, billingControls };
  return { type: "updateCustomer", customerId, billingControls };
}
