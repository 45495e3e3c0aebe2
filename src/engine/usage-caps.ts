/** How usage limits bind one deduction: in units of what is tracked, in credits of what pays (W2). */
import { type Amount, greater, minus, positivePart, sum } from "./amount.ts";
import type { Bound, Bucket } from "./bucket.ts";
import { type Feature, isCreditSystem, type Json } from "./feature.ts";
import type { Counted, Ledger } from "./ledger.ts";
import { type Cap, capsOf, count, headroomOf } from "./limits.ts";
import type { View } from "./view.ts";

export interface UsageCaps {
  /** On the tracked feature itself: its units count, whatever pays for them. */
  readonly units: { readonly caps: readonly Cap[]; readonly headroom: Amount | null };
  /** On credit systems: what their rows pay counts, what their rollovers pay does not. */
  readonly credits: readonly CreditCaps[];
}

interface CreditCaps {
  readonly featureId: string;
  readonly caps: readonly Cap[];
  readonly headroom: Amount;
}

export const NO_CAPS: UsageCaps = { units: { caps: [], headroom: null }, credits: [] };

/** The caps that bind this usage of the feature, and of the systems that can pay for it. */
export function usageCaps(
  view: View,
  features: readonly Feature[],
  { feature, properties }: { readonly feature: Feature; readonly properties: Json | null },
): UsageCaps {
  const own = isCreditSystem(feature) ? [] : capsOf(view, feature.featureId, properties);
  const credits = features.filter(isCreditSystem).flatMap(({ featureId }) => {
    const caps = capsOf(view, featureId, properties);
    const headroom = headroomOf(caps);
    return headroom === null ? [] : { featureId, caps, headroom };
  });
  return { units: { caps: own, headroom: headroomOf(own) }, credits };
}

/** The bound, tightened so that the buckets of a feature together take no more than its headroom. */
export function withinHeadroom(
  buckets: readonly Bucket[],
  bound: Bound,
  headrooms: ReadonlyMap<string, Amount>,
): Bound {
  if (headrooms.size === 0) return bound;
  const left = new Map([...headrooms].map(([id, room]) => [id, minus(room, takenOf(buckets, id))]));
  const floors = new Map<Bucket, Amount>();
  for (const bucket of buckets) {
    const { featureId } = bucket.grant;
    const room = left.get(featureId);
    if (room === undefined) continue;
    const lowest = minus(bucket.balance, positivePart(room));
    const floor = bound(bucket);
    const tighter = floor === null ? lowest : greater(floor, lowest);
    floors.set(bucket, tighter);
    left.set(featureId, minus(room, positivePart(minus(bucket.balance, tighter))));
  }
  return (bucket) => floors.get(bucket) ?? bound(bucket);
}

/** The ledger with what was consumed counted, also where nothing capped it (W3). */
export function countUsage(
  ledger: Ledger,
  caps: UsageCaps,
  buckets: readonly Bucket[],
  consumed: Amount,
): { readonly ledger: Ledger; readonly counted: readonly Counted[] } {
  let current = count(ledger, caps.units.caps, consumed);
  for (const { featureId, caps: own } of caps.credits) {
    const next = count(current.ledger, own, takenOf(buckets, featureId));
    current = { ledger: next.ledger, counted: [...current.counted, ...next.counted] };
  }
  return current;
}

/** What the feature's rows have paid, rollovers aside. */
function takenOf(buckets: readonly Bucket[], featureId: string): Amount {
  const rows = buckets.filter(
    ({ grant, rolloverId }) => rolloverId === null && grant.featureId === featureId,
  );
  return sum(rows.map(({ initial, balance }) => minus(initial, balance)));
}
