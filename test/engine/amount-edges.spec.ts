import { describe, expect, it } from "vitest";
import {
  type Amount,
  amount,
  type Fraction,
  LIMIT,
  lessPaid,
  minusFraction,
  parseAmount,
  plusAmount,
  plusFraction,
  withinLimit,
} from "../../src/engine/amount.ts";
import { parsePercentage } from "../../src/engine/percentage.ts";

const fraction = (of: bigint, over: bigint): Fraction => ({ of, over });

describe("fractions add up to the shortest one", () => {
  it.each<[string, () => Fraction, Fraction]>([
    [
      "a half and a third",
      () => plusFraction(fraction(1n, 2n), fraction(1n, 3n)),
      fraction(5n, 6n),
    ],
    [
      "a sixth and a third",
      () => plusFraction(fraction(1n, 6n), fraction(1n, 3n)),
      fraction(1n, 2n),
    ],
    ["two halves", () => plusFraction(fraction(1n, 2n), fraction(1n, 2n)), fraction(1n, 1n)],
    ["3/4 twice", () => plusFraction(fraction(3n, 4n), fraction(3n, 4n)), fraction(3n, 2n)],
    ["-3/4 twice", () => plusFraction(fraction(-3n, 4n), fraction(-3n, 4n)), fraction(-3n, 2n)],
    ["3/4 less 5/4", () => minusFraction(fraction(3n, 4n), fraction(5n, 4n)), fraction(-1n, 2n)],
    ["4 and 2", () => plusFraction(fraction(4n, 1n), fraction(2n, 1n)), fraction(6n, 1n)],
    [
      "7/3 and an amount of 2",
      () => plusAmount(fraction(70_000_000_000n, 3n), amount("2")),
      fraction(130_000_000_000n, 3n),
    ],
    [
      "7/3 less 2 that were paid at a cost of 1",
      () => lessPaid(fraction(70_000_000_000n, 3n), amount("2"), amount("1")),
      fraction(10_000_000_000n, 3n),
    ],
  ])("%s", (_title, find, expected) => {
    expect(find()).toEqual(expected);
  });
});

describe("an amount at its edges", () => {
  it.each<[string, Amount, boolean]>([
    ["1e18", LIMIT, false],
    ["-1e18", -LIMIT as Amount, false],
    ["just below", amount("999999999999999999.9999999999"), true],
    ["just above the negative", amount("-999999999999999999.9999999999"), true],
  ])("%s is within the limit: %s", (_title, value, expected) => {
    expect(withinLimit(value)).toBe(expected);
  });

  it("is a text of at most 400 characters", () => {
    expect(parseAmount("0".repeat(400))).toBe(0n);
    expect(parseAmount("0".repeat(401))).toEqual({ reason: "must be a decimal number" });
  });

  it("that is none is an error that tells it", () => {
    expect(() => amount("ten")).toThrow(new RangeError("ten must be a decimal number"));
    expect(() => amount(1e18)).toThrow("1000000000000000000 must be below 1e18 in size");
  });
});

describe("a percentage is kept without noughts that tell nothing", () => {
  it.each([
    ["007", "7"],
    ["000.500", "0.5"],
    ["1.5000", "1.5"],
    ["100", "100"],
    ["2.000", "2"],
  ])("%s as %s", (text, kept) => {
    expect(parsePercentage(text)).toBe(kept);
  });
});
