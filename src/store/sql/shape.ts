import { invariant } from "../../engine/invariant.ts";
import { type Column, isJson, type Kind } from "./column.ts";

/** A column as SQL names it. */
export interface SqlColumn {
  readonly name: string;
  readonly kind: Kind;
}

/** A record's fields and how each is written. The order of the fields is the order of the cells. */
export interface Shape<T> {
  readonly columns: readonly SqlColumn[];
  readonly toRow: (record: T) => readonly unknown[];
  /** From the cell at `start` on; cells beyond the last field are left to others. */
  readonly fromRow: (row: readonly unknown[], start?: number) => T;
  /** The record as an object of a JSON text, under its own field names. */
  readonly object: Column<T>;
}

type Fields<T> = { readonly [Key in keyof T]-?: Column<T[Key]> };

export function shape<T extends object>(fields: Fields<T>): Shape<T> {
  const names = Object.keys(fields) as (keyof T & string)[];
  const assembled = (cellOf: (name: keyof T & string, index: number) => unknown): T => {
    const record: Partial<T> = {};
    for (const [index, name] of names.entries()) {
      record[name] = fields[name].read(cellOf(name, index));
    }
    return record as T; // Whole now: a column's read answers or crashes.
  };
  return {
    columns: names.map((name) => ({ name: snakeCase(name), kind: fields[name].kind })),
    toRow: (record) => names.map((name) => fields[name].write(record[name])),
    fromRow: (row, start = 0) => assembled((_name, index) => row[start + index]),
    object: {
      kind: "json",
      read: (cell) => {
        invariant(isJson(cell), "the cell holds a JSON object");
        return assembled((name) => cell[name]);
      },
      write: (record) =>
        Object.fromEntries(names.map((name) => [name, fields[name].write(record[name])])),
    },
  };
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
