/** What a change took, place by place (B43). */
import { type Amount, minus, ZERO } from "./amount.ts";
import { type Bucket, placeOf } from "./bucket.ts";
import { balanceIdOf, type Deduction, type Grant, type Ledger } from "./ledger.ts";

/** What the moves took from these buckets, in their order. */
export function deductionsFrom(buckets: readonly Bucket[]): readonly Deduction[] {
  return buckets
    .filter((bucket) => bucket.balance !== bucket.initial)
    .map((bucket) => deductionOf(bucket.grant, bucket, minus(bucket.initial, bucket.balance)));
}

/** Everything that stands lower (above zero) or higher (below zero) in `after`; rollovers first. */
export function deductionsBetween(before: Ledger, after: Ledger): readonly Deduction[] {
  const [gone, come] = differing(before.grants, after.grants);
  const old = new Map(gone.map((grant) => [grant.grantId, grant]));
  const kept = new Set(come.map((grant) => grant.grantId));
  const pairs: Pair[] = [
    ...come.map((grant) => ({ from: old.get(grant.grantId), to: grant })),
    ...gone.filter((grant) => !kept.has(grant.grantId)).map((from) => ({ from, to: undefined })),
  ];
  const deductions = pairs.flatMap(between);
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
  return [
    ...moves(from?.rollovers ?? [], to?.rollovers ?? []),
    ...moves(from?.slices ?? [], to?.slices ?? []),
  ].map(({ place, value }) => deductionOf(shown, place, value));
}

/** A slice, or a rollover. */
interface Part {
  readonly rolloverId?: string;
  readonly entityId: string | null;
  readonly balance: Amount;
}

interface Move {
  readonly place: Place;
  readonly value: Amount;
}

/** What each place lost: first the places that stood before, in their order, then the new ones. */
function moves(before: readonly Part[], after: readonly Part[]): readonly Move[] {
  const [gone, come] = differing(before, after);
  if (gone.length === 0) return come.flatMap((is) => moveOf(undefined, is));
  if (come.length === 0) return gone.flatMap((was) => moveOf(was, undefined));
  const isPaired =
    gone.length === come.length && gone.every((was, place) => isSamePlace(was, come[place]));
  if (isPaired) return gone.flatMap((was, place) => moveOf(was, come[place]));
  const nameOf = (part: Part) => placeOf(placeIn(part));
  const now = new Map(come.map((part) => [nameOf(part), part]));
  const old = new Set(gone.map(nameOf));
  return [
    ...gone.flatMap((was) => moveOf(was, now.get(nameOf(was)))),
    ...come.filter((is) => !old.has(nameOf(is))).flatMap((is) => moveOf(undefined, is)),
  ];
}

function moveOf(was: Part | undefined, is: Part | undefined): Move | readonly [] {
  const part = is ?? was;
  const value = minus(was?.balance ?? ZERO, is?.balance ?? ZERO);
  if (!part || value === ZERO) return [];
  return { place: placeIn(part), value };
}

function isSamePlace(one: Part, other: Part | undefined): boolean {
  return one.rolloverId === other?.rolloverId && one.entityId === other?.entityId;
}

function placeIn({ rolloverId, entityId }: Part): Place {
  return { rolloverId: rolloverId ?? null, entityId };
}

type Pairwise<T> = readonly [readonly T[], readonly T[]];

/** Both lists without what they have in common: nearly all of it, where a reset adds one. */
function differing<T>(before: readonly T[], after: readonly T[]): Pairwise<T> {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  const [last, lastAfter] = [before.length - 1, after.length - 1];
  while (end < shorter - start && before[last - end] === after[lastAfter - end]) end += 1;
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
