import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { CreateBalance, DeleteBalance } from "../../src/engine/command.ts";
import { removing } from "../support/commands.ts";
import { Bench, CATALOG, DAY, feature, START } from "../support/engine.ts";

const month = { interval: "month", intervalCount: 1 } as const;
const price = {
  amount: amount("1"),
  tiers: null,
  tierBehavior: null,
  billingUnits: amount("1"),
  billingMethod: "usage_based",
} as const;

describe("createBalance refuses, all reasons at once (G1 to G6, A4)", () => {
  it.each<[string, Partial<CreateBalance>, string]>([
    ["no amount", { includedGrant: null }, "includedGrant"],
    ["unlimited and an amount", { unlimited: true, includedGrant: amount("1") }, "unlimited"],
    ["unlimited and a reset", { unlimited: true, reset: month }, "reset"],
    ["a negative grant", { includedGrant: amount("-1") }, "includedGrant"],
    ["a past expiry", { expiresAt: START }, "expiresAt"],
    ["a reset instant without an interval", { nextResetAt: START + DAY }, "nextResetAt"],
    ["a reset instant in the past", { reset: month, nextResetAt: START - 1 }, "nextResetAt"],
    [
      "a reset after the expiry",
      { reset: month, nextResetAt: START + 9 * DAY, expiresAt: START + 8 * DAY },
      "nextResetAt",
    ],
    [
      "a rollover without a reset",
      { rollover: { max: null, maxPercentage: null, duration: "month", length: 1 } },
      "rollover",
    ],
    [
      "a rollover of a period shorter than a day",
      {
        reset: { interval: "hour", intervalCount: 23 },
        rollover: { max: null, maxPercentage: null, duration: "month", length: 1 },
      },
      "rollover",
    ],
    ["amounts of a flag", { featureId: "dashboard" }, "featureId"],
    ["a per-entity row of a consumable", { perEntityFeatureId: "actions" }, "perEntityFeatureId"],
    ["an entity's own seat feature", { featureId: "users", entityId: "a" }, "entityId"],
  ])("%s", (_title, given, field) => {
    const bench = new Bench();
    bench.entity("a");
    const before = bench.ledger;
    expect(bench.grant(given)).toMatchObject({
      code: "INVALID_INPUT",
      issues: expect.arrayContaining([expect.objectContaining({ path: ["input", field] })]),
    });
    expect(bench.ledger).toBe(before);
  });

  it("two faults are two issues", () => {
    const refusal = new Bench().grant({ includedGrant: amount("-1"), expiresAt: START });
    expect(refusal && "issues" in refusal && refusal.issues).toHaveLength(2);
  });

  it("G4 an id that the customer uses already, G1 a flag that is granted already", () => {
    const bench = new Bench();
    bench.grant({ balanceId: "promo" });
    expect(bench.grant({ balanceId: "promo" })?.code).toBe("BALANCE_ALREADY_EXISTS");
    expect(bench.grant({ balanceId: "g1" })?.code).toBe("BALANCE_ALREADY_EXISTS");
    bench.grant({ featureId: "dashboard", includedGrant: null });
    expect(bench.grant({ featureId: "dashboard", includedGrant: null })?.code).toBe(
      "BALANCE_ALREADY_EXISTS",
    );
  });

  it("G3 an expiring grant does not reset but keeps its interval in the order (D5)", () => {
    const bench = new Bench();
    bench.grant({ reset: month, expiresAt: START + 90 * DAY });
    expect(bench.balance()?.breakdown[0]?.reset).toEqual({ ...month, resetsAt: null });
  });
});

function remove(bench: Bench, given: Partial<DeleteBalance> = {}) {
  return bench.run(removing(given));
}

describe("deleteBalance and recalculateBalances", () => {
  it("X2 a row goes with its usage", () => {
    const bench = new Bench();
    bench.grant();
    bench.grant();
    bench.track("40");
    expect(remove(bench, { balanceId: "g1" })).toBeNull();
    expect(bench.figures()).toBe("100 100 0 0");
  });

  it("X3 its usage is carried over to those that survive", () => {
    const bench = new Bench();
    bench.grant({ overageAllowed: true });
    bench.track("130");
    bench.grant();
    remove(bench, { balanceId: "g1", recalculateBalances: true });
    expect(bench.figures()).toBe("100 0 130 30");
  });

  it("X4 with no survivor the first row carries it, and never resets", () => {
    const bench = new Bench();
    bench.grant({ reset: month });
    bench.grant();
    bench.track("70");
    remove(bench, { recalculateBalances: true });
    expect([bench.figures(), bench.rows()]).toEqual(["0 0 70 70", "g1 -70"]);
    bench.now += 400 * DAY;
    expect(bench.figures()).toBe("0 0 70 70");
  });

  it("X1 an input that names neither a feature nor a balance deletes nothing unless it says all", () => {
    const bench = new Bench();
    bench.grant({ reset: month });
    bench.grant({ featureId: "actions", balanceId: "a" });
    const { ledger } = bench;
    for (const given of [{}, { all: false }, { interval: "month" }, { entityId: null }] as const) {
      expect(remove(bench, { featureId: null, ...given })).toMatchObject({
        code: "INVALID_INPUT",
        issues: [{ path: ["input", "featureId"], message: expect.stringContaining("all") }],
      });
    }
    expect(bench.ledger).toBe(ledger);
    expect(remove(bench, { featureId: null, balanceId: "a" })).toBeNull();
    expect(bench.figures()).toBe("100 100 0 0");
    expect(remove(bench, { featureId: null, all: true })).toBeNull();
    expect(bench.ledger?.grants).toEqual([]);
  });

  it("X1 a paid row is kept, an unknown one not found, recalculation needs a feature", () => {
    const bench = new Bench();
    bench.grant({ price });
    expect(remove(bench)?.code).toBe("BALANCE_NOT_DELETABLE");
    expect(remove(bench, { balanceId: "x" })?.code).toBe("BALANCE_NOT_FOUND");
    expect(remove(bench, { featureId: null, recalculateBalances: true })?.code).toBe(
      "INVALID_INPUT",
    );
  });

  const recalculate = (bench: Bench) =>
    bench.run({
      type: "recalculateBalances",
      customerId: "cus",
      featureId: "messages",
      entityId: null,
    });

  it("X1 a row dealt out to all entities is not deleted from one entity's side", () => {
    const bench = new Bench();
    bench.entity("a");
    bench.grant({ perEntityFeatureId: "users", planId: "team" });
    expect(remove(bench, { entityId: "a" })?.code).toBe("BALANCE_NOT_DELETABLE");
    expect(remove(bench)).toBeNull();
  });

  it("X5 one row's debt is settled from its sibling", () => {
    const bench = new Bench();
    bench.grant({ overageAllowed: true });
    bench.track("130");
    bench.grant({ includedGrant: amount("200") });
    expect(recalculate(bench)).toBeNull();
    expect([bench.figures(), bench.rows()]).toEqual(["300 170 130 0", "g2 70, g1 100"]);
  });

  it("X5 no entity's debt is settled from another's slice", () => {
    const bench = new Bench();
    bench.entity("a");
    bench.entity("b");
    bench.grant({ perEntityFeatureId: "users", planId: "team" });
    bench.track("130", { entityId: "a", overageBehavior: "overflow" });
    const before = bench.entries.length;
    expect(recalculate(bench)).toBeNull();
    expect(bench.figures("messages", "b")).toBe("100 100 0 0");
    expect(bench.entries).toHaveLength(before);
  });
});

describe("revisions", () => {
  it.each(["constructor", "__proto__", "toString"])("of a feature named %s count too", (id) => {
    const bench = new Bench({ ...CATALOG, features: [feature(id)] });
    bench.grant({ featureId: id });
    bench.track("1", { featureId: id });
    expect([bench.balance(id)?.revision, bench.figures(id)]).toEqual([2, "100 99 1 0"]);
  });
});

describe("entities", () => {
  it("EN2 takes a seat and deals out a slice; deleting reverses both", () => {
    const bench = new Bench();
    bench.grant({ featureId: "users", includedGrant: amount("2") });
    bench.grant({ perEntityFeatureId: "users", planId: "team" });
    bench.entity("a");
    bench.entity("b");
    expect([bench.figures("users"), bench.figures()]).toEqual(["2 0 2 0", "200 200 0 0"]);
    bench.run({ type: "deleteEntity", customerId: "cus", entityId: "a" });
    expect([bench.figures("users"), bench.figures()]).toEqual(["2 1 1 0", "100 100 0 0"]);
  });

  it("EN2 one included, ceiling one beyond: the third entity is let through, the fourth not", () => {
    const bench = new Bench();
    bench.grant({ featureId: "users", includedGrant: amount("1"), maxPurchase: amount("1") });
    expect(["a", "b", "c", "d"].map((id) => bench.entity(id)?.code ?? "made")).toEqual([
      "made",
      "made",
      "made",
      "FEATURE_LIMIT_REACHED",
    ]);
  });

  it("EN1 the same id twice, an unknown one, a consumable seat", () => {
    const bench = new Bench();
    bench.entity("a");
    expect(bench.entity("a")?.code).toBe("ENTITY_ALREADY_EXISTS");
    const gone = bench.run({ type: "deleteEntity", customerId: "cus", entityId: "x" });
    expect(gone?.code).toBe("ENTITY_NOT_FOUND");
  });
});
