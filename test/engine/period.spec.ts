import { describe, expect, it } from "vitest";
import { addMonths, firstPeriodAfter, type Interval, nextPeriod } from "../../src/engine/period.ts";

const at = (text: string) => Date.parse(`${text}Z`);
const shown = (instant: number | null) => instant && new Date(instant).toISOString().slice(0, 16);

describe("one step of the calendar, in UTC", () => {
  it.each<[Interval, number, number, string, string | null]>([
    ["minute", 5, 1, "2026-01-15T23:58", "2026-01-16T00:03"],
    ["hour", 1, 1, "2026-01-15T23:00", "2026-01-16T00:00"],
    ["day", 1, 1, "2026-02-28T12:00", "2026-03-01T12:00"],
    ["week", 2, 1, "2026-01-15T00:00", "2026-01-29T00:00"],
    ["month", 1, 31, "2026-01-31T00:00", "2026-02-28T00:00"], // A17: clamped ...
    ["month", 1, 31, "2026-02-28T00:00", "2026-03-31T00:00"], // ... and back
    ["month", 1, 31, "2028-01-31T08:30", "2028-02-29T08:30"],
    ["quarter", 1, 30, "2025-11-30T00:00", "2026-02-28T00:00"],
    ["semi_annual", 1, 31, "2026-02-28T00:00", "2026-08-31T00:00"],
    ["year", 1, 29, "2028-02-29T00:00", "2029-02-28T00:00"],
    ["year", 4, 29, "2028-02-29T00:00", "2032-02-29T00:00"],
    ["one_off", 1, 1, "2026-01-15T00:00", null],
  ])("%s x %i on day %i from %s is %s", (interval, count, anchorDay, from, expected) => {
    expect(shown(nextPeriod(at(from), { interval, count, anchorDay }))).toBe(expected);
  });

  it("finds the first boundary after now, however many were missed (R5)", () => {
    const daily = { interval: "day", count: 3, anchorDay: 1 } as const;
    expect(shown(firstPeriodAfter(at("2026-01-01T00:00"), at("2026-01-07T00:00"), daily))).toBe(
      "2026-01-10T00:00",
    );
    const monthly = { interval: "month", count: 1, anchorDay: 31 } as const;
    expect(shown(firstPeriodAfter(at("2026-01-31T00:00"), at("2026-04-30T00:00"), monthly))).toBe(
      "2026-05-31T00:00",
    );
  });

  it("keeps the time of day over a month step", () => {
    expect(shown(addMonths(at("2025-12-31T23:59"), 2, 31))).toBe("2026-02-28T23:59");
  });
});
