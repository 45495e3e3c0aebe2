/** The setup of a case, feature by feature and grant by grant, as the engine takes it. */
import { type Amount, amount } from "../../src/engine/amount.ts";
import type { CreateBalance } from "../../src/engine/command.ts";
import type { Feature } from "../../src/engine/feature.ts";
import { parsePercentage } from "../../src/engine/percentage.ts";
import type { FeatureSetup } from "./cases-inputs.ts";
import type { GrantInput } from "./cases-setup.ts";

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
      creditCost: amount(creditCost),
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
  const { reset, rollover, price } = input;
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
    rollover: rollover
      ? {
          ...rollover,
          max: exact(rollover.max ?? undefined) ?? null,
          maxPercentage: parsePercentage(String(rollover.maxPercentage)),
        }
      : null,
    expiresAt: instant(input.expiresAt) ?? null,
    nextResetAt: instant(input.nextResetAt) ?? null,
    planId: input.planId ?? null,
    addOn: input.addOn ?? false,
    overageAllowed: input.overageAllowed ?? false,
    maxPurchase: exact(input.maxPurchase) ?? null,
    price: price
      ? {
          amount: amount(price.amount),
          tiers: null,
          tierBehavior: null,
          billingUnits: amount(1),
          billingMethod: price.billingMethod,
        }
      : null,
    perEntityFeatureId: input.perEntityFeatureId ?? null,
    balance: null,
    rollovers: (input.rollovers ?? []).map((carried) => ({
      balance: amount(carried.balance),
      usage: amount(0),
      expiresAt: Date.parse(carried.expiresAt),
    })),
  };
}

export function exact(value: number | undefined): Amount | undefined {
  return value === undefined ? undefined : amount(value);
}

export function instant(value: string | undefined): number | undefined {
  return value === undefined ? undefined : Date.parse(value);
}
