/** A settled ledger -> the balances and flags that a customer sees (section 2). */
import {
  type Amount,
  greater,
  minus,
  negate,
  negativePart,
  plus,
  positivePart,
  sum,
  ZERO,
} from "./amount.ts";
import { bySoonestExpiry, fullOf } from "./bucket.ts";
import type { Feature } from "./feature.ts";
import { balanceIdOf, type Grant, type Price, type Rollover } from "./ledger.ts";
import type { Interval } from "./period.ts";
import { type Holding, holdingsOf, ownedByEntities, type View } from "./view.ts";

/** What one customer, or entity, has of one feature (B1 to B9). */
export interface Balance {
  readonly customerId: string;
  readonly entityId: string | null;
  readonly featureId: string;
  readonly granted: Amount;
  readonly remaining: Amount;
  readonly usage: Amount;
  readonly overage: Amount;
  readonly held: Amount;
  readonly unlimited: boolean;
  readonly overageAllowed: boolean;
  readonly maxPurchase: Amount | null;
  readonly nextResetAt: number | null;
  readonly breakdown: readonly Breakdown[];
  readonly rollovers: readonly RolloverShown[];
  readonly revision: number;
}

/** One grant as shown (B20 to B24). */
export interface Breakdown {
  readonly customerId: string;
  readonly viewEntityId: string | null;
  readonly grantId: string;
  readonly balanceId: string;
  readonly featureId: string;
  readonly planId: string | null;
  readonly entityId: string | null;
  readonly includedGrant: Amount;
  readonly prepaidGrant: Amount;
  readonly remaining: Amount;
  readonly usage: Amount;
  readonly overage: Amount;
  readonly unlimited: boolean;
  readonly reset: ResetShown | null;
  readonly price: (Price & { readonly maxPurchase: Amount | null }) | null;
  readonly expiresAt: number | null;
}

export interface ResetShown {
  readonly interval: Interval;
  readonly intervalCount: number;
  readonly resetsAt: number | null;
}

/** One rollover as shown; of a per-entity grant, the sum over the entities in view (B30 to B32). */
export interface RolloverShown {
  readonly customerId: string;
  readonly viewEntityId: string | null;
  readonly rolloverId: string;
  readonly balanceId: string;
  readonly featureId: string;
  readonly granted: Amount;
  readonly balance: Amount;
  readonly usage: Amount;
  readonly expiresAt: number | null;
}

/** A boolean feature that is owned (B41). */
export interface Flag {
  readonly customerId: string;
  readonly entityId: string | null;
  readonly featureId: string;
  readonly grantId: string;
  readonly planId: string | null;
  readonly expiresAt: number | null;
}

/** The balance of a feature in view; null where nothing of it is owned, or it is a flag (B11, B12). */
export function deriveBalance(view: View, feature: Feature): Balance | null {
  if (feature.type === "boolean") return null;
  const holdings = holdingsOf(view, [feature.featureId]);
  const merged = view.entityId === null ? ownedByEntities(view.ledger, feature.featureId) : [];
  if (holdings.length === 0 && merged.length === 0) return null;
  return isUnlimited(holdings, merged)
    ? unlimitedBalance(view, feature, holdings, merged)
    : finiteBalance(view, feature, holdings, merged);
}

/** All balances in view, in catalogue order. */
export function deriveBalances(view: View): readonly Balance[] {
  return view.catalog.features.flatMap((feature) => deriveBalance(view, feature) ?? []);
}

/** All flags in view, in catalogue order. */
export function deriveFlags(view: View): readonly Flag[] {
  return view.catalog.features.flatMap((feature) => deriveFlag(view, feature) ?? []);
}

/** The flag of a boolean feature; null where no grant of it is in view. */
export function deriveFlag(view: View, feature: Feature): Flag | null {
  const grants = holdingsOf(view, [feature.featureId]).map(({ grant }) => grant);
  const [first] = grants;
  if (feature.type !== "boolean" || !first) return null;
  return {
    customerId: view.ledger.customer.customerId,
    entityId: view.entityId,
    featureId: feature.featureId,
    grantId: first.grantId,
    planId: onlyPlan(grants),
    expiresAt: first.expiresAt,
  };
}

function isUnlimited(holdings: readonly Holding[], merged: readonly Grant[]): boolean {
  return holdings.some(({ grant }) => grant.unlimited) || merged.some((grant) => grant.unlimited);
}

function finiteBalance(
  view: View,
  feature: Feature,
  holdings: readonly Holding[],
  merged: readonly Grant[],
): Balance {
  const breakdown = holdings.map((holding) => breakdownOf(view, feature, holding));
  const rollovers = holdings.flatMap((holding) => rolloversOf(view, holding));
  const grants = [...holdings.map(({ grant }) => grant), ...merged];
  const pool = mergedTotals(merged);
  const total = (of: (part: Breakdown) => Amount) => sum(breakdown.map(of));
  const carried = (of: (part: RolloverShown) => Amount) => sum(rollovers.map(of));
  return {
    ...identity(view, feature),
    granted: sum([
      total((row) => plus(row.includedGrant, row.prepaidGrant)),
      carried((rollover) => rollover.granted),
      pool.granted,
    ]),
    remaining: sum([
      total((row) => row.remaining),
      carried((rollover) => rollover.balance),
      pool.remaining,
    ]),
    usage: sum([total((row) => row.usage), carried((rollover) => rollover.usage), pool.usage]),
    overage: plus(
      total((row) => row.overage),
      pool.overage,
    ),
    unlimited: false,
    overageAllowed: grants.some((grant) => grant.overageAllowed),
    maxPurchase: maxPurchaseOf(holdings.map(({ grant }) => grant)),
    nextResetAt: earliest(grants.map((grant) => grant.nextResetAt)),
    breakdown,
    rollovers: [...rollovers].sort(bySoonestExpiry),
  };
}

/** All zero but what was used: an unlimited row makes its finite siblings vanish (B60, B61). */
function unlimitedBalance(
  view: View,
  feature: Feature,
  holdings: readonly Holding[],
  merged: readonly Grant[],
): Balance {
  const shown = holdings.filter(({ grant }) => grant.unlimited);
  const slices = [
    ...shown.flatMap((holding) => holding.slices),
    ...merged.filter((grant) => grant.unlimited).flatMap((grant) => grant.slices),
  ];
  const usage = negate(sum(slices.map((slice) => slice.balance)));
  const [first] = shown;
  const planId = onlyPlan(shown.map(({ grant }) => grant));
  return {
    ...identity(view, feature),
    granted: ZERO,
    remaining: ZERO,
    usage,
    overage: ZERO,
    unlimited: true,
    overageAllowed: false,
    maxPurchase: null,
    nextResetAt: null,
    breakdown: first ? [unlimitedBreakdown(view, first.grant, planId, usage)] : [],
    rollovers: [],
  };
}

function identity({ ledger, entityId }: View, { featureId }: Feature) {
  return {
    customerId: ledger.customer.customerId,
    entityId,
    featureId,
    held: ZERO,
    revision: ledger.revisions[featureId] ?? 0,
  };
}

function breakdownOf(view: View, feature: Feature, { grant, slices }: Holding): Breakdown {
  const fulls = slices.map((slice) => fullOf(grant, slice));
  const balances = slices.map((slice) => slice.balance);
  const prepaidGrant = sum(slices.map(() => grant.prepaid));
  return {
    ...rowIdentity(view, grant),
    planId: grant.planId,
    includedGrant: minus(sum(fulls), prepaidGrant),
    prepaidGrant,
    remaining: sum(balances.map(positivePart)),
    usage: minus(sum(fulls), sum(balances)),
    overage: sum(balances.map(negativePart)),
    unlimited: false,
    reset: feature.consumable ? resetOf(grant) : null,
    price: grant.price && { ...grant.price, maxPurchase: grant.maxPurchase },
    expiresAt: grant.expiresAt,
  };
}

function unlimitedBreakdown(
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

function rolloversOf({ ledger, entityId }: View, holding: Holding): readonly RolloverShown[] {
  const { grant } = holding;
  const byId = Map.groupBy(holding.rollovers, (rollover) => rollover.rolloverId);
  return [...byId].map(([rolloverId, parts]) => {
    const balance = sum(parts.map((part) => part.balance));
    const usage = sum(parts.map((part) => part.usage));
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

/** What the entities' own rows add to the customer's totals: netted among themselves (V4, A18). */
function mergedTotals(merged: readonly Grant[]) {
  const slices = merged.flatMap((grant) => grant.slices.map((slice) => ({ grant, slice })));
  const rollovers: readonly Rollover[] = merged.flatMap((grant) => grant.rollovers);
  const carried = sum(rollovers.map((rollover) => rollover.balance));
  const spent = sum(rollovers.map((rollover) => rollover.usage));
  const granted = sum(slices.map(({ grant, slice }) => fullOf(grant, slice)));
  const balance = sum(slices.map(({ slice }) => slice.balance));
  return {
    granted: sum([granted, carried, spent]),
    remaining: plus(greater(balance, ZERO), carried),
    usage: plus(minus(granted, balance), spent),
    overage: negativePart(balance),
  };
}

/** How much may be bought beyond the grants; null where that is nothing, or without end (B7). */
function maxPurchaseOf(grants: readonly Grant[]): Amount | null {
  const purchasable = grants.filter(
    (grant) =>
      grant.overageAllowed ||
      grant.price?.billingMethod === "usage_based" ||
      grant.price?.billingMethod === "prepaid" ||
      grant.prepaid > ZERO,
  );
  if (purchasable.length === 0) return null;
  if (purchasable.some((grant) => grant.maxPurchase === null)) return null;
  return sum(grants.map((grant) => grant.maxPurchase ?? ZERO));
}

function earliest(instants: readonly (number | null)[]): number | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** The one plan that all these grants come from; null where they come from several, or none. */
function onlyPlan(grants: readonly Grant[]): string | null {
  const plans = new Set(grants.map((grant) => grant.planId));
  return plans.size === 1 ? (grants[0]?.planId ?? null) : null;
}
