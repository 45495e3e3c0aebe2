/**
 * What a store does within one transaction, told apart from how its driver runs it: a generator that
 * yields statements, all that can be sent together at once, and is given the rows of each. Where it
 * yields none, the driver may pause. SQLite runs a short one without a pause; while a longer one
 * pauses all others wait, so that nothing else sees the transaction half done.
 */
import type { TableName } from "./tables.ts";

/** A statement by its name, with what it is given. A list is given as JSON text. */
export interface Call {
  readonly name: StatementName;
  readonly values: readonly Cell[];
  /** What it is to write, in the place of values. */
  readonly rows?: readonly Row[];
}

export type Cell = string | number | null;

/** A row's cells in the statement's order. */
export type Row = readonly unknown[];

export type Program<T> = Generator<readonly Call[], T, readonly (readonly Row[])[]>;

/** What a program comes to. */
export interface Written<T> {
  readonly result: T;
  /** To be run last, before the commit. None: there is nothing to keep, the transaction is rolled back. */
  readonly writes: readonly Call[];
}

/** What a SQL store has to offer the write path. */
export type StatementName =
  /** Keeps the catalogue as it is, for all who change customers; and for one who changes it alone. */
  | "shareCatalog"
  | "claimCatalog"
  /** Keeps others off these customers until the commit; the heads of their ledgers' rows. */
  | "claimCustomers"
  /** Keeps others off this lock id. */
  | "claimLockId"
  /** The number of the catalogue's latest change, where another process may have made it. */
  | "catalogRevision"
  | "features"
  | "featureInUse"
  | "ledgers"
  | "etags"
  /** Some customers of whom something is due, kept as claimCustomers does, but for those that others keep. */
  | "claimDue"
  /** The same among these. */
  | "claimDueOf"
  | "nextDue"
  | "customerExists"
  | "lockHolder"
  | "lockIdTaken"
  | "findAnswers"
  | WriteName;

export type WriteName =
  | "reviseCatalog"
  | "renameCustomer"
  | "deleteCustomer"
  | `put${Exclude<TableName, "Entries" | "EntryFeatures" | "Answers">}`
  | `drop${"Features" | "Entities" | "Grants" | "Slices" | "Rollovers" | "Counters" | "Balances"}`
  | "addCustomers"
  | "touchCustomers"
  | "touchDue"
  | "addEntries"
  | "addEntryFeatures"
  | "forgetAnswers"
  | "addAnswers";

export function call(name: StatementName, ...values: readonly Cell[]): Call {
  return { name, values };
}

/** Rows to be written by one statement. */
export function writing(name: WriteName, rows: readonly Row[]): Call {
  return { name, values: [], rows };
}

/** The rows of one statement. */
export function* ask(name: StatementName, ...values: readonly Cell[]): Program<readonly Row[]> {
  const [rows = []] = yield [{ name, values }];
  return rows;
}
