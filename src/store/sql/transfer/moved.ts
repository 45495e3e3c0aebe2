/** What is moved from one store to another: every table, in the order in which rows may be put. */
import { CUSTOMER } from "../customer-rows.ts";
import { DUE_NOW } from "../due.ts";
import { newEtag } from "../kept-ledgers.ts";
import { type Call, call, type Row, type WriteName } from "../program.ts";
import type { SqlColumn } from "../shape.ts";
import { TABLES, type Table, type TableName } from "../tables.ts";

export interface MovedTable extends Table {
  readonly columns: readonly SqlColumn[];
  /** How many rows are read at once. */
  readonly page: number;
  /** Writes new rows. */
  readonly calls: (rows: readonly Row[]) => readonly Call[];
}

export interface MovedRow {
  readonly of: MovedTable;
  readonly cells: Row;
}

const PAGE = 500;

/** An answer may be as long as a batch of a thousand. */
const PAGE_OF_ANSWERS = 20;

export const FEATURES = moved("Features", "putFeatures");

/**
 * Without the etag: what names a state in the one store means nothing in the other. What is due there is looked
 * for once the customer has all its rows.
 */
export const CUSTOMERS: MovedTable = {
  ...moved("Customers", "addCustomers"),
  columns: CUSTOMER.columns,
  calls: (rows) => {
    const etagged = rows.map((row) => [...row, newEtag(), DUE_NOW]);
    return [call("addCustomers", JSON.stringify(etagged))];
  },
};

/** The tables whose keys begin with their customer. */
export const OF_CUSTOMER: readonly MovedTable[] = [
  moved("Entities", "putEntities"),
  moved("Grants", "putGrants"),
  moved("Slices", "putSlices"),
  moved("Rollovers", "putRollovers"),
  moved("Locks", "putLocks"),
  moved("Counters", "putCounters"),
  moved("Balances", "putBalances"),
  moved("Entries", "addEntries"),
  moved("EntryFeatures", "addEntryFeatures"),
  moved("Versions", "putVersions"),
];

export const KEPT: MovedTable = { ...moved("Answers", "addAnswers"), page: PAGE_OF_ANSWERS };

export const MOVED: readonly MovedTable[] = [FEATURES, CUSTOMERS, ...OF_CUSTOMER, KEPT];

function moved(name: TableName, write: WriteName): MovedTable {
  const table: Table = TABLES[name];
  return {
    ...table,
    columns: [...table.key, ...table.rest],
    page: PAGE,
    calls: (rows) => [call(write, JSON.stringify(rows))],
  };
}
