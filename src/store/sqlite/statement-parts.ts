/** The pieces that the statements are made of. Columns come from the tables, in the order of their cells. */
import type { SqlColumn } from "../sql/shape.ts";
import type { Table } from "../sql/tables.ts";

/** A child table, or those of its rows of which `only` holds, as one JSON list of rows in the order given. */
export function children({ table, key, rest }: Table, order: string, only = "true"): string {
  const ofCustomer = [...key, ...rest].filter(({ name }) => !UNREAD.includes(name));
  return `(SELECT json_group_array(json_array(${namesOf(ofCustomer)}) ORDER BY ${order})
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
  return `DELETE FROM ${table}
    WHERE (${namesOf(key)}) IN (SELECT ${cellsOf(key)} FROM json_each(?))`;
}

export function add({ table, key, rest }: Table): string {
  const columns = [...key, ...rest];
  return `INSERT INTO ${table} (${namesOf(columns)})
    SELECT ${cellsOf(columns)} FROM json_each(?) WHERE true`;
}

export function namesOf(columns: readonly SqlColumn[]): string {
  return columns.map(({ name }) => name).join(", ");
}

function cellsOf(columns: readonly SqlColumn[]): string {
  return columns.map((_column, index) => `value ->> ${index}`).join(", ");
}
