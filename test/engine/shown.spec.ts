import { describe, expect, it } from "vitest";
import { amount, formatAmount, ZERO } from "../../src/engine/amount.ts";
import type { Balance } from "../../src/engine/balance.ts";
import type { CreateBalance } from "../../src/engine/command.ts";
import { deriveBalance, deriveBalances } from "../../src/engine/derive.ts";
import { findFeature } from "../../src/engine/feature.ts";
import { deriveFlag, deriveFlags } from "../../src/engine/flag.ts";
import type { View } from "../../src/engine/view.ts";
import { UPDATE } from "../support/commands.ts";
import { Bench, CATALOG, DAY, START } from "../support/engine.ts";

const MONTHLY = { interval: "month", intervalCount: 1 } as const;
const PRICE = {
  amount: amount("2"),
  tiers: null,
  tierBehavior: null,
  billingUnits: amount("100"),
  billingMethod: "usage_based",
} as const;
const PLAN: Partial<CreateBalance> = {
  balanceId: "pro-messages",
  planId: "pro",
  reset: MONTHLY,
  includedGrant: amount("100"),
  prepaidGrant: amount("50"),
  overageAllowed: true,
  maxPurchase: amount("30"),
  price: PRICE,
};

function viewOf(bench: Bench, entityId: string | null = null): View {
  if (!bench.ledger) throw new Error("no ledger");
  return { ledger: bench.ledger, catalog: bench.catalog, entityId, at: bench.now };
}

function balanceOf(bench: Bench, featureId = "messages", entityId: string | null = null): Balance {
  const feature = findFeature(CATALOG, featureId);
  const balance = feature && deriveBalance(viewOf(bench, entityId), feature);
  if (!balance) throw new Error("no balance");
  return balance;
}

describe("a balance as shown (B1 to B24)", () => {
  it("has every figure of its rows and of itself", () => {
    const bench = new Bench();
    bench.grant(PLAN);
    bench.run({ ...UPDATE, includedGrant: amount("120") });
    bench.track("165");
    expect(balanceOf(bench)).toEqual({
      customerId: "cus",
      entityId: null,
      featureId: "messages",
      granted: amount("170"),
      remaining: ZERO,
      usage: amount("185"),
      overage: amount("15"),
      held: ZERO,
      unlimited: false,
      overageAllowed: true,
      maxPurchase: amount("30"),
      nextResetAt: Date.UTC(2026, 1, 15),
      revision: 3,
      rollovers: [],
      breakdown: [
        {
          customerId: "cus",
          viewEntityId: null,
          grantId: "g1",
          balanceId: "pro-messages",
          featureId: "messages",
          planId: "pro",
          entityId: null,
          includedGrant: amount("120"),
          prepaidGrant: amount("50"),
          remaining: ZERO,
          usage: amount("185"),
          overage: amount("15"),
          unlimited: false,
          reset: { interval: "month", intervalCount: 1, resetsAt: Date.UTC(2026, 1, 15) },
          price: { ...PRICE, maxPurchase: amount("30") },
          expiresAt: null,
        },
      ],
    });
  });

  it("is all zero but for usage where one row is unlimited (B60, B61)", () => {
    const bench = new Bench();
    const free = { unlimited: true, includedGrant: null } as const;
    bench.grant({ ...free, planId: "enterprise", price: PRICE, expiresAt: START + DAY });
    bench.grant(PLAN);
    bench.track("12");
    expect(balanceOf(bench)).toEqual({
      customerId: "cus",
      entityId: null,
      featureId: "messages",
      granted: ZERO,
      remaining: ZERO,
      usage: amount("12"),
      overage: ZERO,
      held: ZERO,
      unlimited: true,
      overageAllowed: false,
      maxPurchase: null,
      nextResetAt: null,
      revision: 3,
      rollovers: [],
      breakdown: [
        {
          customerId: "cus",
          viewEntityId: null,
          grantId: "g1",
          balanceId: "g1",
          featureId: "messages",
          planId: "enterprise",
          entityId: null,
          includedGrant: ZERO,
          prepaidGrant: ZERO,
          remaining: ZERO,
          usage: amount("12"),
          overage: ZERO,
          unlimited: true,
          reset: null,
          price: { ...PRICE, maxPurchase: null },
          expiresAt: null,
        },
      ],
    });
  });

  it.each<[string, readonly (string | null)[], string | null]>([
    ["one plan", ["a", "a"], "a"],
    ["several", ["a", "b"], null],
    ["one, and none", ["a", null], null],
    ["none", [null], null],
  ])("names the plan of unlimited rows where they have one: %s (B61)", (_title, plans, planId) => {
    const bench = new Bench();
    for (const plan of plans) bench.grant({ unlimited: true, includedGrant: null, planId: plan });
    expect(balanceOf(bench).breakdown.map((row) => [row.planId, row.price])).toEqual([
      [planId, null],
    ]);
  });

  it("has no price where nothing is paid, and no reset where it is held, not used up (B24)", () => {
    const bench = new Bench();
    bench.grant({ featureId: "users", reset: null });
    const [row] = balanceOf(bench, "users").breakdown;
    expect([row?.price, row?.reset, row?.unlimited]).toEqual([null, null, false]);
  });

  it.each([
    ["all rows", { overageAllowed: true }, true],
    ["one of two", {}, true],
  ] as const)("may go below zero where any row may: %s (B6)", (_title, second, expected) => {
    const bench = new Bench();
    bench.grant({ overageAllowed: true });
    bench.grant(second);
    expect(balanceOf(bench).overageAllowed).toBe(expected);
  });

  it("is unlimited for the customer where only an entity's own row is (V4)", () => {
    const bench = new Bench();
    bench.entity("ada");
    bench.grant(PLAN);
    bench.grant({ entityId: "ada", unlimited: true, includedGrant: null });
    bench.track("7", { entityId: "ada" });
    const { unlimited, usage, breakdown } = balanceOf(bench);
    expect([unlimited, usage, breakdown]).toEqual([true, amount("7"), []]);
  });

  it("adds a rollover's parts up for the customer, by the same id (B32)", () => {
    const bench = new Bench();
    for (const entityId of ["ada", "ben"]) bench.entity(entityId);
    const rollover = { max: null, maxPercentage: null, duration: "month", length: 1 } as const;
    const reset = { interval: "day", intervalCount: 1 } as const;
    bench.grant({ perEntityFeatureId: "users", planId: "team", reset, rollover });
    bench.track("30", { entityId: "ada" });
    bench.now += DAY;
    bench.track("10", { entityId: "ben" });
    const [whole, ...others] = balanceOf(bench).rollovers;
    const [part] = balanceOf(bench, "messages", "ben").rollovers;
    expect(others).toEqual([]);
    expect(whole).toEqual({
      customerId: "cus",
      viewEntityId: null,
      rolloverId: part?.rolloverId,
      balanceId: "g1",
      featureId: "messages",
      granted: amount("170"),
      balance: amount("160"),
      usage: amount("10"),
      expiresAt: Date.UTC(2026, 1, 16),
    });
    expect(part).toMatchObject({
      viewEntityId: "ben",
      granted: amount("100"),
      balance: amount("90"),
      usage: amount("10"),
    });
  });

  it("lists rollovers soonest expiry first, those that never expire last (B31)", () => {
    const bench = new Bench();
    const carried = (balance: string, expiresAt: number | null) => {
      return { balance: amount(balance), usage: ZERO, expiresAt };
    };
    bench.grant({
      rollovers: [carried("1", null), carried("2", START + 2 * DAY), carried("3", START + DAY)],
    });
    bench.grant({ rollovers: [carried("4", null), carried("5", START + 3 * DAY)] });
    const shown = balanceOf(bench).rollovers.map(({ balance }) => formatAmount(balance));
    expect(shown).toEqual(["3", "2", "5", "1", "4"]);
  });
});

describe("all that a view has", () => {
  it("is a balance of each feature granted, in catalogue order, and of no other", () => {
    const bench = new Bench();
    bench.grant({ featureId: "credits", includedGrant: amount("5") });
    bench.grant({ featureId: "messages" });
    bench.grant({ featureId: "dashboard", includedGrant: null });
    bench.track("1");
    const balances = deriveBalances(viewOf(bench));
    expect(balances).toEqual([balanceOf(bench), balanceOf(bench, "credits")]);
    expect(deriveBalances(viewOf(new Bench()))).toEqual([]);
  });

  it("is for an entity what it can see", () => {
    const bench = new Bench();
    for (const entityId of ["ada", "ben"]) bench.entity(entityId);
    bench.grant({ featureId: "actions", entityId: "ada" });
    bench.grant({ featureId: "messages" });
    const seen = (entityId: string | null) =>
      deriveBalances(viewOf(bench, entityId)).map(({ featureId }) => featureId);
    expect([seen("ada"), seen("ben"), seen(null)]).toEqual([
      ["messages", "actions"],
      ["messages"],
      ["messages", "actions"],
    ]);
  });

  it("are the flags that are granted (B41)", () => {
    const bench = new Bench();
    const flag = { featureId: "dashboard", includedGrant: null } as const;
    expect(deriveFlags(viewOf(bench))).toEqual([]);
    bench.grant({ ...flag, planId: "pro", expiresAt: START + DAY });
    bench.grant({ featureId: "messages" });
    expect(deriveFlags(viewOf(bench))).toEqual([
      {
        customerId: "cus",
        entityId: null,
        featureId: "dashboard",
        grantId: "g1",
        planId: "pro",
        expiresAt: START + DAY,
      },
    ]);
  });

  it("has no flag of what is metered, and no balance of a flag (B12)", () => {
    const bench = new Bench();
    bench.grant({ featureId: "dashboard", includedGrant: null });
    bench.grant({ featureId: "messages" });
    const [messages, dashboard] = ["messages", "dashboard"].map((id) => findFeature(CATALOG, id));
    if (!messages || !dashboard) throw new Error("no such feature");
    expect(deriveFlag(viewOf(bench), messages)).toBeNull();
    expect(deriveBalance(viewOf(bench), dashboard)).toBeNull();
  });
});
