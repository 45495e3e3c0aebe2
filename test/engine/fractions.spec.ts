import { describe, expect, test } from "vitest";
import {
  amount,
  type Fraction,
  lessPaid,
  minusFraction,
  NOTHING,
  plusAmount,
  plusFraction,
  priced,
  toAmount,
  toFraction,
  toLackingAmount,
} from "../../src/engine/amount.ts";

/** Fractions of amounts, each in its lowest terms. An amount of 1 is 10^10 of its smallest parts. */

const ONE = 10n ** 10n;
const third: Fraction = { of: 10n * ONE, over: 3n };

describe("fractions are exact, and in their lowest terms:", () => {
  test.each<readonly [string, () => Fraction, Fraction]>([
    ["3/7 at 0.2", () => priced({ of: 3n, over: 7n }, amount("0.2")), { of: 3n, over: 35n }],
    ["-3/7 at 0.2", () => priced({ of: -3n, over: 7n }, amount("0.2")), { of: -3n, over: 35n }],
    ["6 at 1", () => priced({ of: 6n, over: 1n }, amount("1")), { of: 6n, over: 1n }],
    ["5 at 0.3", () => priced({ of: 5n, over: 1n }, amount("0.3")), { of: 3n, over: 2n }],
    [
      "10 without the 2 that 1 pays at 0.5",
      () => lessPaid(toFraction(amount("10")), amount("1"), amount("0.5")),
      { of: 8n * ONE, over: 1n },
    ],
    [
      "10/3 without the 2 that 1 pays at 0.5",
      () => lessPaid(third, amount("1"), amount("0.5")),
      { of: 4n * ONE, over: 3n },
    ],
    ["10/3 and 2", () => plusAmount(third, amount("2")), { of: 16n * ONE, over: 3n }],
    [
      "1/3 and 1/6",
      () => plusFraction({ of: 1n, over: 3n }, { of: 1n, over: 6n }),
      { of: 1n, over: 2n },
    ],
    [
      "7 and 2",
      () => plusFraction({ of: 7n, over: 1n }, { of: 2n, over: 1n }),
      { of: 9n, over: 1n },
    ],
    [
      "2/5 and 1/3",
      () => plusFraction({ of: 2n, over: 5n }, { of: 1n, over: 3n }),
      { of: 11n, over: 15n },
    ],
    [
      "1/2 less 1/3",
      () => minusFraction({ of: 1n, over: 2n }, { of: 1n, over: 3n }),
      { of: 1n, over: 6n },
    ],
    [
      "1/3 less 1/2",
      () => minusFraction({ of: 1n, over: 3n }, { of: 1n, over: 2n }),
      { of: -1n, over: 6n },
    ],
    ["1/2 less itself", () => minusFraction({ of: 1n, over: 2n }, { of: 1n, over: 2n }), NOTHING],
  ])("%s", (_what, found, expected) => {
    expect(found()).toEqual(expected);
  });
});

describe("a fraction becomes an amount", () => {
  test.each<readonly [Fraction, bigint, bigint]>([
    [{ of: 1n, over: 2n }, 1n, 1n],
    [{ of: 1n, over: 3n }, 0n, 1n],
    [{ of: 2n, over: 3n }, 1n, 1n],
    [{ of: 3n, over: 3n }, 1n, 1n],
    [{ of: 4n, over: 3n }, 1n, 2n],
    [{ of: 0n, over: 3n }, 0n, 0n],
  ])("%o: rounded, and rounded up", (fraction, rounded, up) => {
    expect(toAmount(fraction)).toBe(rounded);
    expect(toLackingAmount(fraction)).toBe(up);
  });

  test.each<readonly [Fraction, bigint]>([
    [{ of: -1n, over: 2n }, -1n],
    [{ of: -1n, over: 3n }, 0n],
    [{ of: -5n, over: 3n }, -2n],
  ])("%o: halves go away from zero", (fraction, rounded) => {
    expect(toAmount(fraction)).toBe(rounded);
  });
});

test("a text of ours that is no amount is a fault of ours", () => {
  expect(() => amount("ten")).toThrow(new RangeError("ten must be a decimal number"));
});
