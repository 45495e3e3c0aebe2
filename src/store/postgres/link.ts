import { DatabaseError, type QueryArrayConfig } from "pg";
import type { Statement } from "../sql/dialect.ts";
import { closedFault, silentFault } from "../sql/fault.ts";
import type { Row } from "../sql/program.ts";
import type { OnStatement } from "../sql/session.ts";
import { parserOf } from "./cell-types.ts";
import { type Address, createLine, type Line } from "./client.ts";

export interface LinkOptions extends Address {
  readonly onStatement?: OnStatement | undefined;
}

/**
 * Sends all at once and in this order, each prepared once a connection; the rows of each. Rejects
 * with the first error once all are answered, and as it is. What one run leaves open, a transaction
 * above all, is the next one's.
 */
export type Run = (statements: readonly Statement[]) => Promise<readonly (readonly Row[])[]>;

/** One connection, made at the first use and anew at the first use after it broke. */
export interface Link {
  readonly run: Run;
  /** Runs on the connection of now, and on no other: what began on one that broke never goes on elsewhere. */
  readonly pinned: () => Run;
  /** Drops the connection with all that is under way on it; the next run makes another. */
  readonly discard: () => void;
  /** Waits for what is under way. */
  readonly close: () => Promise<void>;
}

export function openLink(options: LinkOptions): Link {
  const preparedName = preparedNames();
  let current: Connection | null = null;
  let closed = false;

  function drop(connection: Connection): void {
    connection.socket.destroy();
    if (current === connection) current = null;
  }

  function pinned(): Run {
    if (!closed) current ??= connect(options, drop);
    const connection = current;
    return (statements) => runOn(connection, statements);
  }

  async function runOn(connection: Connection | null, statements: readonly Statement[]) {
    if (closed) throw closedFault();
    if (connection === null || connection !== current) throw silentFault();
    try {
      await connection.ready;
      return await sent(statements, connection);
    } catch (error) {
      if (!isSoundAfter(error)) drop(connection);
      throw error;
    }
  }

  async function sent(statements: readonly Statement[], { client, socket }: Connection) {
    socket.cork(); // All leave in one packet.
    const answers = statements.map(({ name, sql, values }) => {
      options.onStatement?.(name);
      const query = { name: preparedName(name, sql), text: sql, values: [...values] };
      return client.query<unknown[]>({ ...query, rowMode: "array" } satisfies QueryArrayConfig);
    });
    socket.uncork();
    await Promise.allSettled(answers);
    return (await Promise.all(answers)).map(({ rows }) => rows);
  }

  return {
    run: async (statements) => pinned()(statements),
    pinned,
    discard: () => {
      if (current) drop(current);
    },
    close: async () => {
      closed = true;
      if (current) await end(current, options.timeoutMs);
    },
  };
}

interface Connection extends Line {
  /** Settled once the connection may be used, or never can be. */
  readonly ready: Promise<unknown>;
}

function connect(address: Address, onEnd: (connection: Connection) => void): Connection {
  const types = { getTypeParser: parserOf };
  const { client, socket } = createLine(address, { pipeline: true, types });
  const settings = settingsFor(address.timeoutMs);
  const ready = client.connect().then(() => client.query(settings));
  const connection: Connection = { client, socket, ready };
  client.on("error", () => onEnd(connection));
  client.on("end", () => onEnd(connection));
  return connection;
}

/**
 * The server gives up before the client does, which then need not drop the connection: first waiting
 * for a row lock, then on the statement. It also ends what a client that vanished has left behind.
 * A plan is kept for as long as the connection, and one that was made while a table had few rows must
 * not scan it once there are many: what an index can answer, it does.
 */
function settingsFor(timeoutMs: number): string {
  const settings = {
    lock_timeout: Math.ceil(timeoutMs / 2),
    statement_timeout: Math.ceil((timeoutMs * 3) / 4),
    idle_in_transaction_session_timeout: timeoutMs,
    tcp_user_timeout: timeoutMs, // Without effect on a unix socket.
    enable_seqscan: "off",
    jit: "off", // Where no index can answer, older servers would take the scan for dear enough.
  };
  return Object.entries(settings)
    .map(([name, value]) => `SET ${name} = ${value}`)
    .join("; ");
}

/** A goodbye that the server does not take is cut short. */
async function end({ client, socket, ready }: Connection, timeoutMs: number): Promise<void> {
  const timer = setTimeout(() => socket.destroy(), timeoutMs);
  await Promise.allSettled([ready]); // Ended while it connects, the driver would never settle it.
  await client.end();
  clearTimeout(timer);
}

/** An error of a statement's own leaves the connection as good as before. */
function isSoundAfter(error: unknown): boolean {
  if (!(error instanceof DatabaseError) || error.severity !== "ERROR") return false;
  return !FORGOTTEN.includes(error.code ?? "");
}

/** The server no longer has what was prepared, or can no longer run it: it was prepared for another schema. */
const FORGOTTEN = ["26000", "0A000"];

/** One name for one text, as a connection demands. */
function preparedNames() {
  const names = new Map<string, string>();
  return (name: string, sql: string): string => {
    const known = names.get(sql);
    if (known) return known;
    const added = `${name.replaceAll(" ", "_")}-${names.size}`;
    names.set(sql, added);
    return added;
  };
}
