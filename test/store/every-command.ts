import { amount } from "../../src/engine/amount.ts";
import type { Command } from "../../src/engine/command.ts";
import { DAY } from "../support/engine.ts";
import { customerOf, featureOf, finalOf, grantOf, lockOf, NOON, trackOf } from "./requests.ts";

/** What the seats of cus have in common. */
export const SEAT = { customerId: "cus", featureId: "seats", name: null, billingControls: {} };
const ALL_ROWS = { customerId: "cus", entityId: null, balanceId: null, interval: null };

/** One command of each type, that a staged store takes where it has the customer clocked, the entity e1 and the lock held. */
export const EVERY_COMMAND: {
  readonly [Type in Command["type"]]: Extract<Command, { type: Type }>;
} = {
  createFeature: featureOf("extra"),
  updateFeature: { type: "updateFeature", featureId: "seats", changes: { name: "Chairs" } },
  deleteFeature: { type: "deleteFeature", featureId: "credits" },
  createCustomer: customerOf("new"),
  updateCustomer: { type: "updateCustomer", customerId: "cus", newCustomerId: "new", name: "Eve" },
  deleteCustomer: { type: "deleteCustomer", customerId: "cus" },
  advanceClock: { type: "advanceClock", customerId: "clocked", to: NOON + DAY },
  passTime: { type: "passTime", customerId: "cus" },
  createEntity: { ...SEAT, type: "createEntity", entityId: "e2" },
  updateEntity: { type: "updateEntity", customerId: "cus", entityId: "e1", name: "One" },
  deleteEntity: { type: "deleteEntity", customerId: "cus", entityId: "e1" },
  createBalance: grantOf("cus", "g2"),
  updateBalance: {
    ...ALL_ROWS,
    type: "updateBalance",
    featureId: "messages",
    remaining: amount("5"),
  },
  deleteBalance: {
    ...ALL_ROWS,
    type: "deleteBalance",
    featureId: "messages",
    recalculateBalances: false,
  },
  recalculateBalances: { ...ALL_ROWS, type: "recalculateBalances", featureId: "messages" },
  track: trackOf("cus", "1"),
  checkAndTrack: {
    type: "checkAndTrack",
    customerId: "cus",
    featureId: "messages",
    entityId: null,
    requiredBalance: amount("1"),
    properties: null,
  },
  createLock: lockOf("cus", "another", "1"),
  finalizeLock: finalOf("held", "confirm", "0.5"),
};
