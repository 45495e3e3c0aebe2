import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import { Bench, DAY, START } from "../support/engine.ts";

interface Row {
  readonly rule: string;
  readonly title: string;
  readonly act: (bench: Bench) => unknown;
  /** "granted remaining usage overage" of messages, then its rows. */
  readonly figures: string;
  readonly rows?: string;
  readonly rollovers?: string;
}

const month = { interval: "month", intervalCount: 1 } as const;
const week = { interval: "week", intervalCount: 1 } as const;

const TABLE: readonly Row[] = [
  {
    rule: "D14",
    title: "cap takes what fits and drops the rest",
    act: (bench) => [bench.grant(), bench.track("130")],
    figures: "100 0 100 0",
  },
  {
    rule: "D14",
    title: "overflow pushes the first row below zero, whatever its kind",
    act: (bench) => [bench.grant(), bench.track("150", { overageBehavior: "overflow" })],
    figures: "100 0 150 50",
    rows: "g1 -50",
  },
  {
    rule: "D11",
    title: "rows are drained in order, the shorter period first (D2.6)",
    act: (bench) => [
      bench.grant({ reset: month }),
      bench.grant({ reset: week }),
      bench.track("130"),
    ],
    figures: "200 70 130 0",
    rows: "g2 0, g1 70",
  },
  {
    rule: "D12",
    title: "overage lands on the first row that may go below zero",
    act: (bench) => [
      bench.grant({ overageAllowed: true }),
      bench.grant({ overageAllowed: true }),
      bench.track("230"),
    ],
    figures: "200 0 230 30",
    rows: "g1 -30, g2 0",
  },
  {
    rule: "O1",
    title: "overage stops at the ceiling and goes on with the next row that may",
    act: (bench) => [
      bench.grant({ overageAllowed: true, maxPurchase: amount("10") }),
      bench.grant({ overageAllowed: true, maxPurchase: amount("15") }),
      bench.track("240"),
    ],
    figures: "200 0 225 25",
    rows: "g1 -10, g2 -15",
  },
  {
    rule: "D16",
    title: "a newer grant does not pay down overage",
    act: (bench) => [
      bench.grant({ overageAllowed: true }),
      bench.track("130"),
      bench.grant(),
      bench.track("20"),
    ],
    figures: "200 80 150 30",
    rows: "g2 80, g1 -30",
  },
  {
    rule: "D10",
    title: "rollovers go first, soonest expiry first, never-expiring last",
    act: (bench) => [
      bench.grant({
        rollovers: [
          { balance: amount("10"), usage: amount("0"), expiresAt: null },
          { balance: amount("10"), usage: amount("0"), expiresAt: START + 2 * DAY },
          { balance: amount("10"), usage: amount("0"), expiresAt: START + DAY },
        ],
      }),
      bench.track("15"),
    ],
    figures: "130 115 15 0",
    rows: "g1 100",
    rollovers: "0/10, 5/10, 10/10",
  },
  {
    rule: "D20",
    title: "a refund heals overage first, then refills in order, and drops the surplus",
    act: (bench) => [
      bench.grant({ reset: month }),
      bench.grant({ overageAllowed: true }),
      bench.track("230"),
      bench.track("-80"),
    ],
    figures: "200 50 150 0",
    rows: "g1 50, g2 0",
  },
  {
    rule: "D21",
    title: "a refund never returns into a rollover",
    act: (bench) => [
      bench.grant({
        rollovers: [{ balance: amount("10"), usage: amount("0"), expiresAt: null }],
      }),
      bench.track("30"),
      bench.track("-30"),
    ],
    figures: "110 100 10 0",
    rollovers: "0/10",
  },
  {
    rule: "D23",
    title: "an overflow refund goes past the grant",
    act: (bench) => [
      bench.grant(),
      bench.track("30"),
      bench.track("-50", { overageBehavior: "overflow" }),
    ],
    figures: "100 120 -20 0",
  },
  {
    rule: "D4",
    title: "an unlimited row absorbs everything, its finite siblings vanish (B60)",
    act: (bench) => [bench.grant(), bench.grant({ unlimited: true }), bench.track("7")],
    figures: "0 0 7 0",
  },
];

describe("usage of a feature", () => {
  it.each(TABLE)("$rule $title", ({ act, figures, rows, rollovers }) => {
    const bench = new Bench();
    act(bench);
    expect(bench.figures()).toBe(figures);
    if (rows !== undefined) expect(bench.rows()).toBe(rows);
    if (rollovers !== undefined) expect(bench.rollovers()).toBe(rollovers);
  });

  it("A7 reject refuses where nothing is owned; cap records the event (T6)", () => {
    const bench = new Bench();
    expect(bench.track("1", { overageBehavior: "reject" })?.code).toBe("INSUFFICIENT_BALANCE");
    expect(bench.track("1")).toBeNull();
    expect(bench.entries).toHaveLength(1);
    expect(bench.figures()).toBe("none");
  });

  it("D14 reject takes all or nothing, and says what there was", () => {
    const bench = new Bench();
    bench.grant();
    const before = bench.ledger;
    expect(bench.track("100.5", { overageBehavior: "reject" })).toMatchObject({
      code: "INSUFFICIENT_BALANCE",
      required: amount("100.5"),
      available: amount("100"),
    });
    expect(bench.ledger).toBe(before);
    expect(bench.track("100", { overageBehavior: "reject" })).toBeNull();
  });

  it("D15 free seats overdraw under cap, never under reject", () => {
    const bench = new Bench();
    bench.grant({ featureId: "users", includedGrant: amount("1") });
    bench.track("3", { featureId: "users" });
    expect(bench.figures("users")).toBe("1 0 3 2");
    expect(bench.track("1", { featureId: "users", overageBehavior: "reject" })?.code).toBe(
      "INSUFFICIENT_BALANCE",
    );
  });

  it("S1 own balance first, then credits at their cost (D13)", () => {
    const bench = new Bench();
    bench.grant({ featureId: "actions", includedGrant: amount("10") });
    bench.grant({ featureId: "credits" });
    bench.track("25", { featureId: "actions" });
    expect([bench.figures("actions"), bench.figures("credits")]).toEqual([
      "10 0 10 0",
      "100 97 3 0",
    ]);
  });

  it("D10 a credit system's rollover goes before the feature's own balance", () => {
    const bench = new Bench();
    bench.grant({ featureId: "actions", includedGrant: amount("10") });
    bench.grant({
      featureId: "credits",
      rollovers: [{ balance: amount("1"), usage: amount("0"), expiresAt: null }],
    });
    bench.track("6", { featureId: "actions" });
    expect([bench.figures("actions"), bench.rollovers("credits")]).toEqual(["10 9 1 0", "0/1"]);
  });

  it("D11 an entity uses its own slice, then the pool; the customer walks slices in order (V5)", () => {
    const bench = new Bench();
    bench.entity("b");
    bench.entity("a");
    bench.grant({ perEntityFeatureId: "users", planId: "team" });
    bench.grant({ includedGrant: amount("50"), planId: "team" });
    bench.track("120", { entityId: "a" });
    expect(bench.figures("messages", "a")).toBe("150 30 120 0");
    expect(bench.figures("messages", "b")).toBe("150 130 20 0");
    bench.track("100");
    expect(bench.figures()).toBe("250 30 220 0");
    expect(bench.figures("messages", "b")).toBe("150 30 120 0");
  });

  it("V3 a switched-off pool is out of the entities' sight", () => {
    const bench = new Bench();
    bench.entity("a");
    bench.grant();
    bench.grant({ entityId: "a", includedGrant: amount("5") });
    bench.run({
      type: "updateCustomer",
      customerId: "cus",
      config: { disablePooledBalance: true },
    });
    bench.track("20", { entityId: "a" });
    expect(bench.figures("messages", "a")).toBe("5 0 5 0");
    expect(bench.figures()).toBe("105 100 5 0");
  });

  it("A18 the customer's view nets what entities own among itself", () => {
    const bench = new Bench();
    bench.entity("a");
    bench.entity("b");
    bench.grant({ entityId: "a", overageAllowed: true });
    bench.grant({ entityId: "b", includedGrant: amount("10") });
    bench.track("130", { entityId: "a" });
    expect(bench.figures("messages", "a")).toBe("100 0 130 30");
    expect(bench.figures()).toBe("110 0 130 20");
    expect(bench.balance()?.breakdown).toEqual([]);
  });
});
