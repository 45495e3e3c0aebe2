import type { UsageLimit } from "../../src/engine/customer.ts";
import { type Fraction, floored, fractionOf, lesser, NONE } from "./fraction.ts";
import { type Counter, No, type State } from "./state.ts";
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

/** A window that was counted in. */
export interface Counted {
  readonly featureId: string;
  readonly counter: Omit<Counter, "usage">;
}

export function count(state: State, bounds: readonly Bound[], value: Fraction): Counted[] {
  if (!value.isPositive) return [];
  return bounds.map((bound) => {
    const [owner, name] = [bound.owner, nameOf(bound.limit)];
    const counter = { owner, name, ...windowOf(state, owner, bound.limit) };
    const usage = usedOf(state, bound).plus(value.rounded());
    state.counters = state.counters.filter((it) => it.owner !== owner || it.name !== name);
    state.counters.push({ ...counter, usage });
    return { featureId: bound.limit.featureId, counter };
  });
}

/** W4, L8: takes off what is freed of each feature, where the window is still the same; never below 0. */
export function uncount(
  state: State,
  counted: readonly Counted[],
  freed: ReadonlyMap<string, Fraction>,
): void {
  state.counters = state.counters.map((counter) => {
    const { owner, name } = counter;
    const entry = counted.find((it) => it.counter.owner === owner && it.counter.name === name);
    const value = entry && isSame(entry.counter, counter) && freed.get(entry.featureId);
    return value ? { ...counter, usage: floored(counter.usage.minus(value)) } : counter;
  });
}

/** W10: the viewer's own limits, with what is used of them. */
export function shownLimits(state: State, viewer: string | null): ShownLimit[] {
  return ownLimits(state, viewer).map((bound) => ({
    featureId: bound.limit.featureId,
    usage: usedOf(state, bound).units,
    resetsAt: windowOf(state, bound.owner, bound.limit).endsAt,
  }));
}

export interface ShownLimit {
  readonly featureId: string;
  readonly usage: bigint;
  readonly resetsAt: number | null;
}

/** K4. */
export function refuseTwice(limits: readonly UsageLimit[]): void {
  if (new Set(limits.map(nameOf)).size < limits.length) throw new No("INVALID_INPUT");
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
function nameOf({ featureId, filter }: UsageLimit): string {
  const asked = Object.entries(filter ?? {}).map(([key, value]) => [key, String(value)]);
  return JSON.stringify([featureId, asked.sort()]);
}

function matches({ filter }: UsageLimit, properties: Properties): boolean {
  return Object.entries(filter ?? {}).every(
    ([key, value]) => properties !== null && String(properties[key]) === String(value),
  );
}
