/** The pieces that the statements are made of. Columns come from the shapes, in the order of their cells. */

/** A child table, or those of its rows of which `only` holds, as one JSON list of rows in the order given. */
export function children(
  table: string,
  columns: readonly string[],
  order: string,
  only = "true",
): string {
  const cells = columns.join(", ");
  return `(SELECT json_group_array(json_array(${cells}) ORDER BY ${order})
      FROM ${table} WHERE ${table}.customer_id = c.customer_id AND ${only})`;
}

interface Table {
  readonly table: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/** Inserts the rows, or puts them in the place of those of the same key. */
export function put({ table, key, columns }: Table): string {
  return `INSERT INTO ${table} (${columns.join(", ")})
    SELECT ${cellsOf(columns)} FROM json_each(?) WHERE true ${replacing(key, columns)}`;
}

export function drop({ table, key }: Table): string {
  return `DELETE FROM ${table}
    WHERE (${key.join(", ")}) IN (SELECT ${cellsOf(key)} FROM json_each(?))`;
}

/** As put, for a table whose rows begin with their customer, who is given first. */
export function putOwned({ table, key, columns }: Table): string {
  const ownKey = ["customer_id", ...key];
  return `${addOwned({ table, columns })} ${replacing(ownKey, columns)}`;
}

export function dropOwned({ table, key }: Table): string {
  return `DELETE FROM ${table} WHERE customer_id = ?
    AND (${key.join(", ")}) IN (SELECT ${cellsOf(key)} FROM json_each(?))`;
}

export function addOwned({ table, columns }: Pick<Table, "table" | "columns">): string {
  return `INSERT INTO ${table} (customer_id, ${columns.join(", ")})
    SELECT ?, ${cellsOf(columns)} FROM json_each(?) WHERE true`;
}

function cellsOf(columns: readonly string[]): string {
  return columns.map((_column, index) => `value ->> ${index}`).join(", ");
}

function replacing(key: readonly string[], columns: readonly string[]): string {
  const rest = columns.filter((column) => !key.includes(column));
  const changes = rest.map((column) => `${column} = excluded.${column}`);
  return `ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${changes.join(", ")}`;
}
