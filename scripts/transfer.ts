/** What export and import have in common: the store that the gateway uses, progress, the exit code. */
import { existsSync } from "node:fs";
import { readConfig } from "../src/config.ts";
import { Fault } from "../src/store/port.ts";
import type { Database } from "../src/store/sql/store.ts";

type Verb = "export" | "import";

/** Tells on stderr how it goes; the exit code is 1 where it fails. */
export async function transfer(
  verb: Verb,
  work: (database: Database, onRow: () => void) => Promise<void>,
): Promise<void> {
  try {
    const database = await openStore(verb);
    const progress = new Progress(verb);
    try {
      await work(database, () => progress.add());
      progress.tell("done");
    } finally {
      progress.stop();
      await database.session.close();
    }
  } catch (error) {
    process.stderr.write(`balance-gateway cannot ${verb}. ${messageOf(error)}\n`);
    process.exitCode = 1;
  }
}

/** As the gateway does, whatever else it is told; but an export makes no file where there is none. */
async function openStore(verb: Verb): Promise<Database> {
  const { DATABASE_URL } = process.env;
  const { database } = readConfig({ DATABASE_URL });
  if (database.kind === "postgres") {
    const { openPostgresRows } = await import("../src/store/postgres/store.ts");
    return openPostgresRows(database.url);
  }
  const { path } = database;
  if (verb === "export" && !existsSync(path)) throw new Error(`There is no file ${path}.`);
  const { openSqliteRows } = await import("../src/store/sqlite/store.ts");
  return openSqliteRows(path);
}

const TELLING_MS = 1000;

class Progress {
  readonly #verb: Verb;
  readonly #since = performance.now();
  readonly #timer = setInterval(() => this.tell("so far"), TELLING_MS);
  #rows = 0;

  constructor(verb: Verb) {
    this.#verb = verb;
  }

  add(): void {
    this.#rows += 1;
  }

  tell(how: "so far" | "done"): void {
    const seconds = (performance.now() - this.#since) / 1000;
    const rate = Math.round(this.#rows / seconds).toLocaleString("en");
    const rows = this.#rows.toLocaleString("en");
    process.stderr.write(`${this.#verb}: ${rows} rows ${how}, ${rate} a second\n`);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isInUse = error instanceof Fault && error.code === "STORE_LOCKED";
  return isInUse ? `${error.message} Stop it, and try again.` : error.message;
}
