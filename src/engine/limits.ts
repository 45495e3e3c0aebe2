/** Caps on usage within windows of time: what they leave, and what they count (section 8). */
import { type Amount, minus, plus, positivePart, ZERO } from "./amount.ts";
import type { UsageLimit } from "./customer.ts";
import { type Catalog, findFeature, type Json } from "./feature.ts";
import { type Counted, type Counter, findEntity, type Ledger } from "./ledger.ts";
import type { View } from "./view.ts";
import { type Bounds, windowOf } from "./windows.ts";

/** A limit in force, with its counter as of now. */
export interface Cap extends Bounds {
  readonly key: string;
  /** Whose entry it is; null: the customer's. */
  readonly entityId: string | null;
  readonly limit: UsageLimit;
  /** Used within the present window. */
  readonly usage: Amount;
  /** What it leaves; never below 0. */
  readonly headroom: Amount;
}

/** A limit as shown: with what was used, and when it counts from 0 again. */
export interface LimitShown extends UsageLimit {
  readonly usage: Amount;
  readonly resetsAt: number | null;
}

/** The enabled limits of a feature that bind usage with these properties. */
export function capsOf(view: View, featureId: string, properties: Json | null): readonly Cap[] {
  return inView(view, featureId).filter(
    ({ limit }) => limit.enabled && matches(limit.filter, properties),
  );
}

/** What the tightest of the caps leaves; null where there is none. */
export function headroomOf(caps: readonly Cap[]): Amount | null {
  return tightestOf(caps)?.headroom ?? null;
}

/** The cap that leaves least; null where there is none. */
export function tightestOf(caps: readonly Cap[]): Cap | null {
  return caps.reduce<Cap | null>(
    (tightest, cap) => (tightest && tightest.headroom <= cap.headroom ? tightest : cap),
    null,
  );
}

/** The ledger with `value` counted on each of the caps, and what was counted. */
export function count(
  ledger: Ledger,
  caps: readonly Cap[],
  value: Amount,
): { readonly ledger: Ledger; readonly counted: readonly Counted[] } {
  if (caps.length === 0 || value <= ZERO) return { ledger, counted: [] };
  const risen = caps.map(
    ({ key, startsAt, endsAt, usage }): Counter => ({
      key,
      startsAt,
      endsAt,
      usage: plus(usage, value),
    }),
  );
  const keys = new Set(risen.map(({ key }) => key));
  const counters = [...ledger.counters.filter(({ key }) => !keys.has(key)), ...risen];
  const counted = caps.map(({ key, startsAt }) => ({ key, startsAt, value }));
  return { ledger: { ...ledger, counters }, counted };
}

/** The ledger with what was counted taken off again, where its window has not closed (W4). */
export function uncount(ledger: Ledger, counted: readonly Counted[]): Ledger {
  const counters = ledger.counters.map((counter) => {
    const freed = counted.find(
      ({ key, startsAt }) => key === counter.key && startsAt === counter.startsAt,
    );
    if (!freed) return counter;
    return { ...counter, usage: positivePart(minus(counter.usage, freed.value)) };
  });
  return { ...ledger, counters };
}

/** The limits of the customer (null), or the entity's own, with their counters (W10). */
export function usageLimitsOf(
  ledger: Ledger,
  catalog: Catalog,
  entityId: string | null,
  at: number,
): readonly LimitShown[] {
  const view: View = { ledger, catalog, entityId, at };
  const entries =
    entityId === null ? ledger.customer.billingControls.usageLimits : entityEntries(view);
  return entries.map((limit) => shown(capOf(view, limit)));
}

/** The limits of a feature in the view, with their counters. */
export function limitsInView(view: View, featureId: string): readonly LimitShown[] {
  return inView(view, featureId).map(shown);
}

/** The feature that a counter's limit is of. */
export function limitedFeature(key: string): string {
  const [, featureId] = JSON.parse(key) as readonly [string | null, string, unknown];
  return featureId;
}

/**
 * The limits of a feature, enabled or not. An entity's entry stands in the place of the customer's of the same
 * feature and filter, with a counter of its own (W6).
 */
function inView(view: View, featureId: string): readonly Cap[] {
  const own = entityEntries(view).filter((limit) => limit.featureId === featureId);
  const replaced = new Set(own.map(({ filter }) => filterKey(filter)));
  const inherited = view.ledger.customer.billingControls.usageLimits.filter(
    (limit) => limit.featureId === featureId && !replaced.has(filterKey(limit.filter)),
  );
  return [
    ...own.map((limit) => capOf(view, limit)),
    ...inherited.map((limit) => capOf({ ...view, entityId: null }, limit)),
  ];
}

function shown({ limit, usage, endsAt }: Cap): LimitShown {
  return { ...limit, usage, resetsAt: endsAt };
}

function entityEntries({ ledger, entityId }: View): readonly UsageLimit[] {
  return findEntity(ledger, entityId)?.billingControls.usageLimits ?? [];
}

function capOf(view: View, limit: UsageLimit): Cap {
  const { entityId } = view;
  const key = JSON.stringify([entityId, limit.featureId, filterKey(limit.filter)]);
  const feature = findFeature(view.catalog, limit.featureId);
  const bounds = feature ? windowOf(view, limit, feature) : { startsAt: 0, endsAt: 0 };
  const counter = view.ledger.counters.find((candidate) => candidate.key === key);
  const isPresent = counter?.startsAt === bounds.startsAt && counter.endsAt === bounds.endsAt;
  const usage = isPresent ? counter.usage : ZERO;
  const headroom = positivePart(minus(limit.limit, usage));
  return { ...bounds, key, entityId, limit, usage, headroom };
}

/** Every property of the filter must be there, its value the same as text (W1, A21). */
function matches(filter: Json | null, properties: Json | null): boolean {
  return filterEntries(filter).every(([key, text]) => textOf(properties?.[key]) === text);
}

/** Names a filter: the same for those that let the same events through (W1, K4). */
export function filterKey(filter: Json | null): string {
  const entries = filterEntries(filter);
  return JSON.stringify(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** The properties that the filter names, each with the text that it must have (A21). */
export function filterEntries(filter: Json | null): readonly (readonly [string, string | null])[] {
  const properties = filter?.properties;
  if (typeof properties !== "object" || properties === null) return [];
  return Object.entries(properties).map(([key, value]) => [key, textOf(value)] as const);
}

/** A number or a boolean is compared by its JSON text; null for what no filter can name. */
function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? JSON.stringify(value) : null;
}
