import { isDeepStrictEqual } from "node:util";
import { type LimitShown, usageLimitsOf } from "../engine/limits.ts";
import type { Reading } from "./reading.ts";

/**
 * The usage limits of a feature that bind in a view: the entity's own entries, and those of the customer
 * that no entry of the entity stands in for (W6).
 */
export function limitsIn(
  { ledger, catalog, at }: Reading,
  featureId: string,
  entityId: string | null,
): readonly LimitShown[] {
  const limitsOf = (owner: string | null) =>
    usageLimitsOf(ledger, catalog, owner, at).filter((limit) => limit.featureId === featureId);
  if (entityId === null) return limitsOf(null);
  const own = limitsOf(entityId);
  const isReplaced = (limit: LimitShown) => own.some((entry) => sameFilter(entry, limit));
  return [...own, ...limitsOf(null).filter((limit) => !isReplaced(limit))];
}

/** Values are compared as texts, as the filter itself compares them (W1). */
function sameFilter(left: LimitShown, right: LimitShown): boolean {
  return isDeepStrictEqual(asTexts(left), asTexts(right));
}

function asTexts({ filter }: LimitShown): Record<string, string> {
  const entries = Object.entries(filter ?? {}).map(([key, value]) => [key, String(value)]);
  return Object.fromEntries(entries);
}
