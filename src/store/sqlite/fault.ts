import { Fault } from "../port.ts";
import { isJson } from "../sql/column.ts";

export const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;

/** What the driver threw as a Fault; anything else, a bug of ours above all, as it is. */
export function toFault(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === SQLITE_FULL) {
    const message = "The store's disk is full; nothing was saved.";
    return new Fault("STORE_FULL", message, { retryable: true, cause: error });
  }
  if (code === null) return error;
  const message = "The store did not answer.";
  return new Fault("STORE_UNAVAILABLE", message, { retryable: true, cause: error });
}

/** SQLite's primary result code; null where the error is not SQLite's. */
export function sqliteCode(error: unknown): number | null {
  if (!isJson(error) || error.code !== "ERR_SQLITE_ERROR") return null;
  return typeof error.errcode === "number" ? error.errcode & 0xff : 0;
}

export function closedFault(): Fault {
  return new Fault("STORE_UNAVAILABLE", "The store is closed.", { retryable: false });
}
