import type { GrantSetup } from "./cases-format.ts";
import type { GrantInput } from "./cases-inputs.ts";

/**
 * A grant of a case's setup as the call that makes it; named by its key, so that rows are told apart. Flags
 * and unlimited rows state an amount of 0 for want of one: it is left out.
 */
export function grantInput(grant: GrantSetup, isFlag: boolean): GrantInput {
  const { key, reset, paid, perEntity, planId, prepaidGrant, includedGrant, ...rest } = grant;
  return {
    ...rest,
    ...(isFlag || grant.unlimited
      ? {}
      : { includedGrant, prepaidGrant: prepaidGrant === 0 ? undefined : prepaidGrant }),
    ...(reset && { reset: { interval: reset.interval, intervalCount: reset.intervalCount } }),
    balanceId: grant.balanceId ?? key,
    nextResetAt: reset?.resetsAt,
    planId: planId ?? undefined,
    price: paid ? { amount: 1, billingMethod: "usage_based" } : grant.price,
    perEntityFeatureId: perEntity,
  };
}
