import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { CreateBalance } from "../../src/engine/command.ts";
import { byEntity } from "../../src/engine/create.ts";
import { Bench, CATALOG, feature, START } from "../support/engine.ts";

const catalog = {
  ...CATALOG,
  features: [
    ...CATALOG.features,
    feature("rooms", { consumable: false }),
    feature("door", { type: "boolean" }),
  ],
};
const flag = { featureId: "dashboard", includedGrant: null };

/** Users ben and ada, and a room; no seats of either. */
function benchWithEntities(): Bench {
  const bench = new Bench(catalog);
  for (const entityId of ["ben", "ada"]) bench.entity(entityId);
  const room = { entityId: "room", featureId: "rooms", name: null, billingControls: {} } as const;
  bench.run({ ...room, type: "createEntity", customerId: "cus" });
  return bench;
}

describe("createBalance", () => {
  it.each<[string, Partial<CreateBalance>, string, string]>([
    [
      "for a feature that is not there",
      { featureId: "none" },
      "FEATURE_NOT_FOUND",
      "Feature none not found",
    ],
    [
      "dealt out to entities of one that is not",
      { perEntityFeatureId: "none" },
      "FEATURE_NOT_FOUND",
      "Feature none not found",
    ],
    ["for an entity that is not", { entityId: "bob" }, "ENTITY_NOT_FOUND", "Entity bob not found"],
    [
      "by an id that is taken",
      { balanceId: "mine" },
      "BALANCE_ALREADY_EXISTS",
      "A balance mine exists already",
    ],
    [
      "by the id of another grant",
      { balanceId: "g1" },
      "BALANCE_ALREADY_EXISTS",
      "A balance g1 exists already",
    ],
    ["of a flag, twice", flag, "BALANCE_ALREADY_EXISTS", "dashboard is granted already"],
  ])("%s is refused", (_title, given, code, message) => {
    const bench = benchWithEntities();
    bench.grant({ balanceId: "mine" });
    bench.grant(flag);
    expect(bench.grant(given)).toEqual({ code, message });
  });

  it("grants a flag to the customer, to an entity, and another flag", () => {
    const bench = benchWithEntities();
    const granted = [
      bench.grant(flag),
      bench.grant({ ...flag, entityId: "ada" }),
      bench.grant({ ...flag, featureId: "door" }),
      bench.grant({ ...flag, featureId: "door", entityId: "ben" }),
      bench.grant(),
      bench.grant(),
    ];
    expect(granted).toEqual([null, null, null, null, null, null]);
    expect(bench.grant({ ...flag, entityId: "ada" })?.code).toBe("BALANCE_ALREADY_EXISTS");
  });

  it("deals out slices to the entities of that feature, in order of their ids", () => {
    const bench = benchWithEntities();
    bench.grant({ perEntityFeatureId: "users" });
    expect(bench.ledger?.grants[0]?.slices).toEqual([
      { entityId: "ada", balance: amount("100"), adjustment: amount("0") },
      { entityId: "ben", balance: amount("100"), adjustment: amount("0") },
    ]);
  });

  it("keeps the period as it was given, and numbers what is carried over", () => {
    const bench = benchWithEntities();
    const carried = { balance: amount("3"), usage: amount("1"), expiresAt: null };
    const reset = { interval: "month", intervalCount: 3 } as const;
    bench.grant({ reset, rollovers: [carried, carried] });
    const [grant] = bench.ledger?.grants ?? [];
    expect(grant).toMatchObject({ ...reset, nextResetAt: Date.UTC(2026, 3, 15), originAt: START });
    expect(grant?.rollovers).toEqual([
      { ...carried, rolloverId: "g1-carried-1", entityId: null },
      { ...carried, rolloverId: "g1-carried-2", entityId: null },
    ]);
  });

  it.each<[string, Partial<CreateBalance>, string]>([
    ["the customer's row of rooms", { featureId: "rooms" }, "99"],
    ["with a state, as it was", { featureId: "rooms", balance: amount("50") }, "50"],
    ["a user's own row of rooms", { featureId: "rooms", entityId: "ada" }, "100"],
    ["rooms dealt out to users", { featureId: "rooms", perEntityFeatureId: "users" }, "100"],
    ["what is used up", { featureId: "messages" }, "100"],
  ])("seats the room that has no seat yet: %s", (_title, given, left) => {
    const bench = benchWithEntities();
    bench.grant(given);
    expect(bench.ledger?.grants[0]?.slices[0]?.balance).toBe(amount(left));
  });

  it("orders slices by entity, the customer's own first", () => {
    const of = (entityId: string | null) => ({
      ...{ entityId, balance: amount("0"), adjustment: amount("0") },
    });
    const ordered = [of("b"), of("A"), of(null), of("a")].sort(byEntity);
    expect(ordered.map(({ entityId }) => entityId)).toEqual([null, "A", "a", "b"]);
    expect([byEntity(of(null), of("A")), byEntity(of("A"), of(null))]).toEqual([-1, 1]);
  });
});
