/** What live locks hold. */
import { type Amount, positivePart, sum } from "./amount.ts";
import { placeOf } from "./bucket.ts";
import type { Ledger, Lock } from "./ledger.ts";
import { type Holding, holdingsOf, ownedByEntities, type View } from "./view.ts";

/** Units that live locks took from the feature's rows and rollovers in view, those of entities merged (V4). */
export function heldOf(view: View, featureId: string): Amount {
  const merged = view.entityId === null ? ownedByEntities(view.ledger, featureId) : [];
  const holdings = [
    ...holdingsOf(view, [featureId]),
    ...merged.map((grant) => ({ grant, slices: grant.slices, rollovers: grant.rollovers })),
  ];
  const inView = new Set(holdings.flatMap(placesOf));
  return sum(
    liveLocks(view.ledger)
      .flatMap(({ receipt }) => receipt)
      .filter((taken) => inView.has(taken.grantId + placeOf(taken)))
      .map((taken) => positivePart(taken.value)),
  );
}

/** The locks that are neither settled nor expired. */
export function liveLocks({ locks }: Ledger): readonly Lock[] {
  return locks.filter(({ status }) => status === "HELD");
}

function placesOf({ grant, slices, rollovers }: Holding): readonly string[] {
  const places = [...slices.map((slice) => ({ ...slice, rolloverId: null })), ...rollovers];
  return places.map((place) => grant.grantId + placeOf(place));
}
