/** The statements whose conditions depend on what is asked: only those that apply are in the text. */
import type {
  CustomerFilter,
  CustomerQuery,
  EntryFilter,
  EntryQuery,
  LockFilter,
  LockQuery,
} from "../port.ts";
import { ENTRY } from "../sql/entry-rows.ts";
import { LOCK } from "../sql/lock-rows.ts";
import type { Cell } from "../sql/program.ts";
import { SELECT_LEDGERS } from "./statements.ts";

type Page = "customers" | "entries" | "locks";

export interface Query {
  readonly name: Page | `count${Capitalize<Page>}`;
  readonly sql: string;
  readonly values: readonly Cell[];
}

/** A condition with what its question marks stand for; null where it does not apply. */
type Condition = { readonly sql: string; readonly values: readonly Cell[] } | null;

/** In order of id, or from the last id on backwards. */
export function customersPage({ filter, after, before, fromEnd, limit }: CustomerQuery): Query {
  const order = `ORDER BY c.customer_id ${fromEnd ? "DESC" : ""} LIMIT ?`;
  const conditions = [
    ...customerConditions(filter),
    given(after, "c.customer_id > ?"),
    given(before, "c.customer_id < ?"),
  ];
  return query("customers", SELECT_LEDGERS, conditions, { sql: order, values: [limit] });
}

export function customersCount(filter: CustomerFilter): Query {
  return query("countCustomers", "SELECT count(*) FROM customers c", customerConditions(filter));
}

function customerConditions({ customerIds, search, featureId }: CustomerFilter): Condition[] {
  const ids = customerIds && JSON.stringify(customerIds);
  const like = (column: string) => `c.${column} LIKE ?1 ESCAPE '\\'`;
  const pattern = search === null ? null : `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  const searched = ["customer_id", "name", "email"].map(like).join(" OR ");
  return [
    given(pattern, `(${searched})`),
    given(ids, "c.customer_id IN (SELECT value FROM json_each(?))"),
    given(
      featureId,
      "EXISTS (SELECT 1 FROM grants g WHERE g.feature_id = ? AND g.customer_id = c.customer_id)",
    ),
  ];
}

/** Latest first, or from the first entry on. */
export function entriesPage(asked: EntryQuery): Query {
  const { after, before, fromEnd, limit } = asked;
  const columns = ENTRY.columns.map((column) => `e.${column}`).join(", ");
  const order = `ORDER BY ${placeOf(asked)}.seq ${fromEnd ? "" : "DESC"} LIMIT ?`;
  const conditions = [
    ...entryConditions(asked),
    given(after, `${placeOf(asked)}.seq < ?`),
    given(before, `${placeOf(asked)}.seq > ?`),
  ];
  const select = `SELECT ${columns} FROM ${entriesOf(asked)}`;
  return query("entries", select, conditions, { sql: order, values: [limit] });
}

export function entriesCount(filter: EntryFilter): Query {
  const select = `SELECT count(*) FROM ${entriesOf(filter)}`;
  return query("countEntries", select, entryConditions(filter));
}

/** The table that leads: with a feature asked for, its own list of entries. */
function placeOf({ featureId }: EntryFilter): "e" | "f" {
  return featureId === null ? "e" : "f";
}

function entriesOf({ featureId }: EntryFilter): string {
  if (featureId === null) return "entries e";
  return "entry_features f CROSS JOIN entries e ON e.customer_id = f.customer_id AND e.seq = f.seq";
}

function entryConditions(filter: EntryFilter): Condition[] {
  return [
    given(filter.customerId, `${placeOf(filter)}.customer_id = ?`),
    given(filter.featureId, "f.feature_id = ?"),
    given(filter.entityId, "e.entity_id = ?"),
    given(filter.kind, "e.kind = ?"),
    given(filter.from, "e.at >= ?"),
    given(filter.to, "e.at < ?"),
  ];
}

/** Oldest first, or from the latest on. */
export function locksPage(asked: LockQuery): Query {
  const { after, before, fromEnd, limit } = asked;
  const conditions = [...lockConditions(asked), given(after, "seq > ?"), given(before, "seq < ?")];
  const select = `SELECT ${LOCK.columns.join(", ")} FROM locks`;
  const order = `ORDER BY seq ${fromEnd ? "DESC" : ""} LIMIT ?`;
  return query("locks", select, conditions, { sql: order, values: [limit] });
}

export function locksCount(filter: LockFilter): Query {
  return query("countLocks", "SELECT count(*) FROM locks", lockConditions(filter));
}

function lockConditions({ customerId, status, seq }: LockFilter): Condition[] {
  return [given(customerId, "customer_id = ?"), given(status, "status = ?"), given(seq, "seq = ?")];
}

function given(value: Cell, sql: string): Condition {
  return value === null ? null : { sql, values: [value] };
}

function query(
  name: Query["name"],
  select: string,
  conditions: readonly Condition[],
  order: Condition = null,
): Query {
  const applying = conditions.filter((condition) => condition !== null);
  const where = applying.map(({ sql }) => sql).join(" AND ");
  const parts = [select, where && `WHERE ${where}`, order?.sql ?? ""];
  return {
    name,
    sql: parts.filter(Boolean).join(" "),
    values: [...applying, order].flatMap((part) => part?.values ?? []),
  };
}
