import type { UsageLimit } from "../../src/engine/customer.ts";
import { isScalar, wantedBy } from "./filters.ts";
import { type Fraction, floored, fractionOf, lesser, NONE } from "./fraction.ts";
import type { Counter, State } from "./state.ts";
import { type Window, windowOf } from "./windows.ts";

export type Properties = Readonly<Record<string, unknown>> | null;

/** A limit that binds, and whose it is: an entity's, or the customer's (null). */
export interface Bound {
  readonly owner: string | null;
  readonly limit: UsageLimit;
}

/** What is used, by whom, with which properties. */
export interface Occasion {
  readonly featureId: string;
  readonly viewer: string | null;
  readonly properties: Properties;
}

/** W1, W6: an entity's entry, also a disabled one, stands in the place of the customer's. */
export function limitsOn(state: State, { featureId, viewer, properties }: Occasion): Bound[] {
  const own = ownLimits(state, viewer);
  const replaced = new Set(own.map(({ limit }) => nameOf(limit)));
  const shared = viewer === null ? [] : ownLimits(state, null);
  return [...own, ...shared.filter(({ limit }) => !replaced.has(nameOf(limit)))].filter(
    ({ limit }) => limit.featureId === featureId && limit.enabled && matches(limit, properties),
  );
}

/** W3: what the tightest of them leaves; null where there is none. */
export function headroom(state: State, bounds: readonly Bound[]): Fraction | null {
  let least: Fraction | null = null;
  for (const bound of bounds) {
    const left = floored(fractionOf(bound.limit.limit).minus(usedOf(state, bound)));
    least = least === null ? left : lesser(least, left);
  }
  return least;
}

/** A window that was counted in, and what was added to it. */
export interface Counted {
  readonly featureId: string;
  readonly counter: Omit<Counter, "usage">;
  readonly added: Fraction;
}

export function count(state: State, bounds: readonly Bound[], value: Fraction): Counted[] {
  if (!value.isPositive) return [];
  return bounds.map((bound) => {
    const [owner, name] = [bound.owner, nameOf(bound.limit)];
    const counter = { owner, name, ...windowOf(state, owner, bound.limit) };
    const added = value.rounded();
    const usage = usedOf(state, bound).plus(added);
    state.counters = state.counters.filter((it) => it.owner !== owner || it.name !== name);
    state.counters.push({ ...counter, usage });
    return { featureId: bound.limit.featureId, counter, added };
  });
}

/** W4, A38: takes off what is freed of each feature of what was added, where the window is the same. */
export function uncount(
  state: State,
  counted: readonly Counted[],
  freed: ReadonlyMap<string, Fraction>,
): void {
  state.counters = state.counters.map((counter) => {
    const { owner, name } = counter;
    const entry = counted.find((it) => it.counter.owner === owner && it.counter.name === name);
    if (!entry || !isSame(entry.counter, counter)) return counter;
    const value = lesser(freed.get(entry.featureId) ?? NONE, entry.added);
    return { ...counter, usage: floored(counter.usage.minus(value)) };
  });
}

/** W10: the viewer's own limits, with what is used of them. */
export function shownLimits(state: State, viewer: string | null): ShownLimit[] {
  return ownLimits(state, viewer).map((bound) => ({
    featureId: bound.limit.featureId,
    limit: bound.limit.limit,
    usage: usedOf(state, bound).units,
    resetsAt: windowOf(state, bound.owner, bound.limit).endsAt,
  }));
}

export interface ShownLimit {
  readonly featureId: string;
  readonly limit: bigint;
  readonly usage: bigint;
  readonly resetsAt: number | null;
}

/** W9: nothing, where what was counted was counted in another window. */
function usedOf(state: State, { owner, limit }: Bound): Fraction {
  const present = windowOf(state, owner, limit);
  const name = nameOf(limit);
  const counter = state.counters.find((it) => it.owner === owner && it.name === name);
  return counter && isSame(counter, present) ? counter.usage : NONE;
}

function isSame(left: Window, right: Window): boolean {
  return left.startsAt === right.startsAt && left.endsAt === right.endsAt;
}

function ownLimits(state: State, owner: string | null): Bound[] {
  const holder = state.entities.find(({ entityId }) => entityId === owner);
  if (owner !== null && !holder) return [];
  return (holder ?? state).controls.usageLimits.map((limit) => ({ owner, limit }));
}

/** Feature and filter: what tells one limit of an owner from another. */
export function nameOf({ featureId, filter }: UsageLimit): string {
  const asked = wantedBy(filter).map(([key, value]) => JSON.stringify([key, String(value)]));
  return JSON.stringify([featureId, ...asked.sort()]);
}

/** A21: only what is there and a scalar matches, by its text. */
function matches({ filter }: UsageLimit, properties: Properties): boolean {
  return wantedBy(filter).every(([key, value]) => {
    const given = properties !== null && Object.hasOwn(properties, key) ? properties[key] : null;
    return isScalar(given) && String(given) === String(value);
  });
}
