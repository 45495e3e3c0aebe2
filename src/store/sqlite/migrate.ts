import type { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import Postgrator from "postgrator";
import { Fault } from "../port.ts";

const FOLDER = fileURLToPath(new URL("./migrations", import.meta.url));

/**
 * Brings the schema up to the newest migration of the folder. All pending ones run in one transaction,
 * which the library has none of: a crash leaves all of them or none. A file that was changed after it
 * ran, and a schema newer than the folder, are refused.
 */
export async function migrate(database: DatabaseSync, folder: string = FOLDER): Promise<void> {
  const postgrator = new Postgrator({
    driver: "sqlite3",
    schemaTable: "schema_versions",
    migrationPattern: `${literally(folder)}/*.sql`,
    execQuery: async (sql) => ({ rows: database.prepare(sql).all() }),
    execSqlScript: async (sql) => database.exec(sql),
  });
  database.exec("BEGIN IMMEDIATE");
  try {
    await refuseNewer(postgrator);
    await postgrator.migrate();
    database.exec("COMMIT");
  } catch (cause) {
    if (database.isTransaction) database.exec("ROLLBACK");
    if (cause instanceof Fault) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw refusal(`The store's schema cannot be brought up to date: ${reason}.`, cause);
  }
}

/** Left to itself the library would go looking for scripts that undo. */
async function refuseNewer(postgrator: Postgrator): Promise<void> {
  const stored = await postgrator.getDatabaseVersion();
  const known = await postgrator.getMaxVersion();
  if (stored <= known) return;
  throw refusal(
    `The store has schema ${stored}, this gateway knows ${known}: use a newer gateway.`,
  );
}

function refusal(message: string, cause?: unknown): Fault {
  return new Fault("STORE_UNAVAILABLE", message, { retryable: false, cause });
}

/** A path as a pattern that matches nothing else. */
function literally(path: string): string {
  return path.replaceAll("\\", "/").replace(/[?*()[\]]/g, "[$&]");
}
