/** The tables of every SQL store. The cells of a row are in the order of its table's columns. */
import { CUSTOMER, ENTITY } from "./customer-rows.ts";
import { ENTRY } from "./entry-rows.ts";
import { FEATURE } from "./feature-rows.ts";
import { GRANT, ROLLOVER, SLICE } from "./grant-rows.ts";
import { COUNTER, LOCK } from "./lock-rows.ts";
import type { SqlColumn } from "./shape.ts";

export interface Table {
  readonly table: string;
  /** The first columns, which tell one row from another. */
  readonly key: readonly SqlColumn[];
  readonly rest: readonly SqlColumn[];
}

const CUSTOMER_ID = text("customer_id");
const GRANT_ID = text("grant_id");
const ORDINAL = integer("ordinal");
const ETAG = text("etag");
const DUE_AT = integer("due_at");

export const TABLES = {
  Features: table("features", 1, [...FEATURE.columns, ORDINAL]),
  Customers: table("customers", 1, [...CUSTOMER.columns, ETAG, DUE_AT]),
  Entities: table("entities", 2, [CUSTOMER_ID, ...ENTITY.columns, ORDINAL]),
  Grants: table("grants", 2, [CUSTOMER_ID, ...GRANT.columns, ORDINAL]),
  Slices: table("slices", 3, [CUSTOMER_ID, GRANT_ID, ...SLICE.columns, ORDINAL]),
  Rollovers: table("rollovers", 4, [CUSTOMER_ID, GRANT_ID, ...ROLLOVER.columns, ORDINAL]),
  Locks: table("locks", 2, [CUSTOMER_ID, ...LOCK.columns]),
  Counters: table("counters", 2, [CUSTOMER_ID, ...COUNTER.columns, ORDINAL]),
  Balances: table("balances", 2, [CUSTOMER_ID, text("feature_id"), integer("revision")]),
  Entries: table("entries", 2, [CUSTOMER_ID, ...ENTRY.columns]),
  EntryFeatures: table("entry_features", 3, [CUSTOMER_ID, text("feature_id"), integer("seq")]),
  Versions: table("versions", 3, [CUSTOMER_ID, text("key"), integer("at"), json("cells")]),
  Answers: table("answers", 1, [
    text("idempotency_key"),
    text("fingerprint"),
    text("command_type"),
    integer("created_at"),
    text("outcomes"),
  ]),
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof TABLES;

function table(name: string, keyLength: number, columns: readonly SqlColumn[]): Table {
  return { table: name, key: columns.slice(0, keyLength), rest: columns.slice(keyLength) };
}

function text(name: string): SqlColumn {
  return { name, kind: "text" };
}

function integer(name: string): SqlColumn {
  return { name, kind: "integer" };
}

function json(name: string): SqlColumn {
  return { name, kind: "json" };
}
