import { integer } from "../column.ts";
import { call, type Program, type Written } from "../program.ts";
import type { Session } from "../session.ts";
import type { Database } from "../store.ts";
import { type FileRow, rowsOf, TransferError } from "./file.ts";
import { lineOf, nameOf } from "./line.ts";
import { FEATURES, MOVED, type MovedRow } from "./moved.ts";
import { rowsIn } from "./rows.ts";

/**
 * Brings the rows of a file into a store that holds none, or the first of this very file. Rows are put in
 * the file's order, some hundred a transaction, so that an import that was broken off goes on where it
 * ended. Nothing is ever overwritten.
 */
export async function imported(
  lines: AsyncIterable<string>,
  database: Database,
  onRow: () => void,
): Promise<void> {
  const standing = rowsIn(database);
  const chunk = new Chunk(database.session);
  let held = await standing.next();
  for await (const row of rowsOf(lines)) {
    if (held.done) {
      await chunk.add(row);
    } else {
      refuseOther(row, held.value);
      held = await standing.next();
    }
    onRow();
  }
  if (!held.done) throw mismatch(`The store holds ${nameOf(held.value)}, the file does not.`);
  await chunk.write();
}

function refuseOther(row: FileRow, held: MovedRow): void {
  if (lineOf(row) === lineOf(held)) return;
  const [theirs, ours] = [nameOf(row), nameOf(held)];
  throw mismatch(
    theirs === ours
      ? `Line ${row.line}: the store holds another ${ours}.`
      : `Line ${row.line} is ${theirs}, the store holds ${ours} there.`,
  );
}

function mismatch(what: string): TransferError {
  const rule =
    "Import into an empty store, or into one that an import of this file has begun to fill";
  return new TransferError(`${what} ${rule}; nothing was changed.`);
}

const MOST_ROWS = 500;
const MOST_CHARACTERS = 1_000_000;

/** Rows to be put in one transaction. */
class Chunk {
  readonly #session: Session;
  #rows: FileRow[] = [];
  #characters = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  async add(row: FileRow): Promise<void> {
    this.#rows.push(row);
    this.#characters += row.length;
    const isFull = this.#rows.length >= MOST_ROWS || this.#characters >= MOST_CHARACTERS;
    if (isFull) await this.write();
  }

  async write(): Promise<void> {
    const rows = this.#rows;
    if (rows.length === 0) return;
    this.#rows = [];
    this.#characters = 0;
    try {
      await this.#session.transact(() => putting(rows));
    } catch (error) {
      throw notWritten(rows, error);
    }
  }
}

/** One statement a table. Features are a change of the catalogue, of which other processes are to know. */
function* putting(rows: readonly FileRow[]): Program<Written<void>> {
  const isOfCatalog = rows.some(({ of }) => of === FEATURES);
  const claim = call(isOfCatalog ? "claimCatalog" : "shareCatalog");
  const [, [revision] = []] = yield [claim, call("catalogRevision")];
  const writes = MOVED.flatMap((table) => {
    const cells = rows.filter(({ of }) => of === table).map((row) => row.cells);
    return cells.length > 0 ? table.calls(cells) : [];
  });
  if (!isOfCatalog || !revision) return { result: undefined, writes };
  const revised = call("reviseCatalog", integer.read(revision[0]) + 1);
  return { result: undefined, writes: [...writes, revised] };
}

function notWritten(rows: readonly FileRow[], error: unknown): TransferError {
  const [first, last] = [rows[0]?.line, rows.at(-1)?.line];
  return new TransferError(`Lines ${first} to ${last} were not written: ${reasonsOf(error)}`, {
    cause: error,
  });
}

/** What a store says of a fault, and what its database said. */
function reasonsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} ${reasonsOf(error.cause)}`;
}
