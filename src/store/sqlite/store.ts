import type { DatabaseSync } from "node:sqlite";
import type { Command, Request } from "../../engine/command.ts";
import type { BalanceStore, Outcome } from "../port.ts";
import { writeBatch } from "../sql/batch.ts";
import { integer } from "../sql/column.ts";
import { ENTRY } from "../sql/entry-rows.ts";
import { FEATURE } from "../sql/feature-rows.ts";
import { LOCK } from "../sql/lock-rows.ts";
import { type NamedCatalog, named } from "../sql/named-catalog.ts";
import type { Row } from "../sql/program.ts";
import { ledgerFromRow } from "../sql/rows.ts";
import { write } from "../sql/write.ts";
import { migrate } from "./migrate.ts";
import { openDatabase } from "./open.ts";
import {
  customersCount,
  customersPage,
  entriesCount,
  entriesPage,
  locksCount,
  locksPage,
} from "./pages.ts";
import { type OnStatement, openSession } from "./session.ts";
import { STATEMENTS } from "./statements.ts";

export interface SqliteOptions {
  /** A file, or :memory:. */
  readonly path: string;
  /** Whether free rows carry their debt over a reset (R3). */
  readonly persistFreeOverage: boolean;
  /** Told the name of each statement as it runs. */
  readonly onStatement?: OnStatement | undefined;
}

/** Opens the file for this process alone and brings its schema up to date. */
export async function openSqliteStore(options: SqliteOptions): Promise<BalanceStore> {
  const database = openDatabase(options.path);
  try {
    await migrate(database);
    return storeOn(database, options);
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * The store on a database that has its schema. The catalogue is held here: one process owns the file,
 * so that nothing but `apply` can change it.
 */
export function storeOn(
  database: DatabaseSync,
  { persistFreeOverage, onStatement }: Omit<SqliteOptions, "path">,
): BalanceStore {
  const session = openSession(database, onStatement);
  const { rows } = session;
  const features = rows({ name: "features", sql: STATEMENTS.features, values: [] });
  let inForce: NamedCatalog = named({
    features: features.map((row) => FEATURE.fromRow(row)),
    persistFreeOverage,
  });

  function apply<C extends Command>(request: Request<C>): Outcome<C> {
    const program = write(request, inForce);
    const { outcome, saved } = session.transact(program, (written) => written.saved);
    if (saved && outcome.catalog !== inForce.catalog) inForce = named(outcome.catalog);
    return outcome as Outcome<C>; // A command's result is of its own kind; decide's type says so.
  }

  return {
    backend: "SQLITE",
    catalog: async () => inForce.catalog,
    features: async (ids) =>
      inForce.catalog.features.filter(({ featureId }) => ids.includes(featureId)),
    load: async (customerIds) => {
      const values = [JSON.stringify(customerIds)];
      return rows({ name: "ledgers", sql: STATEMENTS.ledgers, values }).map(ledgerFromRow);
    },
    customers: async (query) => inOrder(rows(customersPage(query)), query).map(ledgerFromRow),
    countCustomers: async (filter) => countIn(rows(customersCount(filter))),
    entries: async (query) =>
      inOrder(rows(entriesPage(query)), query).map((row) => ENTRY.fromRow(row)),
    countEntries: async (filter) => countIn(rows(entriesCount(filter))),
    locks: async (query) => inOrder(rows(locksPage(query)), query).map((row) => LOCK.fromRow(row)),
    countLocks: async (filter) => countIn(rows(locksCount(filter))),
    apply: async (request) => apply(request),
    applyBatch: async (request) =>
      session.transact(writeBatch(request, inForce), ({ saved }) => saved).outcome,
    ready: async () => {
      rows({ name: "ready", sql: "SELECT 1 FROM customers LIMIT 1", values: [] });
    },
    close: async () => session.close(),
  };
}

/** A page read from its end comes in reverse. */
function inOrder(rows: readonly Row[], { fromEnd }: { readonly fromEnd: boolean }): readonly Row[] {
  return fromEnd ? rows.toReversed() : rows;
}

function countIn([row]: readonly Row[]): number {
  return integer.read(row?.[0]);
}
