import type { Dialect, Statement } from "../dialect.ts";
import type { Cell, Row } from "../program.ts";
import type { Database } from "../store.ts";
import type { MovedRow, MovedTable } from "./moved.ts";

/** A table's rows in order of their key, read page by page. */
export class Cursor {
  readonly #database: Database;
  readonly #of: MovedTable;
  #page: readonly Row[] = [];
  #taken = 0;
  #isLastPage = false;

  constructor(database: Database, of: MovedTable) {
    this.#database = database;
    this.#of = of;
  }

  /** From where it stands on: the rows whose first cell is this, or all. */
  async *rows(first?: unknown): AsyncGenerator<MovedRow> {
    for (let cells = await this.next(); cells !== null; cells = await this.next()) {
      if (first !== undefined && cells[0] !== first) return;
      this.#taken += 1;
      yield { of: this.#of, cells };
    }
  }

  /** The row that comes next; null after the last. */
  async next(): Promise<Row | null> {
    if (this.#taken === this.#page.length && !this.#isLastPage) await this.#turn();
    return this.#page[this.#taken] ?? null;
  }

  async #turn(): Promise<void> {
    const { session, dialect } = this.#database;
    this.#page = await session.read(pageOf(dialect, this.#of, this.#page.at(-1) ?? null));
    this.#taken = 0;
    this.#isLastPage = this.#page.length < this.#of.page;
  }
}

/** The page after the row given, or the first. */
function pageOf(
  { place, cell }: Dialect,
  { table, key, columns, page }: MovedTable,
  after: Row | null,
): Statement {
  const keys = key.map(({ name }) => `t.${name}`).join(", ");
  const places = key.map((_column, index) => place(index + 1)).join(", ");
  const beyond = after ? `WHERE (${keys}) > (${places})` : "";
  const values = after ? (after.slice(0, key.length) as readonly Cell[]) : []; // Keys are texts and integers.
  const sql = `SELECT ${columns.map((column) => cell(column, "t")).join(", ")} FROM ${table} t
    ${beyond} ORDER BY ${keys} LIMIT ${place(values.length + 1)}`;
  return { name: `${table} page`, sql, values: [...values, page] };
}
