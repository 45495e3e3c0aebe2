import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { CreateBalance } from "../../src/engine/command.ts";
import type { RolloverConfig } from "../../src/engine/ledger.ts";
import { Bench, DAY } from "../support/engine.ts";

const month = { interval: "month", intervalCount: 1 } as const;
const CARRIES: RolloverConfig = { max: null, maxPercentage: null, duration: "month", length: 1 };

/** A customer whose entity x has a slice of 100. */
function benchWith(given: Partial<CreateBalance> = {}): Bench {
  const bench = new Bench();
  bench.grant({ perEntityFeatureId: "users", planId: "team", reset: month, ...given });
  bench.entity("x");
  return bench;
}

function leave(bench: Bench, entityId = "x") {
  return bench.run({ type: "deleteEntity", customerId: "cus", entityId });
}

const FEBRUARY = Date.UTC(2026, 1, 16);

describe("an entity that comes back (A24)", () => {
  it("has what it left, debts and adjustments too", () => {
    const bench = benchWith();
    bench.track("130", { entityId: "x", overageBehavior: "overflow" });
    bench.run({
      ...{ type: "updateBalance", customerId: "cus", featureId: "messages", entityId: "x" },
      ...{ balanceId: null, interval: null, includedGrant: amount("120") },
    });
    leave(bench);
    expect(bench.figures()).toBe("0 0 0 0");
    bench.entity("x");
    expect(bench.figures("messages", "x")).toBe("120 0 150 30");
  });

  it("has a full slice after the row's next reset, to the millisecond", () => {
    const back = (at: number) => {
      const bench = benchWith();
      bench.track("30", { entityId: "x" });
      leave(bench);
      bench.now = at;
      bench.entity("x");
      return bench.figures("messages", "x");
    };
    expect(back(Date.UTC(2026, 1, 15) - 1)).toBe("100 70 30 0");
    expect(back(Date.UTC(2026, 1, 15))).toBe("100 100 0 0");
  });

  it("has what it left of a one-off row for ever", () => {
    const bench = benchWith({ reset: null });
    bench.track("30", { entityId: "x" });
    leave(bench);
    bench.now += 4000 * DAY;
    bench.entity("x");
    expect(bench.figures("messages", "x")).toBe("100 70 30 0");
  });

  it("has its rollovers back, but for those that have expired meanwhile", () => {
    const back = (at: number) => {
      const bench = benchWith({
        rollover: CARRIES,
        reset: { interval: "quarter", intervalCount: 1 },
      });
      bench.now = Date.UTC(2026, 3, 16);
      leave(bench);
      bench.now = at;
      bench.entity("x");
      return bench.rollovers("messages", "x");
    };
    expect(back(Date.UTC(2026, 4, 15) - 1)).toBe("100/100");
    expect(back(Date.UTC(2026, 4, 15))).toBe("");
  });

  it("takes nothing from, and gives nothing to, the others meanwhile", () => {
    const bench = benchWith();
    bench.entity("y");
    bench.track("30", { entityId: "x" });
    leave(bench);
    expect([bench.figures(), bench.figures("messages", "y")]).toEqual([
      "100 100 0 0",
      "100 100 0 0",
    ]);
    bench.entity("z");
    expect(bench.figures("messages", "z")).toBe("100 100 0 0");
  });

  it("leaves entries that add up: what goes with it comes back with it", () => {
    const bench = benchWith();
    bench.track("30", { entityId: "x" });
    leave(bench);
    bench.entity("x");
    const moved = bench.entries.flatMap(({ deductions }) => deductions.map(({ value }) => value));
    expect(moved.reduce((sum, value) => sum - value, 0n)).toBe(amount("70"));
  });

  it("is remembered only where there is something to remember", () => {
    const bench = benchWith();
    leave(bench);
    expect(bench.ledger?.grants[0]?.departed).toEqual([]);
    bench.entity("x");
    bench.track("1", { entityId: "x" });
    leave(bench);
    expect(bench.ledger?.grants[0]?.departed).toHaveLength(1);
    bench.now = FEBRUARY;
    bench.track("0");
    bench.entity("y");
    expect(bench.ledger?.grants[0]?.departed).toEqual([]);
  });

  it("is another one under another seat feature", () => {
    const bench = benchWith();
    bench.track("30", { entityId: "x" });
    leave(bench);
    expect(bench.ledger?.grants[0]?.departed[0]).toMatchObject({
      entityId: "x",
      balance: amount("70"),
    });
  });
});
