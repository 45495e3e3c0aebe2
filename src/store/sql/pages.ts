/** The statements whose conditions depend on what is asked: only those that apply are in the text. */
import type {
  CustomerFilter,
  CustomerQuery,
  EntryFilter,
  EntryQuery,
  LockFilter,
  LockQuery,
} from "../port.ts";
import type { Dialect, Statement } from "./dialect.ts";
import { ENTRY } from "./entry-rows.ts";
import { LOCK } from "./lock-rows.ts";
import type { Cell } from "./program.ts";
import type { SqlColumn } from "./shape.ts";
import { storable } from "./storable.ts";

export interface Pages {
  /** Told of the etags that are known, by customer id, in JSON. */
  readonly customers: (asked: CustomerQuery, etags: string) => Statement;
  readonly countCustomers: (filter: CustomerFilter) => Statement;
  readonly entries: (asked: EntryQuery) => Statement;
  readonly countEntries: (filter: EntryFilter) => Statement;
  readonly locks: (asked: LockQuery) => Statement;
  readonly countLocks: (filter: LockFilter) => Statement;
}

export function pagesIn(dialect: Dialect): Pages {
  const customerConditions = ({ customerIds, search, featureId }: CustomerFilter) => {
    const pattern = search === null ? null : `%${search.replace(/[\\%_]/g, "\\$&")}%`;
    return [
      given(pattern, (place) => {
        const matches = ["customer_id", "name", "email"].map(
          (column) => `${dialect.folded(`c.${column}`)} LIKE ${dialect.folded(place)} ESCAPE '\\'`,
        );
        return `(${matches.join(" OR ")})`;
      }),
      given(customerIds && JSON.stringify(customerIds.map(storable)), (place) => {
        return dialect.isAmong("c.customer_id", place);
      }),
      given(featureId, (place) => {
        const held = `g.feature_id = ${place} AND g.customer_id = c.customer_id`;
        return `EXISTS (SELECT 1 FROM grants g WHERE ${held})`;
      }),
    ];
  };
  const cells = (columns: readonly SqlColumn[], of: string) =>
    columns.map((column) => dialect.cell(column, of)).join(", ");
  return {
    /** In order of id, or from the last id on backwards. */
    customers: ({ filter, after, before, fromEnd, limit }, etags) =>
      statement(dialect, "customers", {
        select: dialect.selectLedgers,
        selectedBy: [etags],
        conditions: [
          ...customerConditions(filter),
          given(after, (place) => `c.customer_id > ${place}`),
          given(before, (place) => `c.customer_id < ${place}`),
        ],
        order: `c.customer_id ${fromEnd ? "DESC" : "ASC"}`,
        limit,
      }),
    countCustomers: (filter) =>
      statement(dialect, "countCustomers", {
        select: "SELECT count(*) FROM customers c",
        conditions: customerConditions(filter),
      }),
    /** Latest first, or from the first entry on. */
    entries: (asked) => {
      const seq = `${leaderOf(asked)}.seq`;
      return statement(dialect, "entries", {
        select: `SELECT ${cells(ENTRY.columns, "e")} FROM ${entriesOf(asked)}`,
        conditions: [
          ...entryConditions(asked),
          given(asked.after, (place) => `${seq} < ${place}`),
          given(asked.before, (place) => `${seq} > ${place}`),
        ],
        order: `${seq} ${asked.fromEnd ? "ASC" : "DESC"}`,
        limit: asked.limit,
      });
    },
    countEntries: (filter) =>
      statement(dialect, "countEntries", {
        select: `SELECT count(*) FROM ${entriesOf(filter)}`,
        conditions: entryConditions(filter),
      }),
    /** Oldest first, or from the latest on. */
    locks: (asked) =>
      statement(dialect, "locks", {
        select: `SELECT ${cells(LOCK.columns, "l")} FROM locks l`,
        conditions: [
          ...lockConditions(asked),
          given(asked.after, (place) => `l.seq > ${place}`),
          given(asked.before, (place) => `l.seq < ${place}`),
        ],
        order: `l.seq ${asked.fromEnd ? "DESC" : "ASC"}`,
        limit: asked.limit,
      }),
    countLocks: (filter) =>
      statement(dialect, "countLocks", {
        select: "SELECT count(*) FROM locks l",
        conditions: lockConditions(filter),
      }),
  };
}

/** The table that leads: with a feature asked for, its own list of entries. */
function leaderOf({ featureId }: EntryFilter): "e" | "f" {
  return featureId === null ? "e" : "f";
}

function entriesOf({ featureId }: EntryFilter): string {
  if (featureId === null) return "entries e";
  return "entry_features f JOIN entries e ON e.customer_id = f.customer_id AND e.seq = f.seq";
}

function entryConditions(filter: EntryFilter): readonly Condition[] {
  const leader = leaderOf(filter);
  return [
    given(filter.customerId, (place) => `${leader}.customer_id = ${place}`),
    given(filter.featureId, (place) => `f.feature_id = ${place}`),
    given(filter.entityId, (place) => `e.entity_id = ${place}`),
    given(filter.kind, (place) => `e.kind = ${place}`),
    given(filter.from, (place) => `e.at >= ${place}`),
    given(filter.to, (place) => `e.at < ${place}`),
    given(filter.upTo, (place) => `${leader}.seq <= ${place}`),
  ];
}

function lockConditions(filter: LockFilter): readonly Condition[] {
  return [
    given(filter.customerId, (place) => `l.customer_id = ${place}`),
    given(filter.status, (place) => `l.status = ${place}`),
    given(filter.seq, (place) => `l.seq = ${place}`),
    given(filter.takenBefore, (place) => `l.created_at < ${place}`),
  ];
}

/** A condition with its value; null where it does not apply. */
type Condition = { readonly sql: (place: string) => string; readonly value: Cell } | null;

function given(value: Cell, sql: (place: string) => string): Condition {
  if (value === null) return null;
  return { sql, value: typeof value === "string" ? storable(value) : value };
}

interface Selection {
  readonly select: string;
  /** Values of the select's own, which come first. */
  readonly selectedBy?: readonly Cell[];
  readonly conditions: readonly Condition[];
  readonly order?: string;
  readonly limit?: number;
}

function statement(
  dialect: Dialect,
  name: keyof Pages,
  { select, selectedBy = [], conditions, order, limit }: Selection,
): Statement {
  const applying = conditions.filter((condition) => condition !== null);
  const first = selectedBy.length + 1;
  const where = applying.map(({ sql }, index) => sql(dialect.place(first + index)));
  const values = [...selectedBy, ...applying.map(({ value }) => value)];
  const parts = [select];
  if (where.length > 0) parts.push(`WHERE ${where.join(" AND ")}`);
  if (order !== undefined && limit !== undefined) {
    parts.push(`ORDER BY ${order} LIMIT ${dialect.place(values.length + 1)}`);
    values.push(limit);
  }
  return { name, sql: parts.join(" "), values };
}
