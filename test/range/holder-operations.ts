/** Random customers, entities and features: who holds balances, and of what. */
import type { Dice } from "../support/cases-dice.ts";
import { costOf, edgeOf, signedOf } from "./edges.ts";
import {
  ACTORS,
  type Actor,
  entityIdOf,
  FEATURE_IDS,
  featureIdOf,
  given,
  METERED,
  type Operation,
  perhaps,
  SYSTEMS,
  type Turn,
} from "./world.ts";

/** The features that all operations are about. */
export function beginnings(dice: Dice): readonly Operation[] {
  const schema = () => METERED.map((meteredFeatureId) => priceOf(meteredFeatureId, dice));
  const features = [
    ...METERED.map((featureId) => ({ featureId, type: "METERED", eventNames: ["spoke"] })),
    ...SYSTEMS.map((featureId) => {
      return { featureId, type: "CREDIT_SYSTEM", creditSchema: schema() };
    }),
    { featureId: "users", type: "METERED", consumable: false },
    { featureId: "sso", type: "BOOLEAN" },
  ];
  return features.map((input) => ({ name: "createFeature", input }));
}

/** A customer with entities. */
export function firstOf({ customerId, testClock }: Actor): readonly Operation[] {
  const entities = ["e1", "e2"].map((entityId) => ({ customerId, entityId, featureId: "users" }));
  return [
    { name: "createCustomer", input: { customerId, testClock } },
    ...entities.map((input) => ({ name: "createEntity", input })),
  ];
}

export function createCustomer(turn: Turn): Operation {
  const { dice, actor } = turn;
  const input = given({
    customerId: actor.customerId,
    testClock: actor.testClock ?? undefined,
    metadata: perhaps(dice, 2, () => ({ tier: 1 })),
    billingControls: perhaps(dice, 2, () => controlsOf(turn)),
    config: perhaps(dice, 6, () => ({ disablePooledBalance: dice.once(2) })),
  });
  return { name: "createCustomer", input };
}

export function updateCustomer(turn: Turn): Operation {
  const { dice, actor } = turn;
  const input = given({
    customerId: actor.customerId,
    billingControls: dice.once(5) ? undefined : controlsOf(turn),
    config: perhaps(dice, 4, () => ({ disablePooledBalance: dice.once(2) })),
    name: perhaps(dice, 4, () => dice.pick(["Ada", null])),
    metadata: perhaps(dice, 4, () => ({ seen: String(turn.number) })),
    ifRevision: perhaps(dice, 20, () => dice.below(9)),
  });
  return { name: "updateCustomer", input };
}

/** Each list with an entry of each of some features, at edges too. */
function controlsOf({ dice, actor }: Turn) {
  const edge = () => edgeOf(dice, actor.mood);
  const featureIds = FEATURE_IDS.filter((featureId) => featureId !== "sso" && dice.once(3));
  const each = <T>(make: (featureId: string) => T) => perhaps(dice, 2, () => featureIds.map(make));
  return given({
    usageLimits: each((featureId) => ({
      featureId,
      limit: edge(),
      interval: dice.pick(["DAY", "WEEK", "MONTH", "YEAR"]),
      anchor: dice.pick(["UTC", "BILLING_CYCLE"]),
      filter: dice.once(4) ? { properties: { tier: dice.pick(["a", 1, true]) } } : null,
    })),
    spendLimits: each((featureId) => ({
      featureId,
      enabled: !dice.once(4),
      overageLimit: dice.once(5) ? null : edge(),
      limitType: dice.pick(["ABSOLUTE", "USAGE_PERCENTAGE"]),
    })),
    overageAllowed: each((featureId) => ({ featureId, enabled: !dice.once(4) })),
    usageAlerts: each((featureId) => ({
      featureId,
      threshold: edge(),
      thresholdType: dice.pick(["USAGE", "USAGE_PERCENTAGE", "REMAINING"]),
    })),
    autoTopups: each((featureId) => ({
      featureId,
      enabled: true,
      threshold: signedOf(dice, actor.mood),
      quantity: dice.pick(["1", "999999999999999999.9999999999"]),
    })),
  });
}

export function deleteCustomer({ actor: { customerId } }: Turn): Operation {
  return { name: "deleteCustomer", input: { customerId } };
}

export function createEntity(turn: Turn): Operation {
  const entityId = entityIdOf(turn) ?? "e3";
  const billingControls = perhaps(turn.dice, 3, () => controlsOf(turn));
  const input = { customerId: turn.actor.customerId, featureId: "users", entityId };
  return { name: "createEntity", input: given({ ...input, billingControls }) };
}

export function updateEntity(turn: Turn): Operation {
  const entityId = entityIdOf(turn) ?? "e1";
  const input = { customerId: turn.actor.customerId, entityId };
  return { name: "updateEntity", input: { ...input, billingControls: controlsOf(turn) } };
}

export function deleteEntity(turn: Turn): Operation {
  const entityId = entityIdOf(turn) ?? "e1";
  return { name: "deleteEntity", input: { customerId: turn.actor.customerId, entityId } };
}

export function advanceClock({ dice }: Turn): Operation {
  const { customerId } = dice.pick(ACTORS.filter(({ testClock }) => testClock !== null));
  const by = dice.pick(["PT1M", "PT36H", "P1M", "P1M", "P13M", "P3Y", "P10Y", "P11Y"]);
  return { name: "advanceClock", input: { customerId, by } };
}

export function createFeature({ dice }: Turn): Operation {
  const eventNames = dice.once(2) ? ["spoke"] : [];
  return { name: "createFeature", input: { featureId: "extra", type: "METERED", eventNames } };
}

/** Another price of what credits pay for; another list of events. */
export function updateFeature(turn: Turn): Operation {
  const { dice } = turn;
  if (dice.once(3)) {
    const input = { featureId: featureIdOf(turn), archived: dice.once(8) };
    return { name: "updateFeature", input };
  }
  const creditSchema = METERED.map((meteredFeatureId) => priceOf(meteredFeatureId, dice));
  return { name: "updateFeature", input: { featureId: dice.pick(SYSTEMS), creditSchema } };
}

function priceOf(meteredFeatureId: string, dice: Dice) {
  return { meteredFeatureId, creditCost: costOf(dice) };
}

export function deleteFeature(): Operation {
  return { name: "deleteFeature", input: { featureId: "extra" } };
}
