import { describe, expect, test } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type {
  CreateBalance,
  CreateEntity,
  CreateLock,
  CustomerCommand,
  DeleteBalance,
} from "../../src/engine/command.ts";
import type { ConflictCode, NotFoundCode, Refusal } from "../../src/engine/refusal.ts";
import { Bench, DAY, START } from "../support/engine.ts";

/** Why a command about entities, grants or locks is refused, word for word. */

const CUSTOMER = { customerId: "cus" } as const;
const PRICE: CreateBalance["price"] = {
  ...{ amount: amount("1"), tiers: null, tierBehavior: null, billingUnits: amount("1") },
  ...{ billingMethod: "usage_based" },
};

const entity = (given: Partial<CreateEntity>): CreateEntity => ({
  ...{ type: "createEntity", ...CUSTOMER, entityId: "ada", featureId: "users", name: null },
  ...{ billingControls: {}, ...given },
});
const lock = (given: Partial<CreateLock>): CreateLock => ({
  ...{ type: "createLock", ...CUSTOMER, featureId: "messages", entityId: null, lockId: "L" },
  ...{ requiredBalance: amount("5"), expiresAt: null, properties: null, ...given },
});
const removal = (given: Partial<DeleteBalance>): DeleteBalance => ({
  ...{ type: "deleteBalance", ...CUSTOMER, featureId: "messages", entityId: null },
  ...{ balanceId: null, interval: null, recalculateBalances: false, ...given },
});
const told = (code: NotFoundCode | ConflictCode, message: string): Refusal => ({ code, message });
const invalid = (field: string, message: string): Refusal => ({
  ...{ code: "INVALID_INPUT", issues: [{ path: ["input", field], message }] },
});

const SEATS = { includedGrant: amount("0"), prepaidGrant: amount("1"), maxPurchase: amount("0") };

/** Two seats, of which ada has one; plans of the customer, of ada and of each entity. */
function world(): Bench {
  const bench = new Bench();
  bench.grant({ featureId: "users", ...SEATS });
  bench.run(entity({}));
  bench.grant({ balanceId: "plain" });
  bench.grant({ balanceId: "dealt", perEntityFeatureId: "users" });
  bench.run(lock({ lockId: "held" }));
  return bench;
}

const TABLE: readonly (readonly [string, CustomerCommand, Refusal])[] = [
  [
    "an entity of a feature that nobody knows",
    entity({ entityId: "ben", featureId: "nothing" }),
    told("FEATURE_NOT_FOUND", "Feature nothing not found"),
  ],
  [
    "an entity of a feature that is used up",
    entity({ entityId: "ben", featureId: "messages" }),
    invalid("featureId", "must be a feature that is not consumable"),
  ],
  [
    "an entity without an id",
    entity({ entityId: null }),
    {
      code: "ENTITY_ID_REQUIRED",
      issues: [{ path: ["input", "entityId"], message: "must be given" }],
    },
  ],
  [
    "an entity that is there",
    entity({}),
    told("ENTITY_ALREADY_EXISTS", "Entity ada exists already"),
  ],
  [
    "a change of an entity that is not there",
    { type: "updateEntity", ...CUSTOMER, entityId: "ben", name: "Ben" },
    told("ENTITY_NOT_FOUND", "Entity ben not found"),
  ],
  [
    "the end of an entity that is not there",
    { type: "deleteEntity", ...CUSTOMER, entityId: "ben" },
    told("ENTITY_NOT_FOUND", "Entity ben not found"),
  ],
  [
    "a lock on a feature that is not used up",
    lock({ featureId: "users" }),
    invalid("featureId", "must be a consumable feature"),
  ],
  [
    "a lock on a flag",
    lock({ featureId: "dashboard" }),
    invalid("featureId", "must not be a boolean feature, which has nothing to take"),
  ],
  [
    "a lock on a feature that nobody knows",
    lock({ featureId: "nothing" }),
    told("FEATURE_NOT_FOUND", "Feature nothing not found"),
  ],
  [
    "a lock of more than a day",
    lock({ expiresAt: START + DAY + 1 }),
    invalid("expiresAt", "must be within the next 24 hours"),
  ],
  [
    "a lock that has ended already",
    lock({ expiresAt: START }),
    invalid("expiresAt", "must be within the next 24 hours"),
  ],
  [
    "a lock under an id that is held",
    lock({ lockId: "held" }),
    told("LOCK_ALREADY_EXISTS", "Lock held is held already"),
  ],
  [
    "a release with a value",
    {
      ...{ type: "finalizeLock", ...CUSTOMER, lockId: "held", action: "release" },
      ...{ overrideValue: amount("1"), properties: null },
    },
    invalid("overrideValue", "must not be given with RELEASE"),
  ],
  [
    "the end of a lock that is not there",
    {
      ...{ type: "finalizeLock", ...CUSTOMER, lockId: "other", action: "confirm" },
      ...{ overrideValue: null, properties: null },
    },
    told("LOCK_NOT_FOUND", "Lock other is not held"),
  ],
  [
    "a deletion that names nothing",
    removal({ featureId: null }),
    invalid(
      "featureId",
      "must be given, or balanceId; to delete the balances of every feature, set all to true",
    ),
  ],
  [
    "a recalculation without a feature",
    removal({ featureId: null, balanceId: "plain", recalculateBalances: true }),
    invalid("featureId", "must be given with recalculateBalances"),
  ],
  [
    "a deletion for one entity of what each entity has",
    removal({ entityId: "ada", balanceId: "dealt" }),
    told(
      "BALANCE_NOT_DELETABLE",
      "A balance dealt out to all entities is deleted from the customer's side only",
    ),
  ],
];

describe("refused, in these words, and nothing is changed:", () => {
  test.each(TABLE)("%s", (_what, command, refusal) => {
    const bench = world();
    const { ledger } = bench;
    expect(bench.run(command)).toEqual(refusal);
    expect(bench.ledger).toBe(ledger);
  });

  test("an entity once all seats are taken", () => {
    const bench = world();
    expect(bench.entity("ben")).toBeNull();
    expect(bench.entity("cleo")).toEqual(
      told("FEATURE_LIMIT_REACHED", "No users is left for cleo"),
    );
  });

  test("the deletion of paid balances, be one of two free", () => {
    const bench = world();
    bench.grant({ balanceId: "paid", price: PRICE });
    expect(bench.run(removal({}))).toEqual(
      told("BALANCE_NOT_DELETABLE", "A paid balance cannot be deleted"),
    );
  });
});
