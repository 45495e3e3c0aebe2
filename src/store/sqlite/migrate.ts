import type { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import Postgrator from "postgrator";
import { Fault } from "../port.ts";
import { failedMigration, refuseNewer, scriptsIn } from "../sql/migrations.ts";

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
    migrationPattern: scriptsIn(folder),
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
    throw cause instanceof Fault ? cause : failedMigration(cause);
  }
}
