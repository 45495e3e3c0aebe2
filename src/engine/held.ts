/** What live locks hold. */
import { type Amount, positivePart, sum } from "./amount.ts";
import type { Ledger, Lock } from "./ledger.ts";
import { holdingsOf, ownedByEntities, type View } from "./view.ts";

/** Units that live locks took from the feature's rows and rollovers in view, those of entities merged (V4). */
export function heldOf(view: View, featureId: string): Amount {
  const merged = view.entityId === null ? ownedByEntities(view.ledger, featureId) : [];
  const grants = [...holdingsOf(view, [featureId]).map(({ grant }) => grant), ...merged];
  const inView = new Set(grants.map(({ grantId }) => grantId));
  const seen = (entityId: string | null) => view.entityId === null || entityId === view.entityId;
  return sum(
    liveLocks(view.ledger).flatMap(({ receipt }) =>
      receipt
        .filter(
          (taken) => inView.has(taken.grantId) && (taken.entityId === null || seen(taken.entityId)),
        )
        .map((taken) => positivePart(taken.value)),
    ),
  );
}

/** The locks that are neither settled nor expired. */
export function liveLocks({ locks }: Ledger): readonly Lock[] {
  return locks.filter(({ status }) => status === "HELD");
}
