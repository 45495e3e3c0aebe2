/** From units of a feature to units of what pays for it, and back (C4, D13). */
import {
  type Amount,
  lessPaid,
  minus,
  minusFraction,
  NOTHING,
  priced,
  reaches,
  SMALLEST,
  toAmount,
  toFraction,
} from "./amount.ts";
import { type Feature, unitCost } from "./feature.ts";

/** What the units cost, in units of the payer; rounded to the tenth fraction digit (A20). */
export function converted(value: Amount, payer: Feature, feature: Feature): Amount {
  return toAmount(priced(toFraction(value), unitCost(payer, feature)));
}

/** The units that an amount of the payer pays for in full. Rounded down, so it always suffices for them. */
export function unitsPaidBy(value: Amount, payer: Feature, feature: Feature): Amount {
  const units = minusFraction(NOTHING, lessPaid(NOTHING, value, unitCost(payer, feature)));
  const rounded = toAmount(units);
  return reaches(units, rounded) ? rounded : minus(rounded, SMALLEST);
}
