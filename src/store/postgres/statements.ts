/** Every SQL text of the write path, by name. Lists, and lists of rows, are given as JSON text. */
import type { Dialect } from "../sql/dialect.ts";
import { ledgerStatements } from "../sql/ledger-statements.ts";
import { namesOf, tableStatements } from "../sql/table-statements.ts";
import { TABLES } from "../sql/tables.ts";
import { cell, GIVEN } from "./cells.ts";
import { foldedBy } from "./folding.ts";

/** Heard by every gateway when the catalogue has changed. */
export const CATALOG_CHANGED = "balance_gateway_catalog";

/** Names of row locks that no table has: one for the catalogue, one for each lock id. */
const CATALOG_LOCK = "7305118265";
const LOCK_IDS = "730511826";

const HELD_LOCKS = "locks JOIN customers USING (customer_id)";

/** Given the wall clock as $2, and as $3 how long a lock without an expiry holds. */
const IS_LIVE =
  "coalesce(expires_at, locks.created_at + $3::bigint) > coalesce(test_clock, $2::bigint)";

const { Features, Versions } = TABLES;
const FEATURE_CELLS = [...Features.key, ...Features.rest].map((column) => cell(column, "f"));

/** As one array, which an index answers however few statistics there are. */
const isAmong = (column: string, list: string) =>
  `${column} = ANY(ARRAY(SELECT jsonb_array_elements_text(${list}::jsonb)))`;

const WORDS = { place: (index: number) => `$${index}`, cell, isAmong };

const { selectLedgers, ledgers, etags } = ledgerStatements({
  ...WORDS,
  listOf: (cells, order) =>
    `coalesce(json_agg(json_build_array(${cells}) ORDER BY ${order}), '[]')::text`,
  held: "jsonb_each_text($1::jsonb) AS held (customer_id, etag)",
  catalogRevision: "(SELECT revision FROM catalog)",
});

/** In order of id, so that two transactions cannot wait for each other. */
const CLAIM_CUSTOMERS = `${etags} ORDER BY c.customer_id FOR NO KEY UPDATE`;

/** A clock that went back must not hide a change behind an earlier one. */
const LATEST_VERSION = `SELECT max(v.at) FROM versions v
  WHERE v.customer_id = r ->> 0 AND v.key = r ->> 1`;

/** The tables that grow with every change have no foreign key that would do this for them. */
const ALSO = ["entries", "entry_features", "versions"];

const STATEMENTS: Dialect["statements"] = {
  shareCatalog: `SELECT pg_advisory_xact_lock_shared(${CATALOG_LOCK})`,
  claimCatalog: `SELECT pg_advisory_xact_lock(${CATALOG_LOCK})`,
  claimCustomers: CLAIM_CUSTOMERS,
  claimLockId: `SELECT pg_advisory_xact_lock(${LOCK_IDS}, hashtext($1))`,
  catalogRevision: "SELECT revision FROM catalog",
  reviseCatalog: `WITH revised AS (UPDATE catalog SET revision = $1::bigint)
    SELECT pg_notify('${CATALOG_CHANGED}', '')`,
  ...tableStatements(GIVEN),
  findAnswers: `SELECT idempotency_key, fingerprint, created_at, outcomes FROM answers
    WHERE ${isAmong("idempotency_key", "$1")}`,
  forgetAnswers: `UPDATE answers SET outcomes = NULL WHERE idempotency_key = ANY
    (ARRAY(SELECT idempotency_key FROM answers WHERE outcomes IS NOT NULL AND created_at <= $1
      ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))`,
  ledgers,
  etags,
  claimDue: `SELECT customer_id FROM customers
    WHERE due_at <= $1::bigint AND NOT ${isAmong("customer_id", "$2")}
    ORDER BY due_at LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED`,
  claimDueOf: `SELECT customer_id FROM customers
    WHERE due_at <= $1::bigint AND ${isAmong("customer_id", "$2")} FOR NO KEY UPDATE SKIP LOCKED`,
  nextDue: `SELECT due_at FROM customers
    WHERE due_at IS NOT NULL AND NOT ${isAmong("customer_id", "$1")} ORDER BY due_at LIMIT 1`,
  customerExists: "SELECT 1 FROM customers WHERE customer_id = $1",
  lockHolder: `SELECT customer_id FROM ${HELD_LOCKS}
    WHERE lock_id = $1 AND status = 'HELD' ORDER BY ${IS_LIVE} DESC LIMIT 1`,
  lockIdTaken: `SELECT 1 FROM ${HELD_LOCKS}
    WHERE lock_id = $1 AND status = 'HELD' AND customer_id <> $4 AND ${IS_LIVE} LIMIT 1`,
  renameCustomer: `WITH ${ALSO.map(
    (table) => `of_${table} AS (UPDATE ${table} SET customer_id = $2 WHERE customer_id = $1)`,
  ).join(", ")}
    UPDATE customers SET customer_id = $2 WHERE customer_id = $1`,
  deleteCustomer: `WITH ${ALSO.map(
    (table) => `of_${table} AS (DELETE FROM ${table} WHERE customer_id = $1)`,
  ).join(", ")}
    DELETE FROM customers WHERE customer_id = $1`,
  features: `SELECT ${FEATURE_CELLS.join(", ")} FROM features f ORDER BY ordinal`,
  featureInUse: `SELECT 1 FROM grants WHERE feature_id = $1
    UNION ALL SELECT 1 FROM grants WHERE per_entity_feature_id = $1
    UNION ALL SELECT 1 FROM entities WHERE feature_id = $1 LIMIT 1`,
  putVersions: `INSERT INTO versions (${namesOf([...Versions.key, ...Versions.rest])})
    SELECT r ->> 0, r ->> 1, greatest((r ->> 2)::bigint, (${LATEST_VERSION})), (r ->> 3)::json
    FROM ${GIVEN.from}
    ON CONFLICT (${namesOf(Versions.key)}) DO UPDATE SET cells = excluded.cells`,
};

/** Where nothing better is known to be there, the database's own language tells what case is. */
export const POSTGRES: Dialect = {
  ...WORDS,
  folded: foldedBy("default"),
  selectLedgers,
  statements: STATEMENTS,
};
