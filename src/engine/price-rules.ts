/** Which prices mean something (A34). */
import { ZERO } from "./amount.ts";
import { CEILINGS } from "./ceilings.ts";
import type { Price, PriceTier } from "./ledger.ts";

/** What is wrong with the price: an amount or tiers, which rise, and only the last of them is open. */
export function priceFaults({ amount, tiers, billingUnits }: Price) {
  return [
    ...when(amount === null && tiers === null, "price", "must have an amount or tiers"),
    ...when(amount !== null && tiers !== null, "price", "must not have both amount and tiers"),
    ...when(billingUnits <= ZERO, "price.billingUnits", "must be above 0"),
    ...(tiers ? tierFaults(tiers) : []),
  ];
}

function tierFaults(tiers: readonly PriceTier[]) {
  if (tiers.length === 0) return when(true, "price.tiers", "must have at least one tier");
  if (tiers.length > CEILINGS.tiers) {
    return when(true, "price.tiers", `must have at most ${CEILINGS.tiers} tiers`);
  }
  return tiers.flatMap(({ to }, index) => {
    const field = `price.tiers.${index}.to`;
    if (index === tiers.length - 1) {
      return when(to !== null, field, "must be left out: the last tier has no end");
    }
    if (to === null) return when(true, field, "must be given: only the last tier has no end");
    const before = tiers[index - 1]?.to ?? ZERO;
    return when(to <= before, field, "must be above where the tier before it ends");
  });
}

function when(broken: boolean, field: string, message: string) {
  return broken ? [{ field, message }] : [];
}
