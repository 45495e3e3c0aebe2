import { Fault } from "../port.ts";
import { text } from "../sql/column.ts";
import type { Link } from "./link.ts";

/**
 * Refuses a server that may lose what it has answered, and one that cannot take what we write. As the
 * session has it: a role or a database may differ from its server.
 */
export async function refuseUnfit({ run }: Pick<Link, "run">): Promise<void> {
  const settings = Object.keys(DEMANDS);
  const sql = `SELECT ${settings.map((name) => `current_setting('${name}')`).join(", ")}`;
  const [[row = []] = []] = await run([{ name: "settings", sql, values: [] }]);
  for (const [index, name] of settings.entries()) refuseUnmet(name, text.read(row[index]));
}

function refuseUnmet(name: string, value: string): void {
  const demand = DEMANDS[name];
  if (!demand || demand.isMet(value)) return;
  const message = `PostgreSQL answers ${name} = ${value}; it must be ${demand.words}.`;
  throw new Fault("STORE_UNAVAILABLE", message, { retryable: false });
}

interface Demand {
  readonly words: string;
  readonly isMet: (value: string) => boolean;
}

const OLDEST_VERSION = 15;

const DEMANDS: Readonly<Record<string, Demand>> = {
  server_version: {
    words: `${OLDEST_VERSION} or newer`,
    isMet: (value) => Number.parseInt(value, 10) >= OLDEST_VERSION,
  },
  server_encoding: { words: "UTF8", isMet: (value) => value === "UTF8" },
  // A standby is read-only, whatever its settings say.
  transaction_read_only: { words: "off", isMet: (value) => value === "off" },
  fsync: { words: "on", isMet: (value) => value === "on" },
  full_page_writes: { words: "on", isMet: (value) => value === "on" },
  // All others wait for this server's disk; they differ in which standby they wait for.
  synchronous_commit: { words: "on", isMet: (value) => value !== "off" },
};
