/** A row as a line of text and back: an object under its table's name, its cells under their columns'. */
import { formatAmount } from "../../../engine/amount.ts";
import { storedAmount } from "../../../engine/stored-amount.ts";
import { isJson, type Kind } from "../column.ts";
import type { SqlColumn } from "../shape.ts";
import { MOVED, type MovedRow } from "./moved.ts";

export function lineOf({ of, cells }: MovedRow): string {
  const named = of.columns.map(({ name }, index) => [name, cells[index]]);
  return JSON.stringify({ [of.table]: Object.fromEntries(named) });
}

/** Whose row it is, to tell a reader. */
export function nameOf({ of, cells }: MovedRow): string {
  return [of.table, ...cells.slice(0, of.key.length)].join(" ");
}

/** What is wrong with a line. */
export interface Malformed {
  readonly reason: string;
}

export function rowOf(line: string): MovedRow | Malformed {
  const parsed = jsonIn(line);
  if (!isJson(parsed)) return { reason: "it is not a JSON object" };
  const [[name, record] = [], ...others] = Object.entries(parsed);
  const of = MOVED.find(({ table }) => table === name);
  if (!of || others.length > 0) return { reason: "it does not name one of the tables" };
  if (!isJson(record)) return { reason: `${of.table} is not an object` };
  const known = new Set(of.columns.map((column) => column.name));
  const unknown = Object.keys(record).find((key) => !known.has(key));
  if (unknown !== undefined) return { reason: `${of.table} has no ${unknown}` };
  const wrong = of.columns.find((column) => !fits(column, record));
  if (wrong) return { reason: `${of.table}.${wrong.name} must be ${FORMS[wrong.kind].words}` };
  return { of, cells: of.columns.map((column) => record[column.name]) };
}

export function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // No value of JSON's: whoever asks tells it from one.
  }
}

function fits({ name, kind }: SqlColumn, record: Readonly<Record<string, unknown>>): boolean {
  const cell = record[name];
  return cell === null || FORMS[kind].isOne(cell);
}

interface Form {
  readonly words: string;
  readonly isOne: (cell: unknown) => boolean;
}

/** What a cell may be beside null; which cells may be null their store knows. */
const FORMS: Readonly<Record<Kind, Form>> = {
  text: { words: "a text", isOne: isText },
  integer: { words: "a whole number", isOne: Number.isSafeInteger },
  real: { words: "a number", isOne: Number.isFinite },
  decimal: { words: "a decimal in its shortest form, as text", isOne: isDecimal },
  flag: { words: "0 or 1", isOne: (cell) => cell === 0 || cell === 1 },
  json: { words: "JSON, as text", isOne: (cell) => isText(cell) && jsonIn(cell) !== undefined },
};

function isText(cell: unknown): cell is string {
  return typeof cell === "string";
}

function isDecimal(cell: unknown): boolean {
  const stored = isText(cell) ? storedAmount(cell) : null;
  return stored !== null && formatAmount(stored) === cell;
}
