import { randomUUID } from "node:crypto";
import { ONE, ZERO } from "../../engine/amount.ts";
import type { CreateBalance } from "../../engine/command.ts";
import { inputIssues, type ProposedGrant } from "../../engine/create-input-rules.ts";
import { type Percentage, parsePercentage } from "../../engine/percentage.ts";
import { builder } from "../../schema/builder.ts";
import { CreateBalanceInput } from "../../schema/create-balance-input.ts";
import type { AlsoWrong } from "../../schema/cross-rules.ts";
import { BalanceResult } from "../../schema/results.ts";
import { changedBalance, perform } from "../perform.ts";

type Input = typeof CreateBalanceInput.$inferInput;

const alsoWrong: AlsoWrong<Input> = (input) => {
  const grant = grantOf(input);
  const { reset } = grant;
  // A count below 1 is told already, and says nothing of how long a period is meant to be.
  const counted = reset && { ...reset, intervalCount: Math.max(1, reset.intervalCount) };
  return inputIssues({ ...grant, reset: counted });
};

builder.mutationField("createBalance", (t) =>
  t.field({
    type: BalanceResult,
    description:
      "Grants a customer, or one of its entities, a balance or a flag. A customer has at most 1000 of them, those of its entities included.",
    extensions: { alsoWrong },
    args: {
      input: t.arg({ type: CreateBalanceInput, required: true, description: "What to grant." }),
    },
    resolve: async (_root, { input }, context) =>
      changedBalance(context, await perform(context, commandOf(input), input)),
  }),
);

function commandOf(input: Input): CreateBalance {
  return { type: "createBalance", grantId: `bal_${randomUUID()}`, ...grantOf(input) };
}

function grantOf(input: Input): ProposedGrant {
  return {
    customerId: input.customerId,
    featureId: input.featureId,
    entityId: input.entityId ?? null,
    balanceId: input.balanceId ?? null,
    includedGrant: input.includedGrant ?? null,
    prepaidGrant: input.prepaidGrant ?? null,
    unlimited: input.unlimited ?? false,
    reset: input.reset
      ? { interval: input.reset.interval, intervalCount: input.reset.intervalCount ?? 1 }
      : null,
    rollover: rolloverOf(input.rollover),
    expiresAt: input.expiresAt ?? null,
    nextResetAt: input.nextResetAt ?? null,
    planId: input.planId ?? null,
    addOn: input.addOn ?? false,
    overageAllowed: input.overageAllowed ?? false,
    maxPurchase: input.maxPurchase ?? null,
    price: priceOf(input.price),
    perEntityFeatureId: input.perEntityFeatureId ?? null,
    balance: input.balance ?? null,
    rollovers: (input.rollovers ?? []).map((rollover) => ({
      balance: rollover.balance,
      usage: rollover.usage ?? ZERO,
      expiresAt: rollover.expiresAt ?? null,
    })),
  };
}

function rolloverOf(rollover: Input["rollover"]): CreateBalance["rollover"] {
  if (!rollover) return null;
  return {
    max: rollover.max ?? null,
    maxPercentage: percentageOf(rollover.maxPercentage),
    duration: rollover.duration ?? "month",
    length: rollover.length,
  };
}

/** A float's shortest text has the digits that the caller wrote. */
function percentageOf(percentage: number | null | undefined): Percentage | null {
  return percentage == null ? null : parsePercentage(String(percentage));
}

function priceOf(price: Input["price"]): CreateBalance["price"] {
  if (!price) return null;
  return {
    amount: price.amount ?? null,
    tiers:
      price.tiers?.map((tier) => ({
        to: tier.to ?? null,
        amount: tier.amount,
        flatAmount: tier.flatAmount ?? null,
      })) ?? null,
    tierBehavior: price.tierBehavior ?? null,
    billingUnits: price.billingUnits ?? ONE,
    billingMethod: price.billingMethod,
  };
}
