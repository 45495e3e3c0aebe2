import type { Kind } from "../sql/column.ts";
import type { SqlColumn } from "../sql/shape.ts";
import type { RowSource } from "../sql/table-statements.ts";

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

/** The rows given as $1, each a JSON list. */
export const GIVEN: RowSource = {
  from: "jsonb_array_elements($1::jsonb) AS r",
  cell: (index, kind) => `(r ->> ${index})::${TYPES[kind]}`,
};
