/** The rows and rollovers that a balance is made of, as shown. */
import { type Amount, minus, negativePart, plus, positivePart, sumOf, ZERO } from "./amount.ts";
import type { Breakdown, ResetShown, RolloverShown } from "./balance.ts";
import { fullOf } from "./bucket.ts";
import type { Feature } from "./feature.ts";
import { balanceIdOf, type Grant } from "./ledger.ts";
import type { Interval } from "./period.ts";
import { bySoonestExpiry } from "./rollover-buckets.ts";
import type { Holding, View } from "./view.ts";

/** A holding as one row of the breakdown (B20 to B24). */
export function breakdownOf(view: View, feature: Feature, { grant, slices }: Holding): Breakdown {
  const granted = sumOf(slices, (slice) => fullOf(grant, slice));
  const prepaidGrant = sumOf(slices, () => grant.prepaid);
  return {
    ...rowIdentity(view, grant),
    planId: grant.planId,
    includedGrant: minus(granted, prepaidGrant),
    prepaidGrant,
    remaining: sumOf(slices, ({ balance }) => positivePart(balance)),
    usage: minus(
      granted,
      sumOf(slices, ({ balance }) => balance),
    ),
    overage: sumOf(slices, ({ balance }) => negativePart(balance)),
    unlimited: false,
    reset: feature.consumable ? resetOf(grant) : null,
    price: grant.price && { ...grant.price, maxPurchase: grant.maxPurchase },
    expiresAt: grant.expiresAt,
  };
}

/** The one row that an unlimited balance shows (B61). */
export function unlimitedBreakdown(
  view: View,
  grant: Grant,
  planId: string | null,
  usage: Amount,
): Breakdown {
  return {
    ...rowIdentity(view, grant),
    planId,
    includedGrant: ZERO,
    prepaidGrant: ZERO,
    remaining: ZERO,
    usage,
    overage: ZERO,
    unlimited: true,
    reset: null,
    price: grant.price && { ...grant.price, maxPurchase: grant.maxPurchase },
    expiresAt: null,
  };
}

function rowIdentity({ ledger, entityId }: View, grant: Grant) {
  return {
    customerId: ledger.customer.customerId,
    viewEntityId: entityId,
    grantId: grant.grantId,
    balanceId: balanceIdOf(grant),
    featureId: grant.featureId,
    entityId: grant.entityId,
  };
}

/** When and how often a grant starts anew; null for what has no period (B24). */
export function resetOf(grant: {
  readonly interval: Interval | null;
  readonly intervalCount: number;
  readonly nextResetAt: number | null;
}): ResetShown | null {
  const { interval, intervalCount, nextResetAt } = grant;
  return interval && { interval, intervalCount, resetsAt: nextResetAt };
}

/** A holding's rollovers, the parts of several entities added up (B32). */
export function rolloversOf(
  { ledger, entityId }: View,
  holding: Holding,
): readonly RolloverShown[] {
  const { grant } = holding;
  const byId = Map.groupBy(holding.rollovers, (rollover) => rollover.rolloverId);
  return [...byId].map(([rolloverId, parts]) => {
    const balance = sumOf(parts, (part) => part.balance);
    const usage = sumOf(parts, (part) => part.usage);
    return {
      customerId: ledger.customer.customerId,
      viewEntityId: entityId,
      rolloverId,
      balanceId: balanceIdOf(grant),
      featureId: grant.featureId,
      granted: plus(balance, usage),
      balance,
      usage,
      expiresAt: parts[0]?.expiresAt ?? null,
    };
  });
}

/** The rollovers of these holdings with their grants, soonest expiry first, as usage takes them (D10). */
export function rolloversInOrder(
  view: View,
  holdings: readonly Holding[],
): readonly { readonly grant: Grant; readonly shown: RolloverShown }[] {
  return holdings
    .flatMap((holding) =>
      rolloversOf(view, holding).map((shown) => ({ grant: holding.grant, shown })),
    )
    .sort((left, right) => bySoonestExpiry(left.shown, right.shown));
}

/** The one plan that all these grants come from; null where they come from several, or none. */
export function onlyPlan(grants: readonly Grant[]): string | null {
  const plans = new Set(grants.map((grant) => grant.planId));
  return plans.size === 1 ? (grants[0]?.planId ?? null) : null;
}
