/** Every SQL text of the write path, by name. Lists are given as JSON text. */
import type { Dialect } from "../sql/dialect.ts";
import { ledgerStatements } from "../sql/ledger-statements.ts";
import type { SqlColumn } from "../sql/shape.ts";
import { namesOf, type RowSource, tableStatements } from "../sql/table-statements.ts";
import { TABLES } from "../sql/tables.ts";

const HELD_LOCKS = "locks JOIN customers USING (customer_id)";

/** Given the wall clock as ?2, and as ?3 how long a lock without an expiry holds. */
const IS_LIVE = "coalesce(expires_at, locks.created_at + ?3) > coalesce(test_clock, ?2)";

/** The row given, a value for each cell. */
export const GIVEN: RowSource = {
  from: "(SELECT 1) AS given",
  cell: (index) => `?${index + 1}`,
};

const { Features, Versions } = TABLES;

const WORDS = {
  place: (index: number) => `?${index}`,
  cell: ({ name }: SqlColumn, of: string) => `${of}.${name}`,
  isAmong: (column: string, list: string) => `${column} IN (SELECT value FROM json_each(${list}))`,
};

const { selectLedgers, ledgers, etags } = ledgerStatements({
  ...WORDS,
  listOf: (cells, order) => `json_group_array(json_array(${cells}) ORDER BY ${order})`,
  held: "(SELECT key AS customer_id, value AS etag FROM json_each(?1)) AS held",
  catalogRevision: "NULL",
});

/** A clock that went back must not hide a change behind an earlier one. */
const LATEST_VERSION = "SELECT max(at) FROM versions v WHERE v.customer_id = ?1 AND v.key = ?2";

/** Null: one process owns the file and runs one transaction at a time, so that there is nothing to do. */
const STATEMENTS: Dialect["statements"] = {
  shareCatalog: null,
  claimCatalog: null,
  claimCustomers: etags,
  claimLockId: null,
  catalogRevision: null,
  reviseCatalog: null,
  ...tableStatements(GIVEN),
  findAnswers: `SELECT idempotency_key, fingerprint, created_at, outcomes FROM answers
    WHERE ${WORDS.isAmong("idempotency_key", "?1")}`,
  forgetAnswers: `UPDATE answers SET outcomes = NULL WHERE rowid IN
    (SELECT rowid FROM answers WHERE outcomes IS NOT NULL AND created_at <= ?1
      ORDER BY created_at LIMIT ?2)`,
  ledgers,
  etags,
  claimDue: `SELECT customer_id FROM customers
    WHERE due_at <= ?1 AND NOT ${WORDS.isAmong("customer_id", "?2")} ORDER BY due_at LIMIT ?3`,
  claimDueOf: `SELECT customer_id FROM customers
    WHERE due_at <= ?1 AND ${WORDS.isAmong("customer_id", "?2")}`,
  nextDue: `SELECT due_at FROM customers
    WHERE due_at IS NOT NULL AND NOT ${WORDS.isAmong("customer_id", "?1")} ORDER BY due_at LIMIT 1`,
  customerExists: "SELECT 1 FROM customers WHERE customer_id = ?",
  lockHolder: `SELECT customer_id FROM ${HELD_LOCKS}
    WHERE lock_id = ?1 AND status = 'HELD' ORDER BY ${IS_LIVE} DESC LIMIT 1`,
  lockIdTaken: `SELECT 1 FROM ${HELD_LOCKS}
    WHERE lock_id = ?1 AND status = 'HELD' AND customer_id <> ?4 AND ${IS_LIVE} LIMIT 1`,
  renameCustomer: "UPDATE customers SET customer_id = ?2 WHERE customer_id = ?1",
  deleteCustomer: "DELETE FROM customers WHERE customer_id = ?",
  features: `SELECT ${namesOf([...Features.key, ...Features.rest])} FROM features ORDER BY ordinal`,
  featureInUse: `SELECT 1 FROM grants WHERE feature_id = ?1
    UNION ALL SELECT 1 FROM grants WHERE per_entity_feature_id = ?1
    UNION ALL SELECT 1 FROM entities WHERE feature_id = ?1 LIMIT 1`,
  putVersions: `INSERT INTO versions (${namesOf([...Versions.key, ...Versions.rest])})
    VALUES (?1, ?2, max(?3, coalesce((${LATEST_VERSION}), 0)), ?4)
    ON CONFLICT (${namesOf(Versions.key)}) DO UPDATE SET cells = excluded.cells`,
};

export const SQLITE: Dialect = { ...WORDS, folded, selectLedgers, statements: STATEMENTS };

/** By the function of fold.ts. */
function folded(text: string): string {
  return `fold(${text})`;
}
