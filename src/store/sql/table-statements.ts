/** The statements that every table has, in the words that both databases share. */
import type { Kind } from "./column.ts";
import type { WriteName } from "./program.ts";
import type { SqlColumn } from "./shape.ts";
import { TABLES, type Table } from "./tables.ts";

/** How a database takes apart the rows that it is given as one JSON text. */
export interface RowSource {
  /** To be selected from; one row each. */
  readonly from: string;
  /** The cell at a place of the row, as what the column takes. */
  readonly cell: (index: number, kind: Kind) => string;
}

type TableStatement = Extract<
  WriteName,
  `put${string}` | `drop${string}` | `add${string}` | `touch${string}`
>;

export type TableStatements = Readonly<Record<Exclude<TableStatement, "putVersions">, string>>;

/** All but those that only one table has. */
export function tableStatements(source: RowSource): TableStatements {
  const add = (table: Table) => addRows(table, source);
  const put = (table: Table) => putRows(table, source);
  const drop = (table: Table) => dropRows(table, source);
  return {
    putFeatures: put(TABLES.Features),
    dropFeatures: drop(TABLES.Features),
    addCustomers: add(TABLES.Customers),
    putCustomers: put(TABLES.Customers),
    touchCustomers: touchRows(source),
    touchDue: touchDueRows(source),
    putEntities: put(TABLES.Entities),
    dropEntities: drop(TABLES.Entities),
    putGrants: put(TABLES.Grants),
    dropGrants: drop(TABLES.Grants),
    putSlices: put(TABLES.Slices),
    dropSlices: drop(TABLES.Slices),
    putRollovers: put(TABLES.Rollovers),
    dropRollovers: drop(TABLES.Rollovers),
    putLocks: put(TABLES.Locks),
    putCounters: put(TABLES.Counters),
    dropCounters: drop(TABLES.Counters),
    putBalances: put(TABLES.Balances),
    dropBalances: drop(TABLES.Balances),
    addEntries: add(TABLES.Entries),
    addEntryFeatures: add(TABLES.EntryFeatures),
    addAnswers: add(TABLES.Answers),
  };
}

export function addRows({ table, key, rest }: Table, source: RowSource): string {
  const columns = [...key, ...rest];
  return `INSERT INTO ${table} (${namesOf(columns)})
    SELECT ${cellsOf(columns, source)} FROM ${source.from} WHERE true`;
}

/** Those that are there already, by their keys, are replaced. */
function putRows(table: Table, source: RowSource): string {
  const changes = table.rest.map(({ name }) => `${name} = excluded.${name}`);
  return `${addRows(table, source)}
    ON CONFLICT (${namesOf(table.key)}) DO UPDATE SET ${changes.join(", ")}`;
}

/** Given ids, each with the number of the latest entry, the etag, and when the next thing is due. */
function touchRows({ from, cell }: RowSource): string {
  return `UPDATE customers SET seq = ${cell(1, "integer")}, etag = ${cell(2, "text")},
      due_at = ${cell(3, "integer")}
    FROM ${from} WHERE customer_id = ${cell(0, "text")}`;
}

/** Given ids, each with when the next thing is due. */
function touchDueRows({ from, cell }: RowSource): string {
  return `UPDATE customers SET due_at = ${cell(1, "integer")}
    FROM ${from} WHERE customer_id = ${cell(0, "text")}`;
}

/** Given the keys alone. */
function dropRows({ table, key }: Table, source: RowSource): string {
  return `DELETE FROM ${table}
    WHERE (${namesOf(key)}) IN (SELECT ${cellsOf(key, source)} FROM ${source.from})`;
}

function cellsOf(columns: readonly SqlColumn[], { cell }: RowSource): string {
  return columns.map(({ kind }, index) => cell(index, kind)).join(", ");
}

export function namesOf(columns: readonly SqlColumn[]): string {
  return columns.map(({ name }) => name).join(", ");
}

/** What a ledger is read by: neither whose it is nor its place. */
export function readColumns({ key, rest }: Table): readonly SqlColumn[] {
  return [...key, ...rest].filter(({ name }) => name !== "customer_id" && name !== "ordinal");
}
