/** The pieces that the statements are made of. Columns come from the tables, in the order of their cells. */
import type { Kind } from "../sql/column.ts";
import type { SqlColumn } from "../sql/shape.ts";
import type { Table } from "../sql/tables.ts";

const TYPES: Record<Kind, string> = {
  text: "text",
  integer: "bigint",
  real: "double precision",
  decimal: "amount",
  flag: "boolean",
  json: "json",
};

/** A column as the codec reads it: amounts without idle zeros, flags as 0 or 1, JSON as its text. */
export function cell({ name, kind }: SqlColumn, of: string): string {
  const column = `${of}.${name}`;
  if (kind === "decimal") return `trim_scale(${column})::text`;
  if (kind === "flag") return `${column}::int`;
  return kind === "json" ? `${column}::text` : column;
}

/** A child table, or those of its rows of which `only` holds, as one JSON list of rows in the order given. */
export function children({ table, key, rest }: Table, order: string, only = "true"): string {
  const ofCustomer = [...key, ...rest].filter(({ name }) => !UNREAD.includes(name));
  const cells = ofCustomer.map((column) => cell(column, table)).join(", ");
  return `(SELECT coalesce(json_agg(json_build_array(${cells}) ORDER BY ${order}), '[]')::text
      FROM ${table} WHERE ${table}.customer_id = c.customer_id AND ${only})`;
}

const UNREAD = ["customer_id", "ordinal"];

/** Inserts the rows, or puts them in the place of those of the same key. */
export function put(table: Table): string {
  const changes = table.rest.map(({ name }) => `${name} = excluded.${name}`);
  return `${add(table)} ON CONFLICT (${namesOf(table.key)}) DO UPDATE SET ${changes.join(", ")}`;
}

/** Drops the rows of these keys. */
export function drop({ table, key }: Table): string {
  return `DELETE FROM ${table} WHERE (${namesOf(key)}) IN (SELECT ${cellsOf(key)} FROM ${ROWS})`;
}

export function add({ table, key, rest }: Table): string {
  const columns = [...key, ...rest];
  return `INSERT INTO ${table} (${namesOf(columns)}) SELECT ${cellsOf(columns)} FROM ${ROWS}`;
}

/** The rows given, each a JSON list. */
export const ROWS = "jsonb_array_elements($1::jsonb) AS r";

export function namesOf(columns: readonly SqlColumn[]): string {
  return columns.map(({ name }) => name).join(", ");
}

function cellsOf(columns: readonly SqlColumn[]): string {
  return columns.map(({ kind }, index) => `(r ->> ${index})::${TYPES[kind]}`).join(", ");
}
