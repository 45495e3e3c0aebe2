import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Fault } from "../port.ts";
import { SQLITE_BUSY, sqliteCode } from "./fault.ts";
import { fold } from "./fold.ts";

export const IN_MEMORY = ":memory:";

const BUSY_TIMEOUT_MS = 100;

/**
 * Opens the file, made with its folder where missing, for this process alone: another that has it
 * open makes this a STORE_LOCKED fault. A commit is on disk when it returns (WAL, synchronous=FULL).
 */
export function openDatabase(path: string): DatabaseSync {
  if (path !== IN_MEMORY) mkdirSync(dirname(path), { recursive: true });
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    configure(database, path);
    database.function("fold", { deterministic: true }, (text) =>
      typeof text === "string" ? fold(text) : text,
    );
    return database;
  } catch (error) {
    database?.close();
    throw openFault(error, path);
  }
}

/** The locking mode comes first: it makes the first access take the lock, and keep it. */
function configure(database: DatabaseSync, path: string): void {
  set(database, "locking_mode", "exclusive");
  set(database, "journal_mode", path === IN_MEMORY ? "memory" : "wal");
  set(database, "synchronous", 2);
  set(database, "foreign_keys", 1);
  set(database, "busy_timeout", BUSY_TIMEOUT_MS);
  database.exec("BEGIN IMMEDIATE; COMMIT");
}

function set(database: DatabaseSync, pragma: string, value: string | number): void {
  database.exec(`PRAGMA ${pragma} = ${value}`);
  const [inForce] = Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {});
  if (inForce === value) return;
  const message = `SQLite answers ${pragma} = ${inForce}; it must be ${value}.`;
  throw new Fault("STORE_UNAVAILABLE", message, { retryable: false });
}

function openFault(error: unknown, path: string): unknown {
  const code = sqliteCode(error);
  if (code === SQLITE_BUSY) {
    const message = `${path} is open in another process; one gateway at a time may use it.`;
    return new Fault("STORE_LOCKED", message, { retryable: false, cause: error });
  }
  if (code === null) return error;
  const message = `${path} cannot be opened as a SQLite file.`;
  return new Fault("STORE_UNAVAILABLE", message, { retryable: false, cause: error });
}
