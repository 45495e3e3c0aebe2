/** Every SQL text of the write path, by name. Lists, and lists of rows, are given as JSON text. */
import { CUSTOMER, ENTITY } from "../sql/customer-rows.ts";
import { ENTRY } from "../sql/entry-rows.ts";
import { FEATURE } from "../sql/feature-rows.ts";
import { GRANT, ROLLOVER, SLICE } from "../sql/grant-rows.ts";
import { COUNTER, LOCK } from "../sql/lock-rows.ts";
import type { StatementName } from "../sql/program.ts";
import { addOwned, children, drop, dropOwned, put, putOwned } from "./statement-parts.ts";

const ENTITIES = {
  table: "entities",
  key: ["entity_id"],
  columns: [...ENTITY.columns, "ordinal"],
};
const GRANTS = { table: "grants", key: ["grant_id"], columns: [...GRANT.columns, "ordinal"] };
const SLICES = {
  table: "slices",
  key: ["grant_id", "entity_id"],
  columns: ["grant_id", ...SLICE.columns, "ordinal"],
};
const ROLLOVERS = {
  table: "rollovers",
  key: ["grant_id", "rollover_id", "entity_id"],
  columns: ["grant_id", ...ROLLOVER.columns, "ordinal"],
};
const LOCKS = { table: "locks", key: ["seq"], columns: LOCK.columns };
const COUNTERS = { table: "counters", key: ["key"], columns: [...COUNTER.columns, "ordinal"] };
const BALANCES = {
  table: "balances",
  key: ["feature_id"],
  columns: ["feature_id", "revision"],
};
const CUSTOMERS = { table: "customers", key: ["customer_id"], columns: CUSTOMER.columns };
const FEATURES = {
  table: "features",
  key: ["feature_id"],
  columns: [...FEATURE.columns, "ordinal"],
};

const HELD_LOCKS = "locks JOIN customers USING (customer_id)";

/** Given the wall clock as ?2, and as ?3 how long a lock without an expiry holds. */
const IS_LIVE = "coalesce(expires_at, locks.created_at + ?3) > coalesce(test_clock, ?2)";

/** A customer's columns, then each child table as one JSON list of rows; to be followed by WHERE. */
export const SELECT_LEDGERS = `SELECT ${CUSTOMER.columns.map((column) => `c.${column}`).join(", ")},
    ${children("entities", ENTITY.columns, "ordinal")},
    ${children("grants", GRANT.columns, "ordinal")},
    ${children("slices", ["grant_id", ...SLICE.columns], "ordinal")},
    ${children("rollovers", ["grant_id", ...ROLLOVER.columns], "ordinal")},
    ${children("locks", LOCK.columns, "seq", "status = 'HELD'")},
    ${children("counters", COUNTER.columns, "ordinal")},
    ${children("balances", BALANCES.columns, "feature_id")}
  FROM customers c`;

export const STATEMENTS: Readonly<Record<StatementName, string>> = {
  findAnswer: `SELECT fingerprint, created_at, outcomes, hash, catalog
    FROM answers LEFT JOIN catalogs ON hash = catalog_hash WHERE idempotency_key = ?`,
  putAnswer: `INSERT INTO answers
    (idempotency_key, fingerprint, command_type, created_at, catalog_hash, outcomes)
    VALUES (?, ?, ?, ?, ?, ?)`,
  forgetAnswers: `UPDATE answers SET outcomes = NULL, catalog_hash = NULL WHERE rowid IN
    (SELECT rowid FROM answers WHERE catalog_hash IS NOT NULL AND created_at <= ?1
      ORDER BY created_at LIMIT ?2)`,
  putCatalog: `INSERT INTO catalogs (hash, catalog) VALUES (?, ?)
    ON CONFLICT DO NOTHING RETURNING hash`,
  dropCatalogs: `DELETE FROM catalogs WHERE hash <> ? AND hash NOT IN
    (SELECT catalog_hash FROM answers WHERE catalog_hash IS NOT NULL)`,
  ledgers: `${SELECT_LEDGERS}
    WHERE c.customer_id IN (SELECT value FROM json_each(?)) ORDER BY c.customer_id`,
  customerExists: "SELECT 1 FROM customers WHERE customer_id = ?",
  lockHolder: `SELECT customer_id FROM ${HELD_LOCKS}
    WHERE lock_id = ?1 AND status = 'HELD' ORDER BY ${IS_LIVE} DESC LIMIT 1`,
  lockIdTaken: `SELECT 1 FROM ${HELD_LOCKS}
    WHERE lock_id = ?1 AND status = 'HELD' AND customer_id <> ?4 AND ${IS_LIVE} LIMIT 1`,
  renameCustomer: "UPDATE customers SET customer_id = ?2 WHERE customer_id = ?1",
  deleteCustomer: "DELETE FROM customers WHERE customer_id = ?",
  putCustomers: put(CUSTOMERS),
  features: `SELECT ${FEATURE.columns.join(", ")} FROM features ORDER BY ordinal`,
  featureInUse: `SELECT 1 FROM grants WHERE feature_id = ?1
    UNION ALL SELECT 1 FROM grants WHERE per_entity_feature_id = ?1
    UNION ALL SELECT 1 FROM entities WHERE feature_id = ?1 LIMIT 1`,
  putFeatures: put(FEATURES),
  dropFeatures: drop(FEATURES),
  putEntities: putOwned(ENTITIES),
  dropEntities: dropOwned(ENTITIES),
  putGrants: putOwned(GRANTS),
  dropGrants: dropOwned(GRANTS),
  putSlices: putOwned(SLICES),
  dropSlices: dropOwned(SLICES),
  putRollovers: putOwned(ROLLOVERS),
  dropRollovers: dropOwned(ROLLOVERS),
  putLocks: putOwned(LOCKS),
  putCounters: putOwned(COUNTERS),
  dropCounters: dropOwned(COUNTERS),
  putBalances: putOwned(BALANCES),
  dropBalances: dropOwned(BALANCES),
  addEntries: addOwned({ table: "entries", columns: ENTRY.columns }),
  addEntryFeatures: addOwned({ table: "entry_features", columns: ["feature_id", "seq"] }),
};
