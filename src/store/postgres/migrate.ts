import { fileURLToPath } from "node:url";
import type { Client } from "pg";
import Postgrator from "postgrator";
import { Fault } from "../port.ts";
import { failedMigration, refuseNewer, scriptsIn } from "../sql/migrations.ts";
import { GATEWAY } from "./alone.ts";
import { createLine } from "./client.ts";
import { toFault } from "./fault.ts";

const FOLDER = fileURLToPath(new URL("./migrations", import.meta.url));

/** Any number; all gateways queue under the same. */
const QUEUE = 7_305_118_264;

/** For a migration of large tables, and for those who wait for it. */
const PATIENCE_MS = 10 * 60 * 1000;

/**
 * Brings the schema up to the newest migration of the folder. All pending ones run in one transaction:
 * a crash leaves all of them or none. Of several gateways that start at once one migrates, the others
 * wait for it. A file that was changed after it ran, and a schema newer than the folder, are refused.
 */
export async function migrate(
  { url, timeoutMs }: { readonly url: string; readonly timeoutMs: number },
  folder: string = FOLDER,
): Promise<void> {
  const address = { url, applicationName: `${GATEWAY} migrations`, timeoutMs };
  const { client, socket } = createLine(address, { query_timeout: PATIENCE_MS });
  try {
    await client.connect();
    await inTurn(client, () => migrateOn(client, folder));
  } catch (cause) {
    throw faultOf(cause);
  } finally {
    socket.destroy();
  }
}

/** The turn ends with the transaction, however that ends. */
async function inTurn(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query("BEGIN ISOLATION LEVEL READ COMMITTED"); // So as to see what the turn before left.
  await client.query(`SET LOCAL statement_timeout = ${PATIENCE_MS}`);
  await client.query(`SET LOCAL lock_timeout = ${PATIENCE_MS}`);
  await client.query("SELECT pg_advisory_xact_lock($1)", [QUEUE]);
  await work();
  await client.query("COMMIT");
}

async function migrateOn(client: Client, folder: string): Promise<void> {
  const { rows } = await client.query<{ schema: string }>("SELECT current_schema() AS schema");
  const postgrator = new Postgrator({
    driver: "pg",
    schemaTable: "schema_versions",
    currentSchema: rows[0]?.schema ?? "", // Else it takes a table of this name in any schema for its own.
    migrationPattern: scriptsIn(folder),
    execQuery: (sql) => client.query(sql),
  });
  await refuseNewer(postgrator);
  await postgrator.migrate();
}

function faultOf(cause: unknown): unknown {
  const fault = toFault(cause);
  return fault instanceof Fault ? fault : failedMigration(cause);
}
