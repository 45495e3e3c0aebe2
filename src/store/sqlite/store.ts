import type { DatabaseSync } from "node:sqlite";
import type { BalanceStore } from "../port.ts";
import type { OnStatement } from "../sql/session.ts";
import { type Database, storeOn } from "../sql/store.ts";
import { migrate } from "./migrate.ts";
import { openDatabase } from "./open.ts";
import { openSession } from "./session.ts";
import { SQLITE } from "./statements.ts";

export interface SqliteOptions {
  /** A file, or :memory:. */
  readonly path: string;
  /** Whether free rows carry their debt over a reset (R3). */
  readonly persistFreeOverage: boolean;
  /** How many rows of ledgers may be held in memory; 0: none. */
  readonly rowsKept?: number | undefined;
  readonly onStatement?: OnStatement | undefined;
}

/** Opens the file for this process alone and brings its schema up to date. */
export async function openSqliteStore(options: SqliteOptions): Promise<BalanceStore> {
  const database = await openUpToDate(options.path);
  try {
    return await sqliteStoreOn(database, options);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opens the file as the store does, for its rows. */
export async function openSqliteRows(path: string): Promise<Database> {
  return { session: openSession(await openUpToDate(path)), dialect: SQLITE };
}

async function openUpToDate(path: string): Promise<DatabaseSync> {
  const database = openDatabase(path);
  try {
    await migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The store on a database that has its schema. */
export function sqliteStoreOn(
  database: DatabaseSync,
  { onStatement, ...settings }: Omit<SqliteOptions, "path">,
): Promise<BalanceStore> {
  const session = openSession(database, onStatement);
  const notices = null;
  return storeOn({ backend: "SQLITE", session, dialect: SQLITE, notices, ...settings });
}
