/** The past: every row as it became, and when, so that a ledger can be read as of any instant. */
import { liveLocks } from "../../engine/held.ts";
import { invariant } from "../../engine/invariant.ts";
import type { Ledger } from "../../engine/ledger.ts";
import { integer, text } from "./column.ts";
import { CUSTOMER } from "./customer-rows.ts";
import type { Difference } from "./difference.ts";
import { LOCK } from "./lock-rows.ts";
import type { Row } from "./program.ts";
import { type Children, ledgerFromRows } from "./rows.ts";
import { TABLES } from "./tables.ts";

/** A child table with what becomes of its rows. */
export interface ChangedTable extends Difference {
  readonly table: "Entities" | "Grants" | "Slices" | "Rollovers" | "Counters" | "Balances";
}

interface Becoming {
  readonly before: Ledger | null;
  readonly after: Ledger;
  readonly at: number;
  readonly tables: readonly ChangedTable[];
  /** Rows of locks that are new or have changed. */
  readonly locks: readonly Row[];
}

/** Rows for the versions table: whose, which row, since when, and its cells: null where it was dropped. */
export function versionRows({ before, after, at, tables, locks }: Becoming): readonly Row[] {
  const { customerId } = after.customer;
  const version = (key: readonly unknown[], cells: readonly unknown[] | null): Row => [
    customerId,
    JSON.stringify(key),
    at,
    cells && JSON.stringify(cells),
  ];
  const ofTables = tables.flatMap(({ table, put, drop }) => [
    ...put.map((row) => version([table, ...keyOf(table, row)], row.slice(1))),
    ...drop.map((row) => version([table, ...keyOf(table, row)], null)),
  ]);
  const held = new Set(heldLocks(after));
  const ofLocks = locks
    .filter(([, seq]) => held.has(integer.read(seq)))
    .map((row) => version([LOCKS, row[1]], row.slice(1)));
  const single = (name: string, cellsOf: (ledger: Ledger) => readonly unknown[]) => {
    const cells = cellsOf(after);
    const isSame = before && JSON.stringify(cellsOf(before)) === JSON.stringify(cells);
    return isSame ? [] : [version([name], cells)];
  };
  return [
    ...(before?.customer === after.customer ? [] : single(CUSTOMER_KEY, lasting)),
    ...single(HELD_KEY, heldLocks),
    ...ofLocks,
    ...ofTables,
  ];
}

const CUSTOMER_KEY = "Customers";
const HELD_KEY = "Held";
const LOCKS = "Locks";

function keyOf(table: ChangedTable["table"], row: Row): Row {
  return row.slice(1, TABLES[table].key.length);
}

/** The customer without what each entry counts on. */
function lasting({ customer }: Ledger): Row {
  return CUSTOMER.toRow({ ...customer, revision: 0, seq: 0 });
}

/** By number. Their rows are versions by themselves, which are not written again with each lock that comes. */
function heldLocks(ledger: Ledger): readonly number[] {
  return liveLocks(ledger).map(({ seq }) => seq);
}

/** The keys of the locks that held. */
export function heldIn(past: readonly Row[]): readonly string[] {
  const [held = []] = cellsIn(past, HELD_KEY);
  return held.map((seq) => JSON.stringify([LOCKS, seq]));
}

/** The ledger of that instant, its entries and the customer's own changes not counted; null before all. */
export function ledgerIn(past: readonly Row[], locks: readonly Row[]): Ledger | null {
  const [customer] = cellsIn(past, CUSTOMER_KEY);
  if (!customer) return null;
  const children: Children = {
    entities: inOrder(cellsIn(past, "Entities")),
    grants: inOrder(cellsIn(past, "Grants")),
    slices: inOrder(cellsIn(past, "Slices")),
    rollovers: inOrder(cellsIn(past, "Rollovers")),
    counters: inOrder(cellsIn(past, "Counters")),
    balances: cellsIn(past, "Balances"),
    locks: [],
  };
  const held = cellsIn(locks, LOCKS)
    .map((row) => LOCK.fromRow(row))
    .sort((left, right) => left.seq - right.seq);
  return { ...ledgerFromRows(customer, children), locks: held };
}

/** The cells of all rows of a table that stood then. */
function cellsIn(past: readonly Row[], table: string): readonly Row[] {
  const prefix = JSON.stringify([table]).slice(0, -1);
  return past.flatMap(([key, cells]) => {
    if (cells === null || !text.read(key).startsWith(prefix)) return [];
    const row: unknown = JSON.parse(text.read(cells));
    invariant(Array.isArray(row), "the cell holds a row");
    return [row];
  });
}

/** By their ordinal, the last cell. */
function inOrder(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((left, right) => Number(left.at(-1)) - Number(right.at(-1)));
}
