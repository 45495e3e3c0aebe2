import { describe, expect, it } from "vitest";
import {
  addMonths,
  dayOfMonth,
  firstPeriodAfter,
  type Interval,
  isMonthly,
  nextPeriod,
  periodLength,
} from "../../src/engine/period.ts";

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

  it.each<[Interval, number, string, string, string | null]>([
    ["minute", 5, "2026-01-01T00:00", "2026-01-01T00:04", "2026-01-01T00:05"],
    ["minute", 5, "2026-01-01T00:00", "2026-01-01T00:05", "2026-01-01T00:10"],
    ["hour", 2, "2026-01-01T01:00", "2026-01-01T01:00", "2026-01-01T03:00"],
    ["week", 2, "2026-01-01T00:00", "2026-01-20T00:00", "2026-01-29T00:00"],
    ["day", 3, "2026-01-09T00:00", "2026-01-01T00:00", "2026-01-09T00:00"], // later than now
    ["day", 3, "2026-01-09T00:01", "2026-01-09T00:00", "2026-01-09T00:01"],
    ["month", 1, "2026-01-31T00:00", "2026-01-30T00:00", "2026-01-31T00:00"], // so is this
    ["month", 2, "2026-01-31T00:00", "2026-03-31T00:00", "2026-05-31T00:00"],
    ["one_off", 1, "2026-01-01T00:00", "2026-01-09T00:00", null],
  ])("the first %s x %i from %s after %s is %s", (interval, count, from, now, expected) => {
    const step = { interval, count, anchorDay: 31 };
    expect(shown(firstPeriodAfter(at(from), at(now), step))).toBe(expected);
  });

  it.each<[Interval, number, number]>([
    ["minute", 3, 180_000],
    ["hour", 2, 7_200_000],
    ["day", 2, 172_800_000],
    ["week", 2, 1_209_600_000],
    ["month", 2, 60 * 86_400_000],
    ["quarter", 2, 180 * 86_400_000],
    ["semi_annual", 2, 360 * 86_400_000],
    ["year", 2, 730 * 86_400_000],
    ["one_off", 2, Number.POSITIVE_INFINITY],
  ])("%s x %i counts as %d ms (D2.6)", (interval, count, length) => {
    expect(periodLength(interval, count)).toBe(length);
  });

  it("steps by months where an interval is made of them", () => {
    const monthly = ["month", "quarter", "semi_annual", "year"] as const;
    const others = ["one_off", "minute", "hour", "day", "week"] as const;
    expect([...monthly, ...others].filter(isMonthly)).toEqual(monthly);
  });

  it("tells the day of the month in UTC", () => {
    expect(dayOfMonth(at("2026-01-31T23:59"))).toBe(31);
    expect(dayOfMonth(at("2026-02-01T00:00"))).toBe(1);
  });

  it("keeps the time of day, before 1970 too", () => {
    expect(shown(addMonths(at("1969-12-31T23:59"), 2, 31))).toBe("1970-02-28T23:59");
    expect(shown(addMonths(at("1969-12-31T00:00"), 1, 31))).toBe("1970-01-31T00:00");
  });

  it("keeps the time of day over a month step", () => {
    expect(shown(addMonths(at("2025-12-31T23:59"), 2, 31))).toBe("2026-02-28T23:59");
  });
});
