/** Amounts set by hand: no floor, ceiling or limit stands in the way (U4 to U7, U12, A2). */
import { type Amount, minus, negate, ONE, plus, positivePart, sum, ZERO } from "./amount.ts";
import {
  type Bucket,
  burn,
  fill,
  fullOf,
  healed,
  rolloverBuckets,
  sliceBuckets,
  toZero,
  unbounded,
  units,
} from "./bucket.ts";
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

/** The targets with `usage` used of their main balances (U7). */
export function setUsage(targets: readonly Holding[], usage: Amount): readonly Bucket[] {
  const unlimited = unlimitedBuckets(targets);
  if (unlimited.length > 0) return add(targets, minus(negate(usage), totalOf(unlimited)));
  const full = sum(
    targets.flatMap(({ grant, slices }) => slices.map((slice) => fullOf(grant, slice))),
  );
  const balance = totalOf(bucketsOf(targets).slices);
  return add(targets, minus(minus(full, usage), balance));
}

/** Above zero: overage is healed, the rest goes to the first row; below zero: taken, rollovers first (U6). */
export function add(targets: readonly Holding[], value: Amount): readonly Bucket[] {
  const { rollovers, slices } = bucketsOf(targets);
  const [unlimited] = unlimitedBuckets(targets);
  if (unlimited) return [{ ...unlimited, balance: plus(unlimited.balance, value) }];
  if (value >= ZERO) {
    const lifted = fill(slices, units(value), healed);
    return fill(lifted.buckets, lifted.unmet, unbounded).buckets;
  }
  const all = burn([...rollovers, ...slices], units(negate(value)), toZero);
  const rows = burn(all.buckets.slice(rollovers.length), all.unmet, unbounded);
  return [...all.buckets.slice(0, rollovers.length), ...rows.buckets];
}

function bucketsOf(targets: readonly Holding[]) {
  return { rollovers: rolloverBuckets(targets, atPar), slices: sliceBuckets(targets, atPar) };
}

function unlimitedBuckets(targets: readonly Holding[]): readonly Bucket[] {
  return bucketsOf(targets).slices.filter(({ grant }) => grant.unlimited);
}

function totalOf(buckets: readonly Bucket[]): Amount {
  return sum(buckets.map((bucket) => bucket.balance));
}

const atPar = () => ONE;
