import { readFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { Client } from "pg";
import { GIVEN as GIVEN_TO_POSTGRES } from "../src/store/postgres/cells.ts";
import { openPostgresStore } from "../src/store/postgres/store.ts";
import { addRows } from "../src/store/sql/table-statements.ts";
import type { Table } from "../src/store/sql/tables.ts";
import { TABLES } from "../src/store/sql/tables.ts";
import { GIVEN as GIVEN_TO_SQLITE } from "../src/store/sqlite/statements.ts";
import { openSqliteStore } from "../src/store/sqlite/store.ts";
import { customerRows, featureRows, type Rows } from "./data.ts";

const CUSTOMERS_AT_ONCE = 500;
const persistFreeOverage = false;

/** Customers in an empty database, in the gateway's own tables, as its migrations make them. */
export async function seedPostgres(url: string, customers: number): Promise<void> {
  await (await openPostgresStore({ url, persistFreeOverage })).close();
  await withClient(url, async (client) => {
    for (const [table, rows] of parcels(customers)) {
      await client.query(addRows(table, GIVEN_TO_POSTGRES), [JSON.stringify(rows)]);
    }
    await client.query("UPDATE catalog SET revision = revision + 1");
    await client.query(`VACUUM (FREEZE, ANALYZE) ${FILLED}`);
  });
}

/** The same data in tables such as the peers would have, beside the gateway's. */
export async function seedPeers(url: string): Promise<void> {
  const tables = await readFile(new URL("./peers/tables.sql", import.meta.url), "utf8");
  await withClient(url, async (client) => {
    await client.query(tables);
    await client.query(`VACUUM (FREEZE, ANALYZE) ${FILLED_FOR_PEERS}`);
  });
}

export async function seedSqlite(path: string, customers: number): Promise<void> {
  await (await openSqliteStore({ path, persistFreeOverage })).close();
  const database = new DatabaseSync(path);
  database.exec("BEGIN");
  for (const [table, rows] of parcels(customers)) {
    database.prepare(addRows(table, GIVEN_TO_SQLITE)).run(JSON.stringify(rows));
  }
  database.exec("COMMIT; ANALYZE");
  database.close();
}

export interface Past {
  /** A customer. */
  readonly owner: string;
  /** The number of its latest entry. */
  readonly upTo: number;
}

/** The entries that a customer lacks for a past as long as that. */
export async function seedEntries(url: string, { owner, upTo }: Past): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(ENTRIES, [owner, upTo]);
    await client.query(ENTRY_FEATURES, [owner, upTo]);
    await client.query("UPDATE customers SET seq = greatest(seq, $2) WHERE customer_id = $1", [
      owner,
      upTo,
    ]);
    await client.query("VACUUM (ANALYZE) entries, entry_features");
  });
}

/** What is still empty is left alone: known to be empty, it would be planned for as if it stayed so. */
const FILLED = "features, customers, grants, slices, rollovers";

const FILLED_FOR_PEERS =
  "peer.features, peer.customers, peer.balances, peer.breakdowns, peer.rollovers";

const MISSING = `FROM customers AS c
  CROSS JOIN LATERAL (SELECT min(feature_id) AS feature_id FROM grants WHERE customer_id = $1) AS f
  CROSS JOIN LATERAL generate_series(
    (SELECT coalesce(max(seq), 0) + 1 FROM %), $2::bigint) AS n
  WHERE c.customer_id = $1`;

const ENTRIES = `INSERT INTO entries (customer_id, seq, kind, at, timestamp, feature_id, value, deductions, actor)
  SELECT c.customer_id, n, 'TRACK', c.created_at, c.created_at, f.feature_id, 0, '[]', 'bench'
  ${MISSING.replace("%", "entries WHERE customer_id = $1")}`;

const ENTRY_FEATURES = `INSERT INTO entry_features (customer_id, feature_id, seq)
  SELECT c.customer_id, f.feature_id, n
  ${MISSING.replace("%", "entry_features WHERE customer_id = $1")}`;

/** Of each table some rows at a time, parents first. */
function* parcels(customers: number): Iterable<readonly [Table, readonly unknown[]]> {
  yield* tablesOf(featureRows());
  for (let from = 0; from < customers; from += CUSTOMERS_AT_ONCE) {
    yield* tablesOf(customerRows({ from, to: Math.min(from + CUSTOMERS_AT_ONCE, customers) }));
  }
}

function tablesOf(rows: Rows): readonly (readonly [Table, readonly unknown[]])[] {
  const names = Object.keys(TABLES) as (keyof typeof TABLES)[];
  return names.flatMap((name) => {
    const given = rows[name];
    return given ? [[TABLES[name], given] as const] : [];
  });
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
