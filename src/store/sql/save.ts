/** Writes what decisions changed, and nothing else. */
import type { Catalog, Feature } from "../../engine/feature.ts";
import type { Entry, Ledger, Lock } from "../../engine/ledger.ts";
import { changed, changedTables } from "./changed-tables.ts";
import { differing, type Placed } from "./difference.ts";
import { dueIndexOf } from "./due.ts";
import { ENTRY, featuresOf } from "./entry-rows.ts";
import { FEATURE } from "./feature-rows.ts";
import { inTurn } from "./pause.ts";
import { type Call, call, type Program, type Row, type WriteName, writing } from "./program.ts";
import { customerRow, lockRow } from "./rows.ts";
import { versionRows } from "./versions.ts";

/** What one customer's ledger became. */
export interface Saving {
  /** As stored; null where there is none yet. */
  readonly before: Ledger | null;
  readonly after: Ledger;
  readonly entries: readonly Entry[];
  /** The customer's now. */
  readonly at: number;
  /** What names the ledger as it became. */
  readonly etag: string;
}

/** Rows that one statement is to write. */
interface Change {
  readonly name: WriteName;
  readonly rows: readonly Row[];
}

/** Grants come before their parts, which go with them when they are dropped. */
const ORDER = [
  "addCustomers",
  "putCustomers",
  "touchCustomers",
  "dropEntities",
  "putEntities",
  "dropGrants",
  "putGrants",
  "dropSlices",
  "putSlices",
  "dropRollovers",
  "putRollovers",
  "dropCounters",
  "putCounters",
  "dropBalances",
  "putBalances",
  "putLocks",
  "addEntries",
  "addEntryFeatures",
  "putVersions",
] as const satisfies readonly WriteName[];

/** One statement a table, however many customers there are. A new customer id moves all rows first. */
export function* savingCalls(savings: readonly Saving[]): Program<readonly Call[]> {
  const changes: Change[] = [];
  for (const saving of savings) changes.push(...(yield* changesOf(saving)));
  const calls = savings.flatMap(renaming);
  for (const name of ORDER) {
    const rows = changes.filter((change) => change.name === name).flatMap((change) => change.rows);
    calls.push(...someRows(name, rows));
  }
  return calls;
}

export function catalogCalls(before: Catalog, after: Catalog): readonly Call[] {
  const rowOf = ({ item, ordinal }: Placed<Feature>) => [...FEATURE.toRow(item), ordinal];
  const { put, drop } = changed(
    "Features",
    differing(before.features, after.features, Object.is).map(rowOf),
    differing(after.features, before.features, Object.is).map(rowOf),
  );
  return [...someRows("dropFeatures", drop), ...someRows("putFeatures", put)];
}

/** One statement, unless the rows are so long that it would take long. */
function someRows(name: WriteName, rows: readonly Row[]): readonly Call[] {
  return inParts(rows).map((part) => writing(name, part));
}

/** Characters that one statement is given to write, unless a row alone has more. */
const MOST_CHARACTERS = 1_000_000;

function inParts(rows: readonly Row[]): readonly (readonly Row[])[] {
  const parts: Row[][] = [];
  let room = 0;
  for (const row of rows) {
    const length = lengthOf(row);
    const last = length <= room ? parts.at(-1) : undefined;
    if (last) last.push(row);
    else parts.push([row]);
    room = (last ? room : MOST_CHARACTERS) - length;
  }
  return parts;
}

/** Roughly, for what is not text takes little. */
function lengthOf(row: Row): number {
  return row.reduce<number>((sum, cell) => sum + (typeof cell === "string" ? cell.length : 20), 0);
}

function renaming({ before, after }: Saving): readonly Call[] {
  const { customerId } = after.customer;
  if (!before || before.customer.customerId === customerId) return [];
  return [call("renameCustomer", before.customer.customerId, customerId)];
}

/** Whatever changes, the customer's row does, for its etag names all of it. */
function* changesOf(saving: Saving): Program<readonly Change[]> {
  const before = saving.before && moved(saving.before, saving.after.customer.customerId);
  const { after, etag } = saving;
  const beside = yield* changesBeside({ ...saving, before });
  const changes = beside.filter(({ rows }) => rows.length > 0);
  if (before && changes.length === 0 && isSameCustomer(before, after)) return [];
  return [customerChange(before, after, etag), ...changes];
}

/** Where nothing else of its row changed, only what every change moves is written. */
function customerChange(before: Ledger | null, after: Ledger, etag: string): Change {
  const { customer, seq } = after;
  const due = dueIndexOf(after);
  if (before?.customer === customer) {
    return { name: "touchCustomers", rows: [[customer.customerId, seq, etag, due]] };
  }
  // A customer is never put in the place of one that another process has made since.
  const name = before ? "putCustomers" : "addCustomers";
  return { name, rows: [[...customerRow(after), etag, due]] };
}

/** Under the id that the renaming has given its rows. */
function moved(ledger: Ledger, customerId: string): Ledger {
  const { customer } = ledger;
  return customer.customerId === customerId
    ? ledger
    : { ...ledger, customer: { ...customer, customerId } };
}

function isSameCustomer(before: Ledger, after: Ledger): boolean {
  return JSON.stringify(customerRow(before)) === JSON.stringify(customerRow(after));
}

function* changesBeside({ before, after, entries, at }: Saving): Program<readonly Change[]> {
  const { customerId } = after.customer;
  const tables = changedTables(before, after);
  const locks = changedLocks(before, after);
  const rows = yield* inTurn(entries, (entry) => [customerId, ...ENTRY.toRow(entry)]);
  const places = entries.flatMap((entry) => featuresOf(entry).map((id) => [id, entry.seq]));
  return [
    ...tables.flatMap(({ table, put, drop }): readonly Change[] => [
      { name: `drop${table}`, rows: drop },
      { name: `put${table}`, rows: put },
    ]),
    { name: "putLocks", rows: locks },
    { name: "addEntries", rows },
    { name: "addEntryFeatures", rows: places.map((place) => [customerId, ...place]) },
    { name: "putVersions", rows: versionRows({ before, after, at, tables, locks }) },
  ];
}

/** Locks that have ended stay in their table, though they are not loaded again. */
function changedLocks(before: Ledger | null, { customer, locks }: Ledger): readonly Row[] {
  const old = new Set(before?.locks);
  const fresh = locks.filter((lock) => !old.has(lock));
  const changing = new Set(fresh.map(({ seq }) => seq));
  const rowOf = (lock: Lock) => lockRow(customer.customerId, lock);
  const replaced = [...old].filter(({ seq }) => changing.has(seq));
  return changed("Locks", replaced.map(rowOf), fresh.map(rowOf)).put;
}
