/**
 * What was found out of a ledger is remembered as long as the ledger itself is. A ledger never changes, and the
 * functions that are asked here look at nothing else: who asks again is told what he would be told anyway.
 */
import type { BalanceParts, BalanceTotals } from "../engine/balance.ts";
import { entityExists } from "../engine/check.ts";
import { deriveParts, deriveTotals } from "../engine/derive.ts";
import { type Catalog, type Feature, findFeature } from "../engine/feature.ts";
import { heldOf } from "../engine/held.ts";
import type { Ledger } from "../engine/ledger.ts";
import { type View, viewsByFeature } from "../engine/view.ts";

/** A balance as it was found. */
export interface KnownBalance {
  readonly totals: BalanceTotals;
  /** Found when they are first asked for: there can be thousands, and most who ask want the totals alone. */
  readonly parts: () => BalanceParts;
}

/** What was last asked of a ledger. */
interface Asked {
  readonly catalog: Catalog;
  readonly entityId: string | null;
  /** Null: all that are in view. */
  readonly featureId: string | null;
  /** Null: it was not asked twice in a row. */
  readonly balances: readonly KnownBalance[] | null;
}

const lastAsked = new WeakMap<Ledger, Asked>();

/**
 * The balances of a view: of one feature, or of all (null). None depends on the moment, for what falls due makes
 * another ledger. Keeping them costs as much as deriving them, so that of a ledger that is asked but once none
 * are kept.
 */
export function knownBalances(view: View, featureId: string | null): readonly KnownBalance[] {
  const { ledger, catalog, entityId } = view;
  const last = lastAsked.get(ledger);
  const isAgain =
    last?.catalog === catalog && last.entityId === entityId && last.featureId === featureId;
  if (isAgain && last.balances) return last.balances;
  const balances = featureId === null ? balancesIn(view) : balanceIn(view, featureId);
  lastAsked.set(ledger, { catalog, entityId, featureId, balances: isAgain ? balances : null });
  return balances;
}

function balancesIn(view: View): readonly KnownBalance[] {
  return viewsByFeature(view).flatMap(({ feature, view }) => known(view, feature));
}

function balanceIn(view: View, featureId: string): readonly KnownBalance[] {
  const feature = findFeature(view.catalog, featureId);
  return feature && entityExists(view) ? known(view, feature) : [];
}

function known(view: View, feature: Feature): readonly KnownBalance[] {
  const derived = deriveTotals(view, feature);
  if (!derived) return [];
  const totals = withHeld(view, derived);
  let found: BalanceParts | null = null;
  const parts = () => {
    found ??= deriveParts(view, feature);
    return found;
  };
  return [{ totals, parts }];
}

/** The derived balance with what live locks hold of it. */
function withHeld(view: View, totals: BalanceTotals): BalanceTotals {
  if (view.ledger.locks.length === 0) return totals;
  return { ...totals, held: heldOf(view, totals.featureId) };
}
