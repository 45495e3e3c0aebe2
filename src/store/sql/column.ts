/** How a value stands in a cell of a table or of a JSON text: each way declared once, for both directions. */
import { type Amount, formatAmount } from "../../engine/amount.ts";
import type { Json } from "../../engine/feature.ts";
import { invariant } from "../../engine/invariant.ts";
import { type Percentage, parsePercentage } from "../../engine/percentage.ts";
import { storedAmount } from "../../engine/stored-amount.ts";

/** What a database is to take a cell for. An amount is a decimal, an instant an integer. */
export type Kind = "text" | "integer" | "real" | "decimal" | "flag" | "json";

/** Reads refuse, by crashing, what `write` cannot have written. */
export interface Column<T> {
  readonly kind: Kind;
  readonly read: (cell: unknown) => T;
  readonly write: (value: T) => unknown;
}

export const text: Column<string> = {
  kind: "text",
  read: (cell) => {
    invariant(typeof cell === "string", "the cell holds a text");
    return cell;
  },
  write: (value) => value,
};

/** A count, or an instant in milliseconds. */
export const integer: Column<number> = {
  kind: "integer",
  read: (cell) => {
    invariant(Number.isSafeInteger(cell), "the cell holds an integer");
    return Number(cell);
  },
  write: (value) => value,
};

export const real: Column<number> = {
  kind: "real",
  read: (cell) => {
    invariant(typeof cell === "number", "the cell holds a number");
    return cell;
  },
  write: (value) => value,
};

/** True or false as 1 or 0. */
export const flag: Column<boolean> = {
  kind: "flag",
  read: (cell) => {
    invariant(cell === 0 || cell === 1, "the cell holds 0 or 1");
    return cell === 1;
  },
  write: (value) => (value ? 1 : 0),
};

/** An amount as canonical decimal text. */
export const decimal: Column<Amount> = {
  kind: "decimal",
  read: (cell) => {
    const stored = storedAmount(text.read(cell));
    invariant(stored !== null, "the cell holds a decimal");
    return stored;
  },
  write: formatAmount,
};

/** A percentage as decimal text, with as many digits as it was given. */
export const percentage: Column<Percentage> = {
  kind: "text",
  read: (cell) => {
    const read = parsePercentage(text.read(cell));
    invariant(read, "the cell holds a percentage");
    return read;
  },
  write: (value) => value,
};

/** An entity's id within a key, where none is the empty text. */
export const entityOrNone: Column<string | null> = {
  kind: "text",
  read: (cell) => text.read(cell) || null,
  write: (value) => value ?? "",
};

/** An object that nobody here looks into. */
export const opaque: Column<Json> = {
  kind: "json",
  read: (cell) => {
    invariant(isJson(cell), "the cell holds a JSON object");
    return cell;
  },
  write: (value) => value,
};

/** Or nothing: null in a row, null or no field in a JSON text. */
export function nullable<T>({ kind, read, write }: Column<T>): Column<T | null> {
  return {
    kind,
    read: (cell) => (cell === null || cell === undefined ? null : read(cell)),
    write: (value) => (value === null ? null : write(value)),
  };
}

/** A field of a JSON text that older versions did not write: it then reads as `value`. */
export function orElse<T>({ kind, read, write }: Column<T>, value: T): Column<T> {
  return { kind, read: (cell) => (cell === undefined ? value : read(cell)), write };
}

/** One of a closed set of words, given as the keys of a record so that none is forgotten. */
export function oneOf<T extends string>(words: Readonly<Record<T, true>>): Column<T> {
  const isWord = (cell: unknown): cell is T =>
    typeof cell === "string" && Object.hasOwn(words, cell);
  const broken = `the cell holds one of ${Object.keys(words).join(", ")}`;
  return {
    kind: "text",
    read: (cell) => {
      invariant(isWord(cell), broken);
      return cell;
    },
    write: (value) => value,
  };
}

export function list<T>({ read, write }: Column<T>): Column<readonly T[]> {
  return {
    kind: "json",
    read: (cell) => {
      invariant(Array.isArray(cell), "the cell holds a list");
      return cell.map((item) => read(item));
    },
    write: (values) => values.map(write),
  };
}

/** Any of these, written as JSON text. */
export function jsonText<T>({ read, write }: Column<T>): Column<T> {
  return {
    kind: "json",
    read: (cell) => read(JSON.parse(text.read(cell))),
    write: (value) => JSON.stringify(write(value)),
  };
}

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
