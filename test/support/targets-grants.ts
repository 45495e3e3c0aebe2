/** The setup of a case, feature by feature and grant by grant, as the engine takes it. */
import { ONE } from "../../src/engine/amount.ts";
import type { CreateBalance } from "../../src/engine/command.ts";
import type { Feature } from "../../src/engine/feature.ts";
import { parsePercentage } from "../../src/engine/percentage.ts";
import type { GrantInput } from "./cases-inputs.ts";
import type { FeatureSetup } from "./cases-parts.ts";
import { exact, figureOf, instant } from "./targets-door.ts";

export function featureOf({
  id,
  type,
  consumable,
  eventNames,
  creditSchema,
}: FeatureSetup): Feature {
  return {
    featureId: id,
    name: id,
    type,
    consumable: consumable ?? type === "credit_system",
    eventNames: eventNames ?? [],
    creditSchema: (creditSchema ?? []).map(({ meteredFeatureId, creditCost }) => ({
      meteredFeatureId,
      creditCost: figureOf(creditCost),
    })),
    modelMarkups: null,
    defaultMarkup: null,
    providerMarkups: null,
    display: null,
    archived: false,
  };
}

export function createBalance(
  customerId: string,
  grantId: string,
  input: GrantInput,
): CreateBalance {
  const { reset } = input;
  return {
    type: "createBalance",
    customerId,
    grantId,
    featureId: input.featureId,
    entityId: input.entityId ?? null,
    balanceId: input.balanceId ?? null,
    includedGrant: exact(input.includedGrant) ?? null,
    prepaidGrant: exact(input.prepaidGrant) ?? null,
    unlimited: input.unlimited ?? false,
    reset: reset ? { interval: reset.interval, intervalCount: reset.intervalCount ?? 1 } : null,
    rollover: rolloverOf(input.rollover),
    expiresAt: instant(input.expiresAt) ?? null,
    nextResetAt: instant(input.nextResetAt) ?? null,
    planId: input.planId ?? null,
    addOn: input.addOn ?? false,
    overageAllowed: input.overageAllowed ?? false,
    maxPurchase: exact(input.maxPurchase) ?? null,
    price: priceOf(input.price),
    perEntityFeatureId: input.perEntityFeatureId ?? null,
    balance: exact(input.balance) ?? null,
    rollovers: (input.rollovers ?? []).map((carried) => ({
      balance: figureOf(carried.balance),
      usage: figureOf(carried.usage ?? 0),
      expiresAt: instant(carried.expiresAt) ?? null,
    })),
  };
}

function rolloverOf(rollover: GrantInput["rollover"]): CreateBalance["rollover"] {
  if (!rollover) return null;
  const { maxPercentage } = rollover;
  return {
    ...rollover,
    max: exact(rollover.max) ?? null,
    // A float: its shortest text is what was meant.
    maxPercentage: maxPercentage == null ? null : parsePercentage(String(maxPercentage)),
  };
}

function priceOf(price: GrantInput["price"]): CreateBalance["price"] {
  if (!price) return null;
  return {
    amount: exact(price.amount) ?? null,
    tiers:
      price.tiers?.map((tier) => ({
        to: exact(tier.to) ?? null,
        amount: figureOf(tier.amount),
        flatAmount: exact(tier.flatAmount) ?? null,
      })) ?? null,
    tierBehavior: price.tierBehavior ?? null,
    billingUnits: exact(price.billingUnits) ?? ONE,
    billingMethod: price.billingMethod,
  };
}
