import type { StatementName } from "./program.ts";
import type { SqlColumn } from "./shape.ts";

/** Where the databases differ in how they say the same. */
export interface Dialect {
  /** Stands for the value at this place, counted from 1. */
  readonly place: (index: number) => string;
  /** A column as it is read. */
  readonly cell: (column: SqlColumn, of: string) => string;
  /** Whether a column is one of a JSON list of texts. */
  readonly isAmong: (column: string, list: string) => string;
  /** A text without its case, in every script: in both databases the same, so that a search finds the same. */
  readonly folded: (text: string) => string;
  /**
   * Reads ledgers of customers c, one a row as rows.ts takes it. The first value tells the etags of those
   * that are held, by customer id: these are not sent. To be followed by WHERE.
   */
  readonly selectLedgers: string;
  /** Null: there is nothing to do, and no rows come of it. */
  readonly statements: Readonly<Record<StatementName, string | null>> & {
    readonly ledgers: string;
    /** The heads of these ledgers' rows. */
    readonly etags: string;
    readonly nextDue: string;
  };
}

/** A statement with its text; texts come from a small closed set, each prepared once. */
export interface Statement {
  readonly name: string;
  readonly sql: string;
  readonly values: readonly (string | number | null)[];
}
