/** What live locks hold. */
import { type Amount, plus, positivePart, sumOf, ZERO } from "./amount.ts";
import { placeOf } from "./bucket.ts";
import { isLong } from "./known-terms.ts";
import type { Ledger, Lock } from "./ledger.ts";
import { type Holding, inViewOf, ownedByEntities, type View } from "./view.ts";

type Locks = readonly Lock[];

/** A list never changes, so those of it that live are found once, and so is what they hold. */
const live = new WeakMap<Locks, Locks>();
const held = new WeakMap<Locks, ReadonlyMap<string, Amount>>();

/** Units that live locks took from the feature's rows and rollovers in view, those of entities merged (V4). */
export function heldOf(view: View, featureId: string): Amount {
  const merged = view.entityId === null ? ownedByEntities(view.ledger, featureId) : [];
  const holdings = [
    ...inViewOf(view, [featureId]),
    ...merged.map((grant) => ({ grant, slices: grant.slices, rollovers: grant.rollovers })),
  ];
  const locks = liveLocks(view.ledger);
  const byPlace = held.get(locks) ?? heldByPlace(locks);
  if (isLong(locks)) held.set(locks, byPlace);
  return sumOf([...new Set(holdings.flatMap(placesOf))], (place) => byPlace.get(place) ?? ZERO);
}

/** The locks that are neither settled nor expired: the very same list where all of them are. */
export function liveLocks({ locks }: Ledger): Locks {
  const found = live.get(locks);
  if (found) return found;
  const living = locks.filter(({ status }) => status === "HELD");
  if (!isLong(locks)) return living;
  const result = living.length === locks.length ? locks : living;
  live.set(locks, result);
  live.set(result, result);
  return result;
}

function heldByPlace(locks: Locks): ReadonlyMap<string, Amount> {
  const byPlace = new Map<string, Amount>();
  for (const taken of locks.flatMap(({ receipt }) => receipt)) {
    const place = taken.grantId + placeOf(taken);
    byPlace.set(place, plus(byPlace.get(place) ?? ZERO, positivePart(taken.value)));
  }
  return byPlace;
}

function placesOf({ grant, slices, rollovers }: Holding): readonly string[] {
  const places = [...slices.map((slice) => ({ ...slice, rolloverId: null })), ...rollovers];
  return places.map((place) => grant.grantId + placeOf(place));
}
