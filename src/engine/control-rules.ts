/** Which billing controls may be set (K4, K6, A21). All that are wrong are told at once. */
import { amount, ONE, ZERO } from "./amount.ts";
import { CEILINGS } from "./ceilings.ts";
import type { BillingControls } from "./customer.ts";
import { type Catalog, findFeature } from "./feature.ts";
import { filterFault } from "./filter-rules.ts";
import { filterKey } from "./limits.ts";
import type { Issue, Refusal } from "./refusal.ts";

type Given = { readonly [List in keyof BillingControls]?: BillingControls[List] | undefined };

/**
 * Each list given replaces that list; refused with every entry that is wrong. Lists that stay are not looked at:
 * one that names a feature that is gone blocks nothing.
 */
export function mergedControls(
  current: BillingControls,
  given: Given,
  catalog: Catalog,
): BillingControls | Refusal {
  const issues = controlIssues(given, catalog);
  if (issues.length > 0) return { code: "INVALID_INPUT", issues };
  return {
    usageLimits: given.usageLimits ?? current.usageLimits,
    spendLimits: given.spendLimits ?? current.spendLimits,
    overageAllowed: given.overageAllowed ?? current.overageAllowed,
    usageAlerts: given.usageAlerts ?? current.usageAlerts,
    autoTopups: given.autoTopups ?? current.autoTopups,
  };
}

/** Everything that is wrong with the lists given. Without a catalog, features are not asked for. */
export function controlIssues(given: Given, catalog: Catalog | null): readonly Issue[] {
  return [
    ...usageLimitIssues(given.usageLimits, catalog),
    ...spendLimitIssues(given.spendLimits, catalog),
    ...entryIssues("overageAllowed", given.overageAllowed, { catalog }),
    ...usageAlertIssues(given.usageAlerts, catalog),
    ...autoTopupIssues(given.autoTopups, catalog),
  ];
}

function usageLimitIssues(given: Given["usageLimits"], catalog: Catalog | null) {
  return entryIssues("usageLimits", given, {
    catalog,
    keyOf: ({ featureId, filter }) => JSON.stringify([featureId, filterKey(filter)]),
    faultsOf: ({ limit, filter }) => ({
      limit: limit < ZERO ? NOT_NEGATIVE : null,
      filter: filterFault(filter),
    }),
  });
}

function spendLimitIssues(given: Given["spendLimits"], catalog: Catalog | null) {
  return entryIssues("spendLimits", given, {
    catalog,
    faultsOf: ({ overageLimit }) => ({
      overageLimit: (overageLimit ?? ZERO) < ZERO ? NOT_NEGATIVE : null,
    }),
  });
}

function usageAlertIssues(given: Given["usageAlerts"], catalog: Catalog | null) {
  return entryIssues("usageAlerts", given, {
    catalog,
    keyOf: null,
    faultsOf: ({ threshold, thresholdType }) => ({
      threshold:
        threshold < ZERO
          ? NOT_NEGATIVE
          : thresholdType === "remaining_percentage" && threshold > HUNDRED
            ? "must be at most 100 percent"
            : null,
    }),
  });
}

function autoTopupIssues(given: Given["autoTopups"], catalog: Catalog | null) {
  return entryIssues("autoTopups", given, {
    catalog,
    faultsOf: ({ quantity }) => ({ quantity: quantity < ONE ? "must be at least 1" : null }),
  });
}

const HUNDRED = amount("100");
const NOT_NEGATIVE = "must not be below 0";

interface Control {
  readonly featureId: string | null;
}

interface Rules<T> {
  readonly catalog: Catalog | null;
  /** What may be listed once only; the feature where left out, anything twice where null. */
  readonly keyOf?: ((entry: T) => string) | null;
  /** What is wrong with an entry by itself, field by field. */
  readonly faultsOf?: (entry: T) => Readonly<Record<string, string | null>>;
}

function entryIssues<T extends Control>(
  list: keyof BillingControls,
  entries: readonly T[] | undefined,
  { catalog, keyOf = ({ featureId }) => featureId ?? "", faultsOf = () => ({}) }: Rules<T>,
): readonly Issue[] {
  if (!entries) return [];
  const path = ["input", "billingControls", list];
  if (entries.length > CEILINGS.controls) {
    return [{ path, message: `must have at most ${CEILINGS.controls} entries` }];
  }
  const listed = new Set<string>();
  return entries.flatMap((entry, index) => {
    const key = keyOf?.(entry) ?? String(index);
    const faults = {
      featureId:
        unknownFault(catalog, entry) ?? (listed.has(key) ? "must not be listed twice" : null),
      ...faultsOf(entry),
    };
    listed.add(key);
    return Object.entries(faults).flatMap(([field, message]) =>
      message === null ? [] : { path: [...path, String(index), field], message },
    );
  });
}

function unknownFault(catalog: Catalog | null, { featureId }: Control): string | null {
  if (featureId === null || !catalog || findFeature(catalog, featureId)) return null;
  return `must be a feature of the catalog; create ${featureId} first, or correct its id`;
}
