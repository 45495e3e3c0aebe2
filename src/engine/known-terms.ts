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
  soonest: number | null;
}

/** From so many grants on, what their terms tell is worth being remembered. */
const MANY = 32;

/** How many lists of places are kept for one list of grants. */
const MOST_PLACES = 64;

/** A list never changes, so what it tells stands for as long as it does. */
const known = new WeakMap<Grants, Terms>();

export function isLong(grants: Grants): boolean {
  return grants.length >= MANY;
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

/** When the first of the grants expires, or a rollover of it does, or it resets. */
export function knownSoonest(grants: Grants, find: () => number): number {
  if (!isLong(grants)) return find();
  const terms = termsOf(grants);
  terms.soonest ??= find();
  return terms.soonest;
}

/** Says that `next` has the same grants at the same places, with other amounts in their slices and rollovers. */
export function keepTerms(grants: Grants, next: Grants): void {
  const terms = isLong(grants) && known.get(grants);
  if (terms) known.set(next, terms);
}

function termsOf(grants: Grants): Terms {
  const terms = known.get(grants);
  if (terms) return terms;
  const fresh = { places: new Map<string, Places>(), catalog: null, soonest: null };
  known.set(grants, fresh);
  return fresh;
}
