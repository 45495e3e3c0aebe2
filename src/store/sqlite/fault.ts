import { isJson } from "../sql/column.ts";
import { fullFault, silentFault } from "../sql/fault.ts";

export const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;

/** What the driver threw as a Fault; anything else, a bug of ours above all, as it is. */
export function toFault(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === SQLITE_FULL) return fullFault(error);
  return code === null ? error : silentFault(error);
}

/** SQLite's primary result code; null where the error is not SQLite's. */
export function sqliteCode(error: unknown): number | null {
  if (!isJson(error) || error.code !== "ERR_SQLITE_ERROR") return null;
  return typeof error.errcode === "number" ? error.errcode & 0xff : 0;
}
