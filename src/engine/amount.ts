/**
 * Exact decimal arithmetic: a whole number of ten-billionths (1e-10), held in a bigint.
 * The only file in which + - * / touch an amount; no float takes part but whole ones that are exact.
 */
import { FRACTION_DIGITS, shortCount, shortNumber } from "./short-decimal.ts";

/** An exact amount, as a count of 1e-10. Plain bigint arithmetic does not give one back. */
export type Amount = bigint & { readonly amount: unique symbol };

/** An exact quotient, for units that a credit cost does not divide evenly. Its `over` is above 0. */
export interface Fraction {
  readonly of: bigint;
  readonly over: bigint;
}

const SCALE = 10n ** BigInt(FRACTION_DIGITS);

export const ZERO = 0n as Amount;
export const ONE = SCALE as Amount;

/** The smallest amount above zero. */
export const SMALLEST = 1n as Amount;

/** What no amount reaches in size (M5, A33). */
export const LIMIT = (10n ** 18n * SCALE) as Amount;

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/** Reads a decimal text exactly. What cannot be held exactly is answered with the reason, never rounded. */
export function parseAmount(text: string): Amount | { readonly reason: string } {
  return (shortCount(text) as Amount | null) ?? parseAny(text);
}

function parseAny(text: string): Amount | { readonly reason: string } {
  const match = DECIMAL.exec(text);
  if (text.length > 400 || !match || (match[2] ?? "") + (match[3] ?? "") === "") {
    return { reason: "must be a decimal number" };
  }
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const digits = BigInt(whole + fraction);
  const shift = FRACTION_DIGITS + Number(exponent) - fraction.length;
  const divisor = shift < 0 ? 10n ** BigInt(-shift) : 1n;
  if (digits % divisor !== 0n) return { reason: "must have at most 10 fraction digits" };
  const size = shift < 0 ? digits / divisor : digits * 10n ** BigInt(shift);
  if (size >= LIMIT) return { reason: "must be below 1e18 in size" };
  return (sign === "-" ? -size : size) as Amount;
}

/** The amount that a trusted text holds: a literal of ours, or what `formatAmount` wrote. */
export function amount(text: string | number): Amount {
  const parsed = parseAmount(String(text));
  if (typeof parsed !== "bigint") throw new RangeError(`${text} ${parsed.reason}`);
  return parsed;
}

/** Canonical decimal text with every digit: no exponent, no trailing zero, no negative zero. */
export function formatAmount(value: Amount): string {
  if (value % SCALE === 0n) return (value / SCALE).toString();
  const size = value < 0n ? -value : value;
  const whole = size / SCALE;
  const fraction = (size % SCALE).toString().padStart(FRACTION_DIGITS, "0").replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${whole}${fraction && `.${fraction}`}`;
}

/** The nearest double, for readers who can do without every digit. */
export function toNumber(value: Amount): number {
  return shortNumber(value) ?? Number(formatAmount(value));
}

/** Whether the amount is below 1e18 in size, as everything that is stored and shown must be (A33). */
export function withinLimit(value: Amount): boolean {
  return value < LIMIT && value > -LIMIT;
}

export function plus(left: Amount, right: Amount): Amount {
  return (left + right) as Amount;
}

export function minus(left: Amount, right: Amount): Amount {
  return (left - right) as Amount;
}

export function negate(value: Amount): Amount {
  return -value as Amount;
}

export function lesser(left: Amount, right: Amount): Amount {
  return left < right ? left : right;
}

export function greater(left: Amount, right: Amount): Amount {
  return left > right ? left : right;
}

/** Without its sign. */
export function sizeOf(value: Amount): Amount {
  return value < ZERO ? negate(value) : value;
}

/** What stands above zero. */
export function positivePart(value: Amount): Amount {
  return greater(value, ZERO);
}

/** What stands below zero, as a positive amount. */
export function negativePart(value: Amount): Amount {
  return greater(negate(value), ZERO);
}

export function sum(values: Iterable<Amount>): Amount {
  let total = 0n;
  for (const value of values) total += value;
  return total as Amount;
}

/** What the items have of something, in all. */
export function sumOf<T>(items: readonly T[], amountOf: (item: T) => Amount): Amount {
  let total = 0n;
  for (const item of items) total += amountOf(item);
  return total as Amount;
}

/** `percentage` percent of the amount, exact to the tenth fraction digit. */
export function percentOf(value: Amount, percentage: Amount): Amount {
  return toAmount(shareOf(value, percentage));
}

/** `percentage` percent of the amount, exact. */
export function shareOf(value: Amount, percentage: Amount): Fraction {
  return { of: value * percentage, over: 100n * SCALE };
}

/** Percent of a value that is not below zero: rounded once to the tenth digit, then floored (A30). */
export function wholePercentOf(value: Amount, { of, over }: Fraction): Amount {
  return ((toAmount({ of: value * of, over: 100n * SCALE * over }) / SCALE) * SCALE) as Amount;
}

export const NOTHING: Fraction = { of: 0n, over: 1n };

export function toFraction(value: Amount): Fraction {
  return { of: value, over: 1n };
}

/** Rounded to the tenth fraction digit, halves away from zero (M5). */
export function toAmount({ of, over }: Fraction): Amount {
  const half = of < 0n ? -over : over;
  return ((2n * of + half) / (2n * over)) as Amount;
}

/** Rounded up, from zero on: what is lacking never passes for nothing. */
export function toLackingAmount({ of, over }: Fraction): Amount {
  return ((of + over - 1n) / over) as Amount;
}

/** Units turned into the credits that they cost. */
export function priced(units: Fraction, cost: Amount): Fraction {
  return reduced({ of: units.of * cost, over: units.over * SCALE });
}

/** Units left once `paid` credits, at `cost` a unit, have been taken off. */
export function lessPaid(units: Fraction, paid: Amount, cost: Amount): Fraction {
  return reduced({
    of: units.of * cost - paid * SCALE * units.over,
    over: units.over * cost,
  });
}

/** Units and an amount of them together. */
export function plusAmount(units: Fraction, value: Amount): Fraction {
  return { of: units.of + value * units.over, over: units.over };
}

export function plusFraction(left: Fraction, right: Fraction): Fraction {
  return reduced({
    of: left.of * right.over + right.of * left.over,
    over: left.over * right.over,
  });
}

export function minusFraction(left: Fraction, right: Fraction): Fraction {
  return plusFraction(left, { of: -right.of, over: right.over });
}

/** Whether the fraction is above the amount. */
export function exceeds(units: Fraction, value: Amount): boolean {
  return units.of > value * units.over;
}

/** Whether the fraction is the amount, or above it. */
export function reaches(units: Fraction, value: Amount): boolean {
  return units.of >= value * units.over;
}

function reduced({ of, over }: Fraction): Fraction {
  if (over === 1n) return { of, over };
  let [a, b] = [of < 0n ? -of : of, over];
  while (b !== 0n) [a, b] = [b, a % b];
  return a > 1n ? { of: of / a, over: over / a } : { of, over };
}
