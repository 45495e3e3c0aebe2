/** Which billing controls may be set (K4, K6). */
import { amount, ONE, ZERO } from "./amount.ts";
import { CEILINGS } from "./ceilings.ts";
import type { BillingControls } from "./customer.ts";
import { filterKey } from "./limits.ts";
import type { Issue, Refusal } from "./refusal.ts";

type Given = { readonly [List in keyof BillingControls]?: BillingControls[List] | undefined };

/** Each list given replaces that list; refused with every entry that is wrong. */
export function mergedControls(current: BillingControls, given: Given): BillingControls | Refusal {
  const merged: BillingControls = {
    usageLimits: given.usageLimits ?? current.usageLimits,
    spendLimits: given.spendLimits ?? current.spendLimits,
    overageAllowed: given.overageAllowed ?? current.overageAllowed,
    usageAlerts: given.usageAlerts ?? current.usageAlerts,
    autoTopups: given.autoTopups ?? current.autoTopups,
  };
  const issues = [
    ...duplicates("usageLimits", merged.usageLimits, ({ featureId, filter }) =>
      JSON.stringify([featureId, filterKey(filter)]),
    ),
    ...duplicates("spendLimits", merged.spendLimits, ({ featureId }) => featureId ?? ""),
    ...duplicates("overageAllowed", merged.overageAllowed, ({ featureId }) => featureId),
    ...duplicates("autoTopups", merged.autoTopups, ({ featureId }) => featureId),
    ...merged.usageLimits.flatMap(({ limit, filter }, index) => [
      ...when(limit < ZERO, "usageLimits", index, "limit", "must not be below 0"),
      ...when(
        Object.keys(filter ?? {}).length > CEILINGS.filterKeys,
        "usageLimits",
        index,
        "filter",
        "must have at most 4 keys",
      ),
    ]),
    ...merged.spendLimits.flatMap(({ overageLimit }, index) =>
      when((overageLimit ?? ZERO) < ZERO, "spendLimits", index, "overageLimit", NOT_NEGATIVE),
    ),
    ...merged.usageAlerts.flatMap(({ threshold, thresholdType }, index) => [
      ...when(threshold < ZERO, "usageAlerts", index, "threshold", NOT_NEGATIVE),
      ...when(
        thresholdType === "remaining_percentage" && threshold > HUNDRED,
        "usageAlerts",
        index,
        "threshold",
        "must be at most 100 percent",
      ),
    ]),
    ...merged.autoTopups.flatMap(({ quantity }, index) =>
      when(quantity < ONE, "autoTopups", index, "quantity", "must be at least 1"),
    ),
  ];
  return issues.length === 0 ? merged : { code: "INVALID_INPUT", issues };
}

const HUNDRED = amount("100");
const NOT_NEGATIVE = "must not be below 0";

type List = keyof BillingControls;

function duplicates<T>(list: List, entries: readonly T[], keyOf: (entry: T) => string) {
  const keys = entries.map(keyOf);
  return keys.flatMap((key, index) =>
    when(keys.indexOf(key) !== index, list, index, "featureId", "must not be listed twice"),
  );
}

function when(
  broken: boolean,
  list: List,
  index: number,
  field: string,
  message: string,
): readonly Issue[] {
  const path = ["input", "billingControls", list, String(index), field];
  return broken ? [{ path, message }] : [];
}
