import { amount } from "../../src/engine/amount.ts";
import type { UpdateCustomer } from "../../src/engine/command.ts";
import type { UsageLimit } from "../../src/engine/customer.ts";
import type { Dice } from "../support/cases-dice.ts";
import { AMOUNTS, FILTERS, otherCredits } from "./nasty.ts";

type Given = NonNullable<UpdateCustomer["billingControls"]>;

/** Limits on both credit systems, on amounts too small to divide, and switched off now and then. */
export function spoiledControls(dice: Dice, given: Given = {}): Given {
  return {
    overageAllowed: given.overageAllowed?.map((control) => ({
      ...control,
      featureId: dice.once(30) ? "ghost" : otherCredits(dice, control.featureId),
    })),
    spendLimits: given.spendLimits?.map((limit) => ({
      ...limit,
      featureId: limit.featureId && otherCredits(dice, limit.featureId),
      enabled: !dice.once(5),
      overageLimit: dice.once(3) ? amount(dice.pick(AMOUNTS)) : limit.overageLimit,
    })),
    usageAlerts: given.usageAlerts,
    autoTopups: given.autoTopups,
    usageLimits: given.usageLimits?.flatMap((limit) => spoiledLimits(dice, limit)),
  };
}

/** One or two limits, or the same twice; of seats now and then. */
function spoiledLimits(dice: Dice, limit: UsageLimit): UsageLimit[] {
  const limits = [limit, limit].map((it) => ({
    ...it,
    featureId: dice.once(12) ? dice.pick(["users", "ghost"]) : otherCredits(dice, it.featureId),
    filter: dice.once(2) ? null : dice.pick(FILTERS),
    limit: dice.once(4) ? amount(dice.pick(AMOUNTS)) : it.limit,
  }));
  return dice.once(2) ? limits : limits.slice(1);
}
