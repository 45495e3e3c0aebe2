/** Amounts set by hand: no floor, ceiling or limit stands in the way (U6, A2, A22, A35). */
import { type Amount, minus, negate, ONE, plus, positivePart, sumOf, ZERO } from "./amount.ts";
import {
  type Bucket,
  burn,
  fill,
  fullOf,
  healed,
  sliceBuckets,
  toZero,
  unbounded,
  units,
} from "./bucket.ts";
import { rolloverBuckets } from "./rollover-buckets.ts";
import type { Holding } from "./view.ts";

/** The targets so that what they show as remaining is exactly `target` (A2). */
export function setRemaining(targets: readonly Holding[], target: Amount): readonly Bucket[] {
  const unlimited = unlimitedBuckets(targets);
  if (unlimited.length > 0) return add(targets, minus(target, totalOf(unlimited)));
  const { rollovers, slices } = bucketsOf(targets);
  if (target < ZERO) {
    const emptied = [...rollovers, ...slices].map((bucket) => ({ ...bucket, balance: ZERO }));
    return emptied.map((bucket, index) =>
      index === rollovers.length ? { ...bucket, balance: target } : bucket,
    );
  }
  const lifted = slices.map((bucket) => ({ ...bucket, balance: positivePart(bucket.balance) }));
  const all = [...rollovers, ...lifted];
  const excess = minus(totalOf(all), target);
  if (excess >= ZERO) return burn(all, units(excess), toZero).buckets;
  return [...rollovers, ...fill(lifted, units(negate(excess)), unbounded).buckets];
}

/** The targets so that what they and their live rollovers show as used is exactly `usage` (A22). */
export function setUsage(targets: readonly Holding[], usage: Amount): readonly Bucket[] {
  const unlimited = unlimitedBuckets(targets);
  if (unlimited.length > 0) return add(targets, minus(negate(usage), totalOf(unlimited)));
  return add(targets, minus(usedOf(targets), usage));
}

/** Above zero: overage is healed, the rest goes to the first row; below zero: taken, rollovers first (U6). */
export function add(targets: readonly Holding[], value: Amount): readonly Bucket[] {
  const [unlimited] = unlimitedBuckets(targets);
  if (unlimited) return [{ ...unlimited, balance: plus(unlimited.balance, value) }];
  return shifted(bucketsOf(targets), value);
}

/** The places that an update reaches, rollovers in the order in which they are spent. */
export interface Places {
  readonly rollovers: readonly Bucket[];
  readonly slices: readonly Bucket[];
}

/** The places of these holdings as they stand. */
export function bucketsOf(targets: readonly Holding[]): Places {
  return { rollovers: rolloverBuckets(targets, atPar), slices: sliceBuckets(targets, atPar) };
}

/** Given to rows alone, those below zero first; or taken from rollovers, rows, then the first row's overdraft. */
export function shifted({ rollovers, slices }: Places, value: Amount): readonly Bucket[] {
  if (value >= ZERO) {
    const lifted = fill(slices, units(value), healed);
    return [...rollovers, ...fill(lifted.buckets, lifted.unmet, unbounded).buckets];
  }
  const all = burn([...rollovers, ...slices], units(negate(value)), toZero);
  const rows = burn(all.buckets.slice(rollovers.length), all.unmet, unbounded);
  return [...all.buckets.slice(0, rollovers.length), ...rows.buckets];
}

/** What stands in the places together. */
export function totalOf(buckets: readonly Bucket[]): Amount {
  return sumOf(buckets, ({ balance }) => balance);
}

function usedOf(targets: readonly Holding[]): Amount {
  return sumOf(targets, ({ grant, slices, rollovers }) =>
    plus(
      sumOf(slices, (slice) => minus(fullOf(grant, slice), slice.balance)),
      sumOf(rollovers, ({ usage }) => usage),
    ),
  );
}

function unlimitedBuckets(targets: readonly Holding[]): readonly Bucket[] {
  return bucketsOf(targets).slices.filter(({ grant }) => grant.unlimited);
}

const atPar = () => ONE;
