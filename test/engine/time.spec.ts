import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { RolloverConfig } from "../../src/engine/ledger.ts";
import { parsePercentage } from "../../src/engine/percentage.ts";
import { Bench, CATALOG, DAY, START } from "../support/engine.ts";

const month = { interval: "month", intervalCount: 1 } as const;
const rollover = (given: Partial<RolloverConfig> = {}): RolloverConfig => ({
  max: null,
  maxPercentage: null,
  duration: "month",
  length: 1,
  ...given,
});

describe("resets and rollovers", () => {
  it("R1 a period begins at its instant, not after it", () => {
    const bench = new Bench();
    bench.grant({ reset: month });
    bench.track("40");
    bench.now = Date.UTC(2026, 1, 15) - 1;
    expect(bench.figures()).toBe("100 60 40 0");
    bench.now += 1;
    expect(bench.figures()).toBe("100 100 0 0");
  });

  it("R2 a reset forgives debt and drops what an update adjusted", () => {
    const bench = new Bench();
    bench.grant({ reset: month, overageAllowed: true });
    bench.track("130");
    bench.now += 40 * DAY;
    expect(bench.figures()).toBe("100 100 0 0");
  });

  it("R3 debt is kept, period by period, where the organisation says so", () => {
    const bench = new Bench({ ...CATALOG, persistFreeOverage: true });
    bench.grant({ reset: month });
    bench.track("350", { overageBehavior: "overflow" });
    bench.now = Date.UTC(2026, 1, 16);
    expect(bench.figures()).toBe("100 0 250 150");
    bench.now = Date.UTC(2026, 2, 16);
    expect(bench.figures()).toBe("100 0 150 50");
    bench.now = Date.UTC(2026, 3, 16);
    expect(bench.figures()).toBe("100 50 50 0");
  });

  it("A16 every missed period carries its own rollover, trimmed to the cap soonest first (RO3)", () => {
    const bench = new Bench();
    bench.grant({ reset: month, rollover: rollover({ length: 12, max: amount("250") }) });
    bench.track("80");
    bench.now = Date.UTC(2026, 4, 1); // Three resets: 20, then 100, then 100 were left.
    expect(bench.rollovers()).toBe("20/20, 100/100, 100/100");
    bench.now = Date.UTC(2026, 4, 16);
    expect(bench.rollovers()).toBe("50/50, 100/100, 100/100");
    expect(bench.figures()).toBe("350 350 0 0");
  });

  it("A15 a rollover is gone at its instant, with its usage (RO5)", () => {
    const bench = new Bench();
    bench.grant({ reset: month, rollover: rollover() });
    bench.now = Date.UTC(2026, 1, 15);
    bench.track("30");
    expect(bench.figures()).toBe("200 170 30 0");
    bench.now = Date.UTC(2026, 2, 15) - 1;
    expect(bench.figures()).toBe("200 170 30 0");
    bench.now += 1; // The old rollover goes, the 100 left are carried.
    expect(bench.figures()).toBe("200 200 0 0");
  });

  it("RO3 a cap that an older rollover fills carries again once that one has expired", () => {
    const bench = new Bench();
    bench.grant({
      reset: month,
      rollover: rollover({ max: amount("50") }),
      rollovers: [{ balance: amount("50"), usage: amount("0"), expiresAt: Date.UTC(2026, 4, 20) }],
    });
    bench.now = Date.UTC(2026, 4, 16);
    expect(bench.rollovers()).toBe("50/50");
    bench.now = Date.UTC(2026, 6, 1);
    expect(bench.rollovers()).toBe("50/50");
    expect(bench.balance()?.rollovers[0]?.expiresAt).toBe(Date.UTC(2026, 6, 15));
  });

  it("RO3 a cap that is never reached changes nothing, not even whose rollovers go first", () => {
    const spent = (max: string | null) => {
      const bench = new Bench();
      bench.entity("a");
      bench.entity("b");
      bench.grant({
        perEntityFeatureId: "users",
        planId: "team",
        reset: { interval: "week", intervalCount: 1 },
        rollover: rollover({ duration: "forever", max: max === null ? null : amount(max) }),
      });
      bench.now += 14 * DAY;
      bench.track("150");
      return [bench.rollovers("messages", "a"), bench.rollovers("messages", "b")];
    };
    expect(spent("500")).toEqual(spent(null));
  });

  it("RO3 a cap in percent is floored", () => {
    const bench = new Bench();
    bench.grant({
      includedGrant: amount("33"),
      reset: month,
      rollover: rollover({ maxPercentage: parsePercentage("50") }),
    });
    bench.now = Date.UTC(2026, 1, 15);
    expect(bench.rollovers()).toBe("16/16");
  });

  it("A17 rollovers of a month-end row live to the row's own day", () => {
    const bench = new Bench();
    bench.now = Date.UTC(2026, 0, 31);
    bench.grant({ reset: month, rollover: rollover() });
    bench.now = Date.UTC(2026, 2, 30);
    expect(bench.rollovers()).toBe("100/100");
    bench.now = Date.UTC(2026, 2, 31) - 1;
    expect(bench.rollovers()).toBe("100/100");
  });

  it("E1 an expired grant leaves no trace but its entry", () => {
    const bench = new Bench();
    bench.grant({ expiresAt: START + DAY });
    bench.track("40");
    bench.now = START + DAY;
    expect(bench.figures()).toBe("none");
    bench.track("1");
    expect(bench.entries.map(({ kind, value }) => [kind, value])).toEqual([
      ["CREATE", amount("-100")],
      ["TRACK", amount("40")],
      ["EXPIRE", amount("60")],
      ["TRACK", amount("1")],
    ]);
    expect(bench.ledger?.grants).toEqual([]);
  });

  it("R4 one-off rows, seats and unlimited rows never reset", () => {
    const bench = new Bench();
    bench.grant({ reset: { interval: "one_off", intervalCount: 1 } });
    bench.grant({ featureId: "users", reset: month });
    bench.grant({ featureId: "actions", unlimited: true });
    for (const featureId of ["messages", "users", "actions"]) bench.track("10", { featureId });
    bench.now += 400 * DAY;
    expect(["messages", "users", "actions"].map((id) => bench.figures(id))).toEqual([
      "100 90 10 0",
      "100 90 10 0",
      "0 0 10 0",
    ]);
  });

  it("a reset that changes nothing leaves no entry, and the next one is still on time", () => {
    const bench = new Bench();
    bench.grant({ reset: month });
    bench.now = Date.UTC(2027, 5, 1);
    bench.track("1");
    expect(bench.entries.map(({ kind }) => kind)).toEqual(["CREATE", "TRACK"]);
    expect(bench.balance()?.nextResetAt).toBe(Date.UTC(2027, 5, 15));
  });
});
