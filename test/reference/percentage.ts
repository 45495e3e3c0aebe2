import type { RolloverConfig } from "../../src/engine/ledger.ts";
import { Fraction, fractionOf } from "./fraction.ts";

const HUNDRED = new Fraction(100n);

/** Null where none is given; with every digit, of which there may be more than of an amount (A30). */
export function percentageOf({ maxPercentage }: RolloverConfig): Fraction | null {
  if (maxPercentage === null) return null;
  const [whole = "", digits = ""] = maxPercentage.split(".");
  return new Fraction(BigInt(whole + digits), 10n ** BigInt(digits.length));
}

/** RO3, A30: rounded once, then floored. */
export function capOf(rollover: RolloverConfig, start: Fraction): Fraction | null {
  const percentage = percentageOf(rollover);
  if (percentage === null) return rollover.max === null ? null : fractionOf(rollover.max);
  return start.times(percentage).over(HUNDRED).rounded().floored();
}
