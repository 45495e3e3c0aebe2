/** The statements that read ledgers, in the words that both databases share. */

import { CUSTOMER } from "./customer-rows.ts";
import type { Dialect } from "./dialect.ts";
import { CHILDREN, type Children } from "./rows.ts";
import { readColumns } from "./table-statements.ts";
import { TABLES, type Table } from "./tables.ts";

export interface LedgerWords extends Pick<Dialect, "place" | "cell" | "isAmong"> {
  /** Rows of these cells as one JSON list. */
  readonly listOf: (cells: string, order: string) => string;
  /** What is told of held ledgers as the first value, as rows of customer_id and etag. */
  readonly held: string;
  /** The number of the catalogue's latest change; NULL where no other process can make one. */
  readonly catalogRevision: string;
}

interface LedgerStatements extends Pick<Dialect, "selectLedgers"> {
  readonly ledgers: string;
  readonly etags: string;
}

/** Each row is as rows.ts takes it. */
export function ledgerStatements(words: LedgerWords): LedgerStatements {
  const { place, isAmong, held, catalogRevision } = words;
  const head = `c.customer_id, c.etag, ${catalogRevision}`;
  const cells = [...customerCells(words), ...childCells(words)].map(
    (cell) => `CASE WHEN c.etag = held.etag THEN NULL ELSE ${cell} END`,
  );
  const selectLedgers = `SELECT ${[head, ...cells].join(", ")}
    FROM customers c LEFT JOIN ${held} ON held.customer_id = c.customer_id`;
  return {
    selectLedgers,
    ledgers: `${selectLedgers} WHERE ${isAmong("c.customer_id", place(2))} ORDER BY c.customer_id`,
    etags: `SELECT ${head} FROM customers c WHERE ${isAmong("c.customer_id", place(1))}`,
  };
}

function customerCells({ cell }: LedgerWords): readonly string[] {
  return CUSTOMER.columns.map((column) => cell(column, "c"));
}

/** Each child table, or what is read of it, as one JSON list of rows. */
function childCells({ cell, listOf }: LedgerWords): readonly string[] {
  return CHILDREN.map((name) => {
    const { of, order, only = "true" } = TABLES_OF[name];
    const cells = readColumns(of).map((column) => cell(column, of.table));
    return `(SELECT ${listOf(cells.join(", "), order)}
      FROM ${of.table} WHERE ${of.table}.customer_id = c.customer_id AND ${only})`;
  });
}

interface ChildTable {
  readonly of: Table;
  readonly order: string;
  /** Which of its rows are read; left out: all. */
  readonly only?: string;
}

const TABLES_OF: Readonly<Record<keyof Children, ChildTable>> = {
  entities: { of: TABLES.Entities, order: "ordinal" },
  grants: { of: TABLES.Grants, order: "ordinal" },
  slices: { of: TABLES.Slices, order: "ordinal" },
  rollovers: { of: TABLES.Rollovers, order: "ordinal" },
  locks: { of: TABLES.Locks, order: "seq", only: "status = 'HELD'" },
  counters: { of: TABLES.Counters, order: "ordinal" },
  balances: { of: TABLES.Balances, order: "feature_id" },
};
