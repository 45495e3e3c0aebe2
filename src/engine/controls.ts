/** What a customer's or entity's billing controls permit (sections 7 and 21). */
import { type Amount, minus, negativePart, percentOf, positivePart, sum, ZERO } from "./amount.ts";
import type { BillingControls, SpendLimit } from "./customer.ts";
import { findEntity } from "./ledger.ts";
import { type Holding, holdingsOf, type View } from "./view.ts";

/** The control of a feature's overage: an entity's entry before the customer's; null where neither has one. */
export function overageControl(view: View, featureId: string): boolean | null {
  const entry = inForce(view, (controls) =>
    controls.overageAllowed.find((control) => control.featureId === featureId),
  );
  return entry ? entry.enabled : null;
}

/** How far overage may go in all, how much of that is used, and what is left. */
export interface Ceiling {
  readonly most: Amount;
  /** All overage in view under a spend limit; under purchase ceilings, what counts against them. */
  readonly overage: Amount;
  /** Never below 0. */
  readonly left: Amount;
}

/** The spend limit of the feature, held against its overage in view; null where none is in force (O3). */
export function spendCeiling(view: View, featureId: string): Ceiling | null {
  const limit = inForce(view, (controls) =>
    controls.spendLimits.find((entry) => entry.featureId === featureId),
  );
  if (!limit?.enabled) return null;
  const holdings = holdingsOf(view, [featureId]);
  const most = mostOverage(limit, holdings);
  return most === null ? null : ceilingOf(most, holdings);
}

function ceilingOf(most: Amount, holdings: readonly Holding[]): Ceiling {
  const overage = sum(
    holdings.flatMap(({ slices }) => slices.map((slice) => negativePart(slice.balance))),
  );
  return { most, overage, left: positivePart(minus(most, overage)) };
}

function mostOverage(limit: SpendLimit, holdings: readonly Holding[]): Amount | null {
  if (limit.overageLimit === null || limit.limitType === "absolute") return limit.overageLimit;
  const allowance = recurringAllowance(holdings);
  return allowance === ZERO ? null : percentOf(allowance, limit.overageLimit);
}

/** What the main recurring plans include, as the base of a percentage (O4). */
function recurringAllowance(holdings: readonly Holding[]): Amount {
  const main = holdings.filter(
    ({ grant }) =>
      grant.planId !== null &&
      !grant.addOn &&
      grant.interval !== null &&
      grant.interval !== "one_off",
  );
  return sum(main.flatMap(({ grant, slices }) => slices.map(() => grant.allowance)));
}

/** The entity's own entry wins over the customer's (O6). */
function inForce<T>(
  { ledger, entityId }: View,
  find: (controls: BillingControls) => T | undefined,
): T | undefined {
  const entity = findEntity(ledger, entityId);
  const own = entity && find(entity.billingControls);
  return own ?? find(ledger.customer.billingControls);
}
