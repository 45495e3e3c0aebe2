import { lengthOf } from "./calendar.ts";
import { carriedOf, featureOf } from "./look.ts";
import type { Carried, Row, State } from "./state.ts";

/** D2, criterion by criterion: the first that differs decides. */
export function ordered(state: State, rows: readonly Row[], viewer: string | null): Row[] {
  return [...rows].sort((left, right) => {
    for (const criterion of CRITERIA) {
      const difference = criterion(left, right, { state, viewer });
      if (difference !== 0) return difference;
    }
    return left.number - right.number;
  });
}

/** D10, B31: soonest expiry first, what never expires last, else as the rows stand. */
export function rolloversOf(rows: readonly Row[], viewer: string | null): RowCarried[] {
  return rows
    .flatMap((row) => carriedOf(row, viewer).map((carried) => ({ row, carried })))
    .sort((left, right) => soonest(left.carried.expiresAt, right.carried.expiresAt));
}

export interface RowCarried {
  readonly row: Row;
  readonly carried: Carried;
}

interface Around {
  readonly state: State;
  readonly viewer: string | null;
}

const CRITERIA: readonly ((left: Row, right: Row, around: Around) => number)[] = [
  (left, right, { viewer }) =>
    viewer === null ? first(isPlain(left), isPlain(right)) : first(!isPlain(left), !isPlain(right)),
  (left, right, { state }) => first(isOf("boolean", left, state), isOf("boolean", right, state)),
  (left, right, { state }) =>
    first(!isOf("credit_system", left, state), !isOf("credit_system", right, state)),
  (left, right) => first(left.unlimited, right.unlimited),
  (left, right) => first(left.nextResetAt !== null, right.nextResetAt !== null),
  (left, right) => {
    if (left.interval === null || right.interval === null) return 0;
    const [one, other] = [
      lengthOf(left.interval, left.count),
      lengthOf(right.interval, right.count),
    ];
    return one === other ? 0 : one - other;
  },
  (left, right) => soonest(left.expiresAt, right.expiresAt),
  (left, right) => first(!isAddOn(left), !isAddOn(right)),
  (left, right) => first(!left.native, !right.native),
];

function first(left: boolean, right: boolean): number {
  return Number(right) - Number(left);
}

export function soonest(left: number | null, right: number | null): number {
  if (left === right) return 0;
  return (left ?? Infinity) - (right ?? Infinity);
}

function isPlain(row: Row): boolean {
  return row.owner === null && row.seat === null;
}

function isAddOn(row: Row): boolean {
  return row.addOn;
}

function isOf(type: string, row: Row, state: State): boolean {
  return featureOf(state, row.featureId).type === type;
}
