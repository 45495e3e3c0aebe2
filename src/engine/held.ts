/** What live locks hold. */
import { type Amount, positivePart, sum } from "./amount.ts";
import type { Ledger, Lock } from "./ledger.ts";
import { holdingsOf, type View } from "./view.ts";

/** Units of the feature that live locks took from its rows and rollovers in view. */
export function heldOf(view: View, featureId: string): Amount {
  const inView = new Set(holdingsOf(view, [featureId]).map(({ grant }) => grant.grantId));
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
