import { describe, expect, it } from "vitest";
import {
  amount,
  exceeds,
  formatAmount,
  lessPaid,
  parseAmount,
  percentOf,
  priced,
  reaches,
  shareOf,
  toAmount,
  toFraction,
  toNumber,
  wholePercentOf,
} from "../../src/engine/amount.ts";
import { exactPercentage, parsePercentage } from "../../src/engine/percentage.ts";

describe("an amount is read exactly or refused with the reason", () => {
  it.each([
    ["0.1", "0.1"],
    ["-0", "0"],
    ["+5", "5"],
    [".5", "0.5"],
    ["5.", "5"],
    ["1e3", "1000"],
    ["12e-1", "1.2"],
    ["1.50000000000", "1.5"],
    ["0.1234567891", "0.1234567891"],
    ["999999999999999999.9999999999", "999999999999999999.9999999999"],
    ["0.12345678911", "must have at most 10 fraction digits"],
    ["1e-11", "must have at most 10 fraction digits"],
    ["1e18", "must be below 1e18 in size"],
    ["-1e18", "must be below 1e18 in size"],
    ["1e400", "must be below 1e18 in size"],
    ["1e99999", "must be a decimal number"],
    ["NaN", "must be a decimal number"],
    ["Infinity", "must be a decimal number"],
    ["", "must be a decimal number"],
    [".", "must be a decimal number"],
    ["0x10", "must be a decimal number"],
    ["1 000", "must be a decimal number"],
    ["٣", "must be a decimal number"],
  ])("%j -> %s", (text, expected) => {
    const parsed = parseAmount(text);
    expect(typeof parsed === "bigint" ? formatAmount(parsed) : parsed.reason).toBe(expected);
  });
});

describe("arithmetic", () => {
  it("rounds to the tenth digit, halves away from zero (M5)", () => {
    const half = (of: bigint) => formatAmount(toAmount({ of, over: 2n }));
    expect([half(1n), half(-1n), half(3n), half(-3n), half(2n)]).toEqual([
      "0.0000000001",
      "-0.0000000001",
      "0.0000000002",
      "-0.0000000002",
      "0.0000000001",
    ]);
  });

  it.each([
    ["99.9999999998", "50", "49"],
    ["99.9999999999", "50", "50"],
    ["33", "50", "16"],
    ["100", "0.5", "0"],
    ["200", "100", "200"],
    ["300", "33.333333333333336", "100"],
    ["900", "11.11111111111111", "100"],
    ["700", "14.285714285714286", "100"],
    ["300", "33.3333333333", "99"],
    ["300", "33.33333333331", "99"],
    ["300", "33.33333333332", "100"],
    ["1", "99.999999995", "1"],
    ["1", "99.9999999949", "0"],
    ["999999999999999999", "5e-324", "0"],
  ])(
    "%s by %s percent is %s: rounded once to the tenth digit, then floored (A30)",
    (value, percent, carried) => {
      const percentage = parsePercentage(percent);
      const whole = percentage && wholePercentOf(amount(value), exactPercentage(percentage));
      expect(whole).toBe(amount(carried));
    },
  );

  it.each([
    ["33.333333333333336", "33.333333333333336"],
    ["50", "50"],
    ["5e1", "50"],
    ["1e-7", "0.0000001"],
    ["1.50", "1.5"],
    ["0", "0"],
    ["1e+2", "100"],
    ["0.1e+1", "1"],
    ["12.5e-2", "0.125"],
    ["12.5e-1", "1.25"],
    ["123.45e-1", "12.345"],
    ["-0.5", "-0.5"],
    ["1.7976931348623157e+2", "179.76931348623157"],
  ])("the percentage %s is kept as %s", (text, kept) => {
    expect(parsePercentage(text)).toBe(kept);
    expect(parsePercentage(kept)).toBe(kept);
  });

  it("a percentage that is no number is none", () => {
    expect(["", "NaN", "Infinity", "1.", ".5", "1e"].map(parsePercentage)).toEqual(
      Array.from({ length: 6 }, () => null),
    );
  });

  it("takes percent without loss", () => {
    expect(formatAmount(percentOf(amount("33.3"), amount("12.5")))).toBe("4.1625");
  });

  it("compares with a percentage as it is before it is rounded (K6)", () => {
    const half = shareOf(amount("1e-10"), amount("50"));
    expect([exceeds(half, amount("0")), reaches(half, amount("1e-10"))]).toEqual([true, false]);
    const whole = shareOf(amount("1e-10"), amount("100"));
    expect([exceeds(whole, amount("1e-10")), reaches(whole, amount("1e-10"))]).toEqual([
      false,
      true,
    ]);
  });

  it("pays a third of a unit and keeps the rest exact (D13)", () => {
    const rest = lessPaid(toFraction(amount("1")), amount("1"), amount("3"));
    expect(formatAmount(toAmount(rest))).toBe("0.6666666667");
    expect(formatAmount(toAmount(priced(rest, amount("3"))))).toBe("2");
    expect(exceeds(rest, amount("0.6666666666"))).toBe(true);
    expect(exceeds(rest, amount("0.6666666667"))).toBe(false);
  });
});

describe("an amount for readers who can do without every digit", () => {
  it.each([
    ["-0", 0],
    ["900719.9254740991", 900719.9254740991],
    ["900719.9254740993", 900719.9254740993],
    ["-90071992547.40993", -90071992547.40993],
    ["9007199254740993", 9007199254740992],
    ["999999999999999", 999999999999999],
    ["-9999999999999999", -10000000000000000],
    ["0.0000000001", 1e-10],
    ["999999999999999999.9999999999", 1e18],
  ])("%s is told as %d", (text, told) => {
    expect(toNumber(amount(text))).toBe(told);
  });
});
