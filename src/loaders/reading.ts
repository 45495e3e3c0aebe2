import type { Balance, Flag } from "../engine/balance.ts";
import { entityExists } from "../engine/check.ts";
import { deriveBalance, deriveBalances } from "../engine/derive.ts";
import { type Catalog, findFeature } from "../engine/feature.ts";
import { deriveFlag, deriveFlags } from "../engine/flag.ts";
import { heldOf } from "../engine/held.ts";
import type { Ledger } from "../engine/ledger.ts";
import { customerNow, dueAt, settle } from "../engine/settle.ts";
import type { View } from "../engine/view.ts";

/** A ledger as it stands at one moment: all that is shown of a customer is read off it. */
export interface Reading {
  /** Settled at `at`. */
  readonly ledger: Ledger;
  readonly catalog: Catalog;
  /** The customer's now. */
  readonly at: number;
}

/** The ledger with everything applied that fell due by the customer's now. Nothing is written. */
export function readingOf(stored: Ledger, catalog: Catalog, now: number): Reading {
  const at = customerNow(stored, now);
  const ledger = at < knownDueAt(stored) ? stored : settle(stored, catalog, at).ledger;
  return { ledger, catalog, at };
}

const dueAts = new WeakMap<Ledger, number>();

/** Looked for once in a ledger, however often it is read until then. */
function knownDueAt(ledger: Ledger): number {
  const known = dueAts.get(ledger);
  if (known !== undefined) return known;
  const due = dueAt(ledger);
  dueAts.set(ledger, due);
  return due;
}

/** The reading from the customer's side (null), or from one of its entities'. */
export function viewOf({ ledger, catalog, at }: Reading, entityId: string | null): View {
  return { ledger, catalog, entityId, at };
}

/** A balance with the reading that it was derived from. */
export interface BalanceRead extends Balance {
  readonly reading: Reading;
}

/** The balance of one feature; null where nothing of it is owned, or the entity does not exist. */
export function readBalance(
  reading: Reading,
  featureId: string,
  entityId: string | null,
): BalanceRead | null {
  const [balance] = balancesIn(viewOf(reading, entityId), featureId);
  return balance ? { ...balance, reading } : null;
}

/** All balances in view. */
export function readBalances(reading: Reading, entityId: string | null): readonly BalanceRead[] {
  return balancesIn(viewOf(reading, entityId), null).map((balance) => ({ ...balance, reading }));
}

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
 * No balance depends on the moment: what falls due makes another ledger. Keeping what was derived costs as
 * much as deriving it, so that of a ledger that never comes again nothing is kept.
 */
function balancesIn(view: View, featureId: string | null): readonly Balance[] {
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

/** A flag with the reading that it was derived from. */
export interface FlagRead extends Flag {
  readonly reading: Reading;
}

/** The flag of one boolean feature; null where it is not granted, or the entity does not exist. */
export function readFlag(
  reading: Reading,
  featureId: string,
  entityId: string | null,
): FlagRead | null {
  const feature = findFeature(reading.catalog, featureId);
  const view = viewOf(reading, entityId);
  const flag = feature && entityExists(view) ? deriveFlag(view, feature) : null;
  return flag ? { ...flag, reading } : null;
}

/** All flags in view. */
export function readFlags(reading: Reading, entityId: string | null): FlagRead[] {
  return deriveFlags(viewOf(reading, entityId)).map((flag) => ({ ...flag, reading }));
}
