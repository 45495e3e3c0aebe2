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
  /** The record as an object of a JSON text, under its own field names. A field that is null is left out. */
  readonly object: Column<T>;
}

type Fields<T> = { readonly [Key in keyof T]-?: Column<T[Key]> };

export function shape<T extends object>(fields: Fields<T>): Shape<T> {
  const names = Object.keys(fields) as (keyof T & string)[];
  const cells = names.map((name) => ({ name, ...fields[name] }));
  return {
    columns: cells.map(({ name, kind }) => ({ name: snakeCase(name), kind })),
    toRow: (record) => cells.map(({ name, write }) => write(record[name])),
    fromRow: (row, start = 0) => {
      const record: Partial<T> = {};
      let place = start;
      for (const { name, read } of cells) {
        record[name] = read(row[place]);
        place += 1;
      }
      return record as T; // Whole now: a column's read answers or crashes.
    },
    object: {
      kind: "json",
      read: (cell) => {
        invariant(isJson(cell), "the cell holds a JSON object");
        const record: Partial<T> = {};
        for (const { name, read } of cells) record[name] = read(cell[name]);
        return record as T;
      },
      write: (record) => {
        const object: Record<string, unknown> = {};
        for (const { name, write } of cells) {
          const cell = write(record[name]);
          if (cell !== null) object[name] = cell;
        }
        return object;
      },
    },
  };
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
