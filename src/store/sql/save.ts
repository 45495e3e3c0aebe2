/** Writes what a decision changed, and nothing else. */
import type { Catalog, Feature } from "../../engine/feature.ts";
import type { Entry, Grant, Ledger } from "../../engine/ledger.ts";
import { type Difference, difference, differing, type Placed } from "./difference.ts";
import { ENTRY, featuresOf } from "./entry-rows.ts";
import { FEATURE } from "./feature-rows.ts";
import { LOCK } from "./lock-rows.ts";
import { ask, type Cell, type Program, type StatementName } from "./program.ts";
import {
  balanceRows,
  counterRows,
  customerRow,
  entityRows,
  grantRow,
  rolloverRows,
  sliceRows,
} from "./rows.ts";

type Row = readonly unknown[];
type Table = "Features" | "Entities" | "Grants" | "Slices" | "Rollovers" | "Counters" | "Balances";

/** `before` is the ledger as stored; null where there is none. A new customer id moves all rows first. */
export function* saveLedger(before: Ledger | null, after: Ledger): Program<void> {
  const customerId = after.customer.customerId;
  if (before && before.customer.customerId !== customerId) {
    yield* ask("renameCustomer", before.customer.customerId, customerId);
  }
  const rows = { before: before ? [customerRow(before)] : [], after: [customerRow(after)] };
  yield* askForSome("putCustomers", difference(rows, 1).put);
  for (const [table, changed] of changedTables(before, after)) {
    yield* saveTable(table, changed, customerId);
  }
  yield* askForSome("putLocks", changedLocks(before, after), customerId);
}

/** Locks that have ended stay in their table, though they are not loaded again. */
function changedLocks(before: Ledger | null, after: Ledger): readonly Row[] {
  const old = before?.locks ?? [];
  const fresh = after.locks.filter((lock) => !old.includes(lock));
  return difference({ before: old.map(LOCK.toRow), after: fresh.map(LOCK.toRow) }, 1).put;
}

/** Grants come before their parts, which go with them when they are dropped. */
function* changedTables(
  before: Ledger | null,
  after: Ledger,
): Generator<readonly [Table, Difference]> {
  if (before?.entities !== after.entities) {
    const rows = { before: before ? entityRows(before) : [], after: entityRows(after) };
    yield ["Entities", difference(rows, 1)];
  }
  const old = differing(before?.grants ?? [], after.grants);
  const fresh = differing(after.grants, before?.grants ?? []);
  yield ["Grants", partsOf(old, fresh, ({ item, ordinal }) => [grantRow(item, ordinal)], 1)];
  yield ["Slices", partsOf(old, fresh, ({ item }) => sliceRows(item), 2)];
  yield ["Rollovers", partsOf(old, fresh, ({ item }) => rolloverRows(item), 3)];
  if (before?.counters !== after.counters) {
    const rows = { before: before ? counterRows(before) : [], after: counterRows(after) };
    yield ["Counters", difference(rows, 1)];
  }
  if (before?.revisions !== after.revisions) {
    const rows = { before: before ? balanceRows(before) : [], after: balanceRows(after) };
    yield ["Balances", difference(rows, 1)];
  }
}

function partsOf(
  old: readonly Placed<Grant>[],
  fresh: readonly Placed<Grant>[],
  rowsOf: (grant: Placed<Grant>) => readonly Row[],
  keyLength: number,
): Difference {
  return difference({ before: old.flatMap(rowsOf), after: fresh.flatMap(rowsOf) }, keyLength);
}

function* saveTable(
  table: Table,
  { put, drop }: Difference,
  ...owner: readonly Cell[]
): Program<void> {
  yield* askForSome(`drop${table}`, drop, ...owner);
  yield* askForSome(`put${table}`, put, ...owner);
}

export function* addEntries(customerId: string, entries: readonly Entry[]): Program<void> {
  yield* askForSome("addEntries", entries.map(ENTRY.toRow), customerId);
  const places = entries.flatMap((entry) => featuresOf(entry).map((id) => [id, entry.seq]));
  yield* askForSome("addEntryFeatures", places, customerId);
}

export function* saveCatalog(before: Catalog, after: Catalog): Program<void> {
  const rowOf = ({ item, ordinal }: Placed<Feature>) => [...FEATURE.toRow(item), ordinal];
  const rows = {
    before: differing(before.features, after.features).map(rowOf),
    after: differing(after.features, before.features).map(rowOf),
  };
  yield* saveTable("Features", difference(rows, 1));
}

function* askForSome(
  name: StatementName,
  rows: readonly Row[],
  ...owner: readonly Cell[]
): Program<void> {
  if (rows.length > 0) yield* ask(name, ...owner, JSON.stringify(rows));
}
