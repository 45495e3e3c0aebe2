/** How much the rows of a feature hold together, above and below zero, without adding it up again at each change. */
import { type Amount, minus, plus, sizeOf, sumOf, ZERO } from "./amount.ts";
import { startOf } from "./bucket.ts";
import { isLong } from "./known-terms.ts";
import type { Grant } from "./ledger.ts";
import { carriedIn } from "./rollovers.ts";

type Grants = readonly Grant[];

/** A list never changes, so its sums are found once, by feature. */
const known = new WeakMap<Grants, ReadonlyMap<string, Amount>>();

/** What all rows of the feature hold, each part by its size. */
export function magnitudeIn(grants: Grants, featureId: string): Amount {
  const found = known.get(grants)?.get(featureId);
  if (found !== undefined) return found;
  const sum = sumOf(grants, (grant) => magnitudeOf(grant, featureId));
  if (isLong(grants)) known.set(grants, new Map(known.get(grants)).set(featureId, sum));
  return sum;
}

/**
 * Remembers the sums of `next`, which is the list with `by` in place of `grant`, or without the grant where `by` is
 * null. Only these two grants are added up.
 */
export function keepMagnitudes(
  grants: Grants,
  next: Grants,
  { grant, by }: { readonly grant: Grant; readonly by: Grant | null },
): void {
  const sums = known.get(grants);
  if (!sums) return;
  const { featureId } = grant;
  const sum = sums.get(featureId);
  const changed = new Map(sums);
  if (sum !== undefined) {
    const without = minus(sum, magnitudeOf(grant, featureId));
    changed.set(featureId, by ? plus(without, magnitudeOf(by, featureId)) : without);
  }
  known.set(next, changed);
}

function magnitudeOf(grant: Grant, featureId: string): Amount {
  if (grant.featureId !== featureId) return ZERO;
  const start = startOf(grant);
  const { balance, usage } = carriedIn(grant.rollovers);
  const ofSlices = sumOf(grant.slices, (slice) =>
    plus(start, plus(sizeOf(slice.adjustment), sizeOf(slice.balance))),
  );
  return plus(ofSlices, plus(balance, usage));
}
