import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  amount,
  exceeds,
  formatAmount,
  lessPaid,
  minus,
  parseAmount,
  percentOf,
  plus,
  priced,
  reaches,
  shareOf,
  toAmount,
  toFraction,
  toNumber,
  wholePercentOf,
} from "../../src/engine/amount.ts";
import { exactPercentage, parsePercentage } from "../../src/engine/percentage.ts";
import { checkAll } from "../support/property.ts";

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
  it("0.1 a million times is 100000 (M5)", () => {
    let total = amount("0");
    for (let count = 0; count < 1_000_000; count += 1) total = plus(total, amount("0.1"));
    expect(formatAmount(total)).toBe("100000");
  });

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

describe("laws", () => {
  const scaled = fc.bigInt({ min: -(10n ** 28n) + 1n, max: 10n ** 28n - 1n });
  /** Of every length, with any number of zeros at the end; and those next to where doubles have gaps. */
  const ofAnyLength = fc.oneof(
    fc
      .tuple(fc.nat(27), fc.nat(27), scaled)
      .map(([cut, zeros, count]) => (count / 10n ** BigInt(cut)) * 10n ** BigInt(zeros))
      .filter((count) => count > -(10n ** 28n) && count < 10n ** 28n),
    fc
      .tuple(fc.constantFrom(1n, -1n), fc.constantFrom(1n, 10n ** 5n, 10n ** 10n), fc.integer())
      .map(([sign, part, off]) => sign * (2n ** 53n * part + BigInt(off % 4))),
  );

  it("what is written is read back, as text and within a double's reach", () => {
    const ran = checkAll(
      2_000,
      fc.property(scaled, (units) => {
        const value = toAmount({ of: units, over: 1n });
        const text = formatAmount(value);
        expect(parseAmount(text)).toBe(value);
        expect(toNumber(value)).toBe(Number(text));
        expect(minus(plus(value, value), value)).toBe(value);
      }),
    );
    expect(ran).toBe(2_000);
  });

  it("a short text is read as the same text is that is made long by an exponent", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: 20 });
    const decimal = fc
      .tuple(fc.constantFrom("", "-", "+"), digits, fc.constantFrom("", ".", ".."), digits)
      .map((parts) => parts.join(""));
    const scrap = fc.string({ unit: fc.constantFrom(..."-+.09x "), maxLength: 5 });
    let read = 0;
    const ran = checkAll(
      10_000,
      fc.property(fc.oneof(decimal, scrap), (text) => {
        const parsed = parseAmount(text);
        expect(parsed).toEqual(parseAmount(`${text}e0`));
        if (typeof parsed === "bigint") read += 1;
      }),
    );
    expect(ran).toBe(10_000);
    expect(read).toBeGreaterThan(2_000);
  });

  it("an amount of any length is written digit by digit, and told as the nearest double", () => {
    const ran = checkAll(
      10_000,
      fc.property(ofAnyLength, (count) => {
        const value = toAmount({ of: count, over: 1n });
        const size = String(count < 0n ? -count : count).padStart(11, "0");
        const whole = `${count < 0n ? "-" : ""}${size.slice(0, -10)}`;
        const written = `${whole}.${size.slice(-10)}`.replace(/\.?0+$/, "");
        expect(formatAmount(value)).toBe(written);
        expect(toNumber(value)).toBe(Number(written));
        expect(parseAmount(written)).toBe(value);
      }),
    );
    expect(ran).toBe(10_000);
  });

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
