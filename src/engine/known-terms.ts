/** What the terms of many grants tell, found once: none of it depends on the amounts that they hold. */
import type { Catalog } from "./feature.ts";
import type { Grant } from "./ledger.ts";

type Grants = readonly Grant[];

/** Places in a list of grants. */
export type Places = readonly number[];

interface Terms {
  /** By what names them. */
  readonly places: Map<string, Places>;
  /** The places are found with it. */
  catalog: Catalog | null;
  first: First | null;
}

/** A reset or an expiry to come. Where there is none, `at` is infinity. */
export interface First {
  readonly at: number;
  readonly kind: "expiry" | "reset";
  /** Where the grant stands in the list. */
  readonly place: number;
}

/** From so many parts on, what a list tells is worth being remembered. */
export const MANY = 32;

/** How many lists of places are kept for one list of grants. */
const MOST_PLACES = 64;

/** A list never changes, so what it tells stands for as long as it does. */
const known = new WeakMap<Grants, Terms>();

/** Whether what the list tells is worth being remembered. */
export function isLong(list: readonly unknown[]): boolean {
  return list.length >= MANY;
}

/** The places of that name among the grants; found where they are not known yet. */
export function knownPlaces(
  grants: Grants,
  { catalog, name }: { readonly catalog: Catalog; readonly name: string },
  find: () => Places,
): Places {
  const terms = termsOf(grants);
  if (terms.catalog !== catalog) terms.places.clear();
  terms.catalog = catalog;
  const found = terms.places.get(name);
  if (found) return found;
  const places = find();
  if (terms.places.size >= MOST_PLACES) terms.places.clear();
  terms.places.set(name, places);
  return places;
}

/** The first reset or expiry among the grants. A long list is searched once. */
export function knownFirst(grants: Grants, find: () => First): First {
  if (!isLong(grants)) return find();
  const terms = termsOf(grants);
  terms.first ??= find();
  return terms.first;
}

/** Says that `next` has the same grants at the same places, with other amounts in their slices and rollovers. */
export function keepTerms(grants: Grants, next: Grants): void {
  const terms = isLong(grants) && known.get(grants);
  if (terms) known.set(next, terms);
}

function termsOf(grants: Grants): Terms {
  const terms = known.get(grants);
  if (terms) return terms;
  const fresh = { places: new Map<string, Places>(), catalog: null, first: null };
  known.set(grants, fresh);
  return fresh;
}
