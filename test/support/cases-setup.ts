import type { Interval } from "../../src/engine/period.ts";
import type { GrantSetup } from "./cases-format.ts";

/** What createBalance takes, in the case format's own forms: JSON numbers, ISO instants, lower case. */
export interface GrantInput {
  readonly featureId: string;
  readonly entityId?: string | undefined;
  readonly balanceId?: string | undefined;
  readonly includedGrant?: number | undefined;
  readonly unlimited?: boolean | undefined;
  readonly reset?: { readonly interval: Interval; readonly intervalCount?: number | undefined };
  readonly rollover?: GrantSetup["rollover"];
  readonly expiresAt?: string | undefined;
  readonly nextResetAt?: string | undefined;
  readonly planId?: string | undefined;
  readonly addOn?: boolean | undefined;
  readonly prepaidGrant?: number | undefined;
  readonly overageAllowed?: boolean | undefined;
  readonly maxPurchase?: number | undefined;
  readonly price?: { readonly amount: number; readonly billingMethod: "usage_based" } | undefined;
  readonly perEntityFeatureId?: string | undefined;
  readonly rollovers?: GrantSetup["rollovers"];
}

/** A grant of a case's setup as the call that makes it; named by its key, so that rows are told apart. */
export function grantInput(grant: GrantSetup, isFlag: boolean): GrantInput {
  const { key, reset, paid, perEntity, planId, prepaidGrant, includedGrant, ...rest } = grant;
  return {
    ...rest,
    ...(isFlag
      ? {}
      : { includedGrant, prepaidGrant: prepaidGrant === 0 ? undefined : prepaidGrant }),
    ...(reset && { reset: { interval: reset.interval, intervalCount: reset.intervalCount } }),
    balanceId: grant.balanceId ?? key,
    nextResetAt: reset?.resetsAt,
    planId: planId ?? undefined,
    price: paid ? { amount: 1, billingMethod: "usage_based" } : undefined,
    perEntityFeatureId: perEntity,
  };
}
