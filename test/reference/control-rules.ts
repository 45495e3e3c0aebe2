import type { BillingControls } from "../../src/engine/customer.ts";
import { isFilter } from "./filters.ts";
import { nameOf } from "./limits.ts";
import { type Controls, No, type State } from "./state.ts";

const MOST = 100;

export type Given = { readonly [Key in keyof BillingControls]?: BillingControls[Key] | undefined };

/** K4: each list given replaces that list; A21: refused where one of them is not right. */
export function changed(state: State, before: Controls, given: Given): Controls {
  const lists = [
    given.usageLimits,
    given.spendLimits,
    given.overageAllowed,
    given.usageAlerts,
    given.autoTopups,
  ].filter((list) => list !== undefined);
  const known = new Set<string | null>(state.features.map(({ featureId }) => featureId));
  const areStrange = lists.some((list) =>
    list.some(({ featureId }) => featureId !== null && !known.has(featureId)),
  );
  const areTooMany = lists.some((list) => list.length > MOST);
  const areMisshapen = given.usageLimits?.some(({ filter }) => !isFilter(filter)) ?? false;
  if (areTooMany || areStrange || areMisshapen || namesTwice(given)) throw new No("INVALID_INPUT");
  return {
    overageAllowed: given.overageAllowed ?? before.overageAllowed,
    spendLimits: given.spendLimits ?? before.spendLimits,
    usageLimits: given.usageLimits ?? before.usageLimits,
    usageAlerts: given.usageAlerts ?? before.usageAlerts,
    autoTopups: given.autoTopups ?? before.autoTopups,
  };
}

function namesTwice({ usageLimits, spendLimits, overageAllowed, autoTopups }: Given): boolean {
  const names = [
    (usageLimits ?? []).map(nameOf),
    ...[spendLimits ?? [], overageAllowed ?? [], autoTopups ?? []].map((list) =>
      list.map(({ featureId }) => featureId),
    ),
  ];
  return names.some((list) => new Set<unknown>(list).size < list.length);
}
