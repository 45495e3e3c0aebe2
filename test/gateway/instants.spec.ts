import { describe, expect, test } from "vitest";
import { parseInstant } from "../../src/schema/instant.ts";

const T = Date.UTC(2026, 0, 15, 12);
const DAY = "names a day that does not exist";
const TIME = "names a time that does not exist";
const OFFSET = "has no UTC offset";
const SECONDS = "looks like seconds: multiply it by 1000";
const RANGE = "from 1970 to 9999";

describe("an instant", () => {
  test.for([
    [`${T}`, T],
    ["0", 0],
    ["99999999", 99_999_999],
    ["100000000000", 100_000_000_000],
    ["253402300799999", 253_402_300_799_999],
    ["2026-01-15T12:00:00Z", T],
    ["2026-01-15T12:00Z", T],
    ["2026-01-15t12:00:00z", T],
    ["2026-01-15T12:00:00-00:00", T],
    ["2026-01-15T13:00:00+01:00", T],
    ["2026-01-15T13:00:00+0100", T],
    ["2026-01-15T13:00:00+01", T],
    ["2026-01-14T12:01:00-23:59", T],
    ["2026-01-15T17:45:00.5+05:45", T + 500],
    ["2026-01-15T12:00:00.123456789Z", T + 123], // What is beyond the millisecond is dropped.
    ["2026-01-15T12:00:00.9999999Z", T + 999],
    ["2026-01-15", Date.UTC(2026, 0, 15)],
    ["2028-02-29", Date.UTC(2028, 1, 29)],
    ["2000-02-29T00:00:00Z", Date.UTC(2000, 1, 29)],
    ["9999-12-31T23:59:59.999Z", 253_402_300_799_999],
    ["1969-12-31T23:00:00-01:00", 0],
  ] as const)("%s", ([text, at]) => {
    expect(parseInstant(text)).toBe(at);
  });
});

describe("no instant", () => {
  test.for([
    ["2026-02-30T00:00:00Z", DAY],
    ["2026-02-29", DAY],
    ["2026-02-29T00:00:00Z", DAY],
    ["2100-02-29", DAY],
    ["2026-04-31T12:00:00Z", DAY],
    ["2026-13-01T00:00:00Z", DAY],
    ["2026-00-10", DAY],
    ["2026-01-00", DAY],
    ["2026-01-15T24:00:00Z", TIME],
    ["2026-01-15T12:60:00Z", TIME],
    ["2016-12-31T23:59:60Z", TIME], // Unix time has no leap seconds.
    ["2026-01-15T12:00:00", OFFSET],
    ["2026-01-15T12:00", OFFSET],
    ["2026-01-15T12:00:00+24:00", "has an offset that does not exist"],
    ["2026-01-15T12:00:00+01:60", "has an offset that does not exist"],
    ["1790000000", SECONDS],
    ["100000000", SECONDS],
    ["99999999999", SECONDS],
    ["-1", RANGE],
    ["253402300800000", RANGE],
    ["9999-12-31T23:59:59-01:00", RANGE],
    ["1969-12-31T23:59:59Z", RANGE],
    ["0070-01-01T00:00:00Z", RANGE],
    ["1.5", RANGE],
    ["1e12", RANGE],
    ["", RANGE],
    ["yesterday", RANGE],
    ["2026-W03-4", RANGE],
    ["2026-015", RANGE],
    ["+002026-01-15T12:00:00Z", RANGE],
    ["2026-01-15 12:00:00Z", RANGE],
    ["2026-1-15", RANGE],
    ["2026-01-15Z", RANGE],
    [" 2026-01-15", RANGE],
    ["2026-01-15T12:00:00.Z", RANGE],
    ["٢٠٢٦-01-15", RANGE],
    ["9".repeat(1_000_000), RANGE],
  ] as const)("%s", ([text, reason]) => {
    const parsed = parseInstant(text);
    expect(parsed).toEqual({ reason: expect.stringContaining(reason) });
    expect(JSON.stringify(parsed).length).toBeLessThan(250);
  });
});
