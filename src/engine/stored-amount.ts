import type { Amount } from "./amount.ts";
import { FRACTION_DIGITS, shortCount } from "./short-decimal.ts";

const STORED = /^-?\d{1,28}(?:\.\d{1,10})?$/;

/**
 * The amount of a text that a store holds; null where it is none. The limit of what callers may send does not
 * apply: older gateways stored sums beyond it.
 */
export function storedAmount(text: string): Amount | null {
  const short = shortCount(text) as Amount | null;
  return short ?? (STORED.test(text) ? wholeAmount(text) : null);
}

function wholeAmount(text: string): Amount {
  const [whole = "", fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(FRACTION_DIGITS, "0")) as Amount;
}
