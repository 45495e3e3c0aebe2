/** What a change took, place by place (B43). */
import { type Amount, minus, ZERO } from "./amount.ts";
import { type Bucket, placeOf } from "./bucket.ts";
import {
  balanceIdOf,
  type Deduction,
  type Grant,
  type Ledger,
  type Rollover,
  type Slice,
} from "./ledger.ts";

/** What the moves took from these buckets, in their order. */
export function deductionsFrom(buckets: readonly Bucket[]): readonly Deduction[] {
  return buckets
    .filter((bucket) => bucket.balance !== bucket.initial)
    .map((bucket) => deductionOf(bucket.grant, bucket, minus(bucket.initial, bucket.balance)));
}

/** Everything that stands lower (above zero) or higher (below zero) in `after`; rollovers first. */
export function deductionsBetween(before: Ledger, after: Ledger): readonly Deduction[] {
  const old = new Map(before.grants.map((grant) => [grant.grantId, grant]));
  const kept = new Set(after.grants.map((grant) => grant.grantId));
  const pairs: Pair[] = [
    ...after.grants.map((grant) => ({ from: old.get(grant.grantId), to: grant })),
    ...before.grants
      .filter((grant) => !kept.has(grant.grantId))
      .map((from) => ({ from, to: undefined })),
  ];
  const deductions = pairs.filter(({ from, to }) => from !== to).flatMap(between);
  return [
    ...deductions.filter((deduction) => deduction.rolloverId !== null),
    ...deductions.filter((deduction) => deduction.rolloverId === null),
  ];
}

/** The features of which any grant differs between the two ledgers. */
export function changedFeatures(before: Ledger, after: Ledger): readonly string[] {
  const [gone, come] = differing(before.grants, after.grants);
  return [...new Set([...gone, ...come].map((grant) => grant.featureId))];
}

interface Pair {
  readonly from: Grant | undefined;
  readonly to: Grant | undefined;
}

function between({ from, to }: Pair): readonly Deduction[] {
  const shown = to ?? from;
  if (!shown) return [];
  const [gone, come] = differing(from?.rollovers ?? [], to?.rollovers ?? []);
  const was = contents(gone, from?.slices);
  const is = contents(come, to?.slices);
  return [...new Map([...was, ...is]).keys()].flatMap((key) => {
    const place = is.get(key) ?? was.get(key);
    const value = minus(was.get(key)?.balance ?? ZERO, is.get(key)?.balance ?? ZERO);
    if (!place || value === ZERO) return [];
    return deductionOf(shown, place, value);
  });
}

interface Content {
  readonly rolloverId: string | null;
  readonly entityId: string | null;
  readonly balance: Amount;
}

function contents(
  rollovers: readonly Rollover[],
  slices: readonly Slice[] = [],
): ReadonlyMap<string, Content> {
  const ofSlices = slices.map((slice) => ({ ...slice, rolloverId: null }));
  return new Map([...rollovers, ...ofSlices].map((part) => [placeOf(part), part]));
}

type Pairwise<T> = readonly [readonly T[], readonly T[]];

/** Both lists without what they have in common: nearly all of it, where a reset adds one. */
function differing<T>(before: readonly T[], after: readonly T[]): Pairwise<T> {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const gone = before.slice(start, before.length - end);
  const come = after.slice(start, after.length - end);
  if (gone.length === 0 || come.length === 0) return [gone, come];
  const [was, is] = [new Set(gone), new Set(come)];
  return [gone.filter((one) => !is.has(one)), come.filter((one) => !was.has(one))];
}

interface Place {
  readonly rolloverId: string | null;
  readonly entityId: string | null;
}

function deductionOf(grant: Grant, { rolloverId, entityId }: Place, value: Amount): Deduction {
  return {
    balanceId: balanceIdOf(grant),
    rolloverId,
    featureId: grant.featureId,
    planId: grant.planId,
    entityId: entityId ?? grant.entityId,
    interval: grant.interval,
    intervalCount: grant.intervalCount,
    resetsAt: grant.nextResetAt,
    value,
  };
}
