/** Why a balance is what it is: what each source adds to each figure (B2 to B4, A18). */
import { formatAmount, positivePart, sum, ZERO } from "./amount.ts";
import { rolloversOf } from "./breakdown.ts";
import { bySoonestExpiry } from "./bucket.ts";
import { explainEntityRows } from "./explain-entities.ts";
import { explainRollover } from "./explain-rollover.ts";
import { explainRow } from "./explain-row.ts";
import { explainUnlimited } from "./explain-unlimited.ts";
import { amountIs, type ExplainedField, type Explanation, several } from "./explanation.ts";
import type { Feature } from "./feature.ts";
import { heldOf } from "./held.ts";
import { type Holding, holdingsOf, ownedByEntities, type View } from "./view.ts";

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
        ...rolloverLines(view, holdings),
        ...holdings.flatMap(explainRow),
        ...explainEntityRows(merged),
        ...poolSwitchedOff(view, feature),
      ];
  const all = [...lines, ...heldByLocks(view, feature)];
  return FIELDS.flatMap((field) => all.filter((line) => line.field === field));
}

function rolloverLines(view: View, holdings: readonly Holding[]): readonly Explanation[] {
  return holdings
    .flatMap((holding) =>
      rolloversOf(view, holding).map((shown) => ({ grant: holding.grant, shown })),
    )
    .sort((left, right) => bySoonestExpiry(left.shown, right.shown))
    .flatMap(({ grant, shown }) => explainRollover(grant, shown));
}

/** Adds nothing; tells that some of what counts as used may come back (L1, L5). */
function heldByLocks(view: View, { featureId }: Feature): readonly Explanation[] {
  const held = heldOf(view, featureId);
  if (held === ZERO) return [];
  const text = `${amountIs(held)} held by locks and counted as used until they are settled (L1)`;
  return [{ field: "usage", source: "lock", sourceId: null, amount: ZERO, text }];
}

/** Adds nothing; tells an entity why what the customer has left is not there for it (V3). */
function poolSwitchedOff(view: View, { featureId }: Feature): readonly Explanation[] {
  const { entityId, ledger } = view;
  if (entityId === null || !ledger.customer.config.disablePooledBalance) return [];
  const pool = holdingsOf({ ...view, entityId: null }, [featureId]).filter(
    ({ grant }) => grant.perEntityFeatureId === null && !grant.unlimited,
  );
  if (pool.length === 0) return [];
  const left = sum(
    pool.flatMap(({ slices, rollovers }) =>
      [...slices, ...rollovers].map(({ balance }) => positivePart(balance)),
    ),
  );
  const sources = several(pool.length, ["source", "sources"]);
  const text = `the customer's ${sources} with ${formatAmount(left)} left ${pool.length === 1 ? "is" : "are"} not for ${entityId}: the shared pool is switched off (V3)`;
  return [{ field: "remaining", source: "pool", sourceId: null, amount: ZERO, text }];
}
