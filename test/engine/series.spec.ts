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

  it("goes back over month ends", () => {
    expect(windowsBefore("month", Date.UTC(2026, 2, 31), 2)).toBe(Date.UTC(2026, 0, 1));
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
});
