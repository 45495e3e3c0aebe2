/**
 * What a store does within one transaction, told apart from how its driver runs it: a generator that
 * yields statements and is given their rows. SQLite runs one without a pause, so that nothing else
 * sees the transaction half done; a driver that has to wait may wait between the statements.
 */

/** A statement by its name, with what it is given. */
export interface Call {
  readonly name: StatementName;
  readonly values: readonly Cell[];
}

export type Cell = string | number | null;

/** A row's cells in the statement's order. */
export type Row = readonly unknown[];

export type Program<T> = Generator<Call, T, readonly Row[]>;

/** What a SQL store has to offer the write path. A list or a list of rows is given as JSON text. */
export type StatementName =
  | "findAnswer"
  | "putAnswer"
  | "forgetAnswers"
  | "putCatalog"
  | "dropCatalogs"
  | "ledgers"
  | "customerExists"
  | "lockHolder"
  | "lockIdTaken"
  | "featureInUse"
  | "features"
  | "renameCustomer"
  | "deleteCustomer"
  | "putCustomers"
  | `${"put" | "drop"}${"Features" | "Entities" | "Grants" | "Slices" | "Rollovers" | "Counters" | "Balances"}`
  | "putLocks"
  | "addEntries"
  | "addEntryFeatures";

export function* ask(name: StatementName, ...values: readonly Cell[]): Program<readonly Row[]> {
  return yield { name, values };
}
