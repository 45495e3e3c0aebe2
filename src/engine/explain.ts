/** Why a balance is what it is: what each source adds to each figure (B2 to B4, A18). */
import { ZERO } from "./amount.ts";
import { rolloversInOrder } from "./breakdown.ts";
import { explainEntityRows } from "./explain-entities.ts";
import { poolSwitchedOff } from "./explain-reach.ts";
import { explainRollover } from "./explain-rollover.ts";
import { explainRow } from "./explain-row.ts";
import { explainUnlimited } from "./explain-unlimited.ts";
import { amountIs, type ExplainedField, type Explanation } from "./explanation.ts";
import type { Feature } from "./feature.ts";
import { heldOf } from "./held.ts";
import { holdingsOf, ownedByEntities, type View } from "./view.ts";

const FIELDS: readonly ExplainedField[] = ["granted", "remaining", "usage", "overage"];

/**
 * One line for each source and rule that contributed, field by field, in deduction order: rollovers,
 * rows, then what entities own. The amounts of a field's lines add up to the field that `deriveBalance`
 * shows. Empty where there is no balance (B11, B12).
 */
export function explain(view: View, feature: Feature): readonly Explanation[] {
  if (feature.type === "boolean") return [];
  const holdings = holdingsOf(view, [feature.featureId]);
  const merged = view.entityId === null ? ownedByEntities(view.ledger, feature.featureId) : [];
  const grants = [...holdings.map(({ grant }) => grant), ...merged];
  if (grants.length === 0) return [];
  const lines = grants.some((grant) => grant.unlimited)
    ? explainUnlimited(holdings, merged)
    : [
        ...rolloversInOrder(view, holdings).flatMap(({ grant, shown }) =>
          explainRollover(grant, shown),
        ),
        ...holdings.flatMap(explainRow),
        ...explainEntityRows(merged),
        ...poolLines(view, feature),
      ];
  const all = [...lines, ...heldByLocks(view, feature)];
  return FIELDS.flatMap((field) => all.filter((line) => line.field === field));
}

/** Adds nothing; tells that some of what counts as used may come back (L1, L5). */
function heldByLocks(view: View, { featureId }: Feature): readonly Explanation[] {
  const held = heldOf(view, featureId);
  if (held === ZERO) return [];
  const text = `${amountIs(held)} held by locks and counted as used until they are settled (L1)`;
  return [{ field: "usage", source: "lock", sourceId: null, amount: ZERO, text }];
}

/** Adds nothing; tells an entity why what the customer has left is not there for it (V3). */
function poolLines(view: View, feature: Feature): readonly Explanation[] {
  return poolSwitchedOff(view, feature).map((text) => ({
    field: "remaining",
    source: "pool",
    sourceId: null,
    amount: ZERO,
    text,
  }));
}
