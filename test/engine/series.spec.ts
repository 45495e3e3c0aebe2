import { describe, expect, it } from "vitest";
import { amount, formatAmount, plus, ZERO } from "../../src/engine/amount.ts";
import { seriesOf, type Window, windowsBefore, windowsIn } from "../../src/engine/series.ts";
import { Bench, DAY, START } from "../support/engine.ts";

const HOUR = DAY / 24;

describe("usage over time", () => {
  it.each<[Window, string, string, string]>([
    ["hour", "2026-01-15T10:59Z", "2026-01-15T10:00Z", "2026-01-15T11:00Z"],
    ["day", "2026-01-15T10:59Z", "2026-01-15T00:00Z", "2026-01-16T00:00Z"],
    ["week", "2026-01-15T10:59Z", "2026-01-12T00:00Z", "2026-01-19T00:00Z"],
    ["month", "2026-02-28T10:59Z", "2026-02-01T00:00Z", "2026-03-01T00:00Z"],
  ])("a %s that holds %s is from %s to %s", (window, at, from, to) => {
    const instant = Date.parse(at);
    const [bucket, ...others] = windowsIn(window, { from: instant, to: instant + 1 }) ?? [];
    expect([bucket?.from, bucket?.to]).toEqual([Date.parse(from), Date.parse(to)]);
    expect(others).toEqual([]);
  });

  it.each<[Window, number, string]>([
    ["hour", 3, "2026-03-31T07:00Z"],
    ["day", 3, "2026-03-28T00:00Z"],
    ["week", 3, "2026-03-09T00:00Z"],
    ["month", 2, "2026-01-01T00:00Z"],
    ["month", 0, "2026-03-01T00:00Z"],
  ])("goes back by whole windows: %s x %i", (window, count, from) => {
    expect(windowsBefore(window, Date.parse("2026-03-31T10:59Z"), count)).toBe(Date.parse(from));
  });

  it("refuses more windows than anybody looks at", () => {
    expect(windowsIn("hour", { from: 0, to: 1001 * HOUR })).toBeNull();
    expect(windowsIn("hour", { from: 0, to: 1000 * HOUR })).toHaveLength(1000);
  });

  it("counts usage where it happened, and nothing but usage; credits in credits", () => {
    const bench = new Bench();
    bench.grant({ featureId: "credits" });
    bench.track("10", { featureId: "actions" });
    bench.now += HOUR;
    bench.track("20", { featureId: "actions", timestamp: START });
    bench.track("5", { featureId: "credits" });
    bench.track("-10", { featureId: "actions" });
    const windows = windowsIn("hour", { from: START, to: START + 3 * HOUR }) ?? [];
    const series = seriesOf(windows, bench.entries, "credits");
    expect(series.map(({ usage, events }) => `${formatAmount(usage)} ${events}`)).toEqual([
      "6 2",
      "3 2",
      "0 0",
    ]);
    const total = series.reduce((sum, { usage }) => plus(sum, usage), ZERO);
    expect(bench.balance("credits")?.usage).toBe(total);
    expect(total).toBe(amount("9"));
  });

  it("counts events by use of every kind, of this feature alone, and within the windows", () => {
    const bench = new Bench();
    bench.grant();
    bench.grant({ featureId: "actions" });
    const asked = { customerId: "cus", featureId: "messages", entityId: null, properties: null };
    const requiredBalance = amount("2");
    bench.track("1");
    bench.run({ ...asked, type: "checkAndTrack", requiredBalance });
    bench.run({ ...asked, type: "createLock", requiredBalance, lockId: "L", expiresAt: null });
    const final = { lockId: "L", action: "confirm", overrideValue: amount("5") } as const;
    bench.run({ type: "finalizeLock", customerId: "cus", properties: null, ...final });
    bench.track("7", { featureId: "actions" });
    bench.track("100", { timestamp: START - 1 });
    bench.now += HOUR;
    bench.track("30");
    const windows = windowsIn("hour", { from: START, to: START + HOUR }) ?? [];
    const told = (featureId: string) =>
      seriesOf(windows, bench.entries, featureId).map(
        ({ usage, events }) => `${formatAmount(usage)} ${events}`,
      );
    expect([told("messages"), told("actions"), told("credits")]).toEqual([
      ["8 4"],
      ["7 1"],
      ["0 0"],
    ]);
  });
});
