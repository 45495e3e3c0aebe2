/** Percentages with every digit that was written: a double has more of them than an amount (A30). */
import type { Fraction } from "./amount.ts";
import { FRACTION_DIGITS } from "./short-decimal.ts";

/** A decimal text without an exponent, so that nothing of it is lost on the way through a store. */
export type Percentage = string & { readonly percentage: unique symbol };

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/** The percentage that the text names, such as the shortest one of a double; null where it names none. */
export function parsePercentage(text: string): Percentage | null {
  const match = NUMBER.exec(text);
  if (!match) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const point = whole.length + Number(exponent);
  const digits = `${whole}${fraction}`
    .padEnd(point, "0")
    .padStart(digitsFor(point, whole + fraction), "0");
  const at = Math.max(point, 1);
  const left = digits.slice(0, at).replace(/^0+(?=\d)/, "");
  const right = digits.slice(at).replace(/0+$/, "");
  return `${sign}${left}${right && `.${right}`}` as Percentage;
}

/** As a fraction, every digit of it. */
export function exactPercentage(percentage: Percentage): Fraction {
  const [whole = "", fraction = ""] = percentage.split(".");
  const unit = 10n ** BigInt(FRACTION_DIGITS);
  return { of: BigInt(whole + fraction) * unit, over: 10n ** BigInt(fraction.length) };
}

/** Where a number below 1 begins: at the nought before its point. */
function digitsFor(point: number, digits: string): number {
  return point > 0 ? digits.length : digits.length + 1 - point;
}
