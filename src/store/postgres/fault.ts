import { DatabaseError } from "pg";
import { Fault } from "../port.ts";
import { isJson } from "../sql/column.ts";
import { fullFault, silentFault } from "../sql/fault.ts";

/** What the driver threw as a Fault; anything else, a bug of ours above all, as it is. */
export function toFault(error: unknown): unknown {
  const trouble = error instanceof DatabaseError ? serverTrouble(error) : linkTrouble(error);
  return trouble === null ? error : FAULTS[trouble](error);
}

/** Another writer was faster: the same may succeed when it is tried again. */
export function isContention(error: unknown): boolean {
  return error instanceof DatabaseError && CONTENTION.includes(error.code ?? "");
}

/** A unique key taken, a transaction that cannot be put in order with another, a deadlock. */
const CONTENTION = ["23505", "40001", "40P01"];

const FAULTS = { full: fullFault, silent: silentFault, refused: refusedFault };

type Trouble = keyof typeof FAULTS;

function refusedFault(cause: unknown): Fault {
  const message =
    "The store turns the gateway away: its address, user, password or TLS is not right.";
  return new Fault("STORE_UNAVAILABLE", message, { retryable: false, cause });
}

/** By SQLSTATE, or by its first two characters, which name its class. The longer one wins. */
const SQLSTATES: Readonly<Record<string, Trouble>> = {
  "08": "silent", // The connection.
  25006: "silent", // A standby, or a server being turned into one.
  "25P03": "silent", // Idle within a transaction for too long,
  "25P04": "silent", // or within it for too long.
  26000: "silent", // A prepared statement that a server in between has forgotten.
  28: "refused", // The user or the password.
  "3D000": "refused", // No such database.
  53: "silent", // Short of memory or of connections,
  53100: "full", // or of disk.
  "55P03": "silent", // A row lock was not to be had in time.
  57014: "silent", // The statement took too long.
  "57P": "silent", // The server stops, starts, or was told to end the connection.
  58: "silent", // The server's own files.
};

function serverTrouble({ code = "" }: DatabaseError): Trouble | null {
  const known = [code, code.slice(0, 3), code.slice(0, 2)].find((prefix) =>
    Object.hasOwn(SQLSTATES, prefix),
  );
  return known === undefined ? null : (SQLSTATES[known] ?? null);
}

/** What the driver says of a connection in plain words, or the system by a code. */
function linkTrouble(error: unknown): Trouble | null {
  if (!(error instanceof Error)) return null;
  if (SILENCE.test(error.message)) return "silent";
  if (TURNED_AWAY.test(error.message)) return "refused";
  const code = isJson(error) && typeof error.code === "string" ? error.code : "";
  if (/^E(?!RR_)[A-Z_]+$/.test(code)) return "silent";
  return /CERT|SIGNATURE|^ERR_(TLS|SSL|INVALID_URL)/.test(code) ? "refused" : null;
}

const SILENCE =
  /^(timeout expired|Query read timeout|Connection terminated( unexpectedly)?|Client (was closed|has encountered a connection error) and is not queryable)$/;

const TURNED_AWAY =
  /^(SASL: |The server does not support SSL|There was an error establishing an SSL)/;
