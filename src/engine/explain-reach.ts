/** What there is of a feature, but not for who asks. */
import { type Amount, formatAmount } from "./amount.ts";
import { remainingOf } from "./cover.ts";
import { theirs } from "./explain-entities.ts";
import { several } from "./explanation.ts";
import type { Feature } from "./feature.ts";
import { mergedFigures } from "./figures.ts";
import type { Grant } from "./ledger.ts";
import { holdingsOf, ownedByEntities, type View } from "./view.ts";

/** The shared pool for an entity (V3); for the customer, what its entities own (V6). Empty without such. */
export function outOfReach(view: View, feature: Feature): readonly string[] {
  return view.entityId === null ? ownedElsewhere(view, feature) : poolSwitchedOff(view, feature);
}

/** Tells an entity why what the customer has left is not there for it (V3). */
export function poolSwitchedOff(view: View, { featureId }: Feature): readonly string[] {
  const { entityId, ledger } = view;
  if (entityId === null || !ledger.customer.config.disablePooledBalance) return [];
  const pool = holdingsOf({ ...view, entityId: null }, [featureId]).filter(
    ({ grant }) => grant.perEntityFeatureId === null,
  );
  if (pool.length === 0) return [];
  const grants = pool.map(({ grant }) => grant);
  const sources = `the customer's ${several(pool.length, ["source", "sources"])}`;
  const missed = notFor(entityId, { sources, grants, left: remainingOf(pool) });
  return [`${missed}: the shared pool is switched off (V3)`];
}

/** Tells the customer why what its entities own does not count, though its balance shows it (V4, V6). */
function ownedElsewhere({ ledger }: View, { featureId }: Feature): readonly string[] {
  const grants = ownedByEntities(ledger, featureId);
  if (grants.length === 0) return [];
  const { remaining: left } = mergedFigures(grants);
  return [`${notFor("the customer itself", { sources: theirs(grants), grants, left })} (V6)`];
}

interface OutOfReach {
  readonly sources: string;
  readonly grants: readonly Grant[];
  readonly left: Amount;
}

/** "2 sources of ada, ben with 30 of messages left are not for the customer itself". */
function notFor(who: string, { sources, grants, left }: OutOfReach): string {
  const [first] = grants;
  const holding = grants.some(({ unlimited }) => unlimited)
    ? "without a limit"
    : `with ${formatAmount(left)} of ${first?.featureId} left`;
  return `${sources} ${holding} ${grants.length === 1 ? "is" : "are"} not for ${who}`;
}
