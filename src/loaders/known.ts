/**
 * What was found out of a ledger is remembered as long as the ledger itself is. A ledger never changes, and the
 * functions that are asked here look at nothing else: who asks again is told what he would be told anyway.
 */
import type { Balance } from "../engine/balance.ts";
import { entityExists } from "../engine/check.ts";
import { deriveBalance, deriveBalances } from "../engine/derive.ts";
import { type Catalog, findFeature } from "../engine/feature.ts";
import { heldOf } from "../engine/held.ts";
import type { Ledger } from "../engine/ledger.ts";
import type { View } from "../engine/view.ts";

/** What was last asked of a ledger. */
interface Asked {
  readonly catalog: Catalog;
  readonly entityId: string | null;
  /** Null: all that are in view. */
  readonly featureId: string | null;
  /** Null: it was not asked twice in a row. */
  readonly balances: readonly Balance[] | null;
}

const lastAsked = new WeakMap<Ledger, Asked>();

/**
 * The balances of a view: of one feature, or of all (null). None depends on the moment, for what falls due makes
 * another ledger. Keeping them costs as much as deriving them, so that of a ledger that is asked but once none
 * are kept.
 */
export function knownBalances(view: View, featureId: string | null): readonly Balance[] {
  const { ledger, catalog, entityId } = view;
  const last = lastAsked.get(ledger);
  const isAgain =
    last?.catalog === catalog && last.entityId === entityId && last.featureId === featureId;
  if (isAgain && last.balances) return last.balances;
  const derived = featureId === null ? deriveBalances(view) : balanceIn(view, featureId);
  const balances = derived.map((balance) => withHeld(view, balance));
  lastAsked.set(ledger, { catalog, entityId, featureId, balances: isAgain ? balances : null });
  return balances;
}

function balanceIn(view: View, featureId: string): readonly Balance[] {
  const feature = findFeature(view.catalog, featureId);
  const balance = feature && entityExists(view) ? deriveBalance(view, feature) : null;
  return balance ? [balance] : [];
}

/** The derived balance with what live locks hold of it. */
function withHeld(view: View, balance: Balance): Balance {
  if (view.ledger.locks.length === 0) return balance;
  return { ...balance, held: heldOf(view, balance.featureId) };
}
