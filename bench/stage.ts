import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lastWill } from "../test/support/last-will.ts";
import { asked, freshDatabaseOn } from "../test/support/postgres.ts";
import { startServer } from "../test/support/postgres-server.ts";
import { seedPeers, seedPostgres, seedSqlite } from "./seed.ts";
import { SERVERS, type ServerName, startTarget, type Target } from "./servers.ts";

/** One PostgreSQL server, and databases on it. All of it goes with this process. */
export interface Stage extends AsyncDisposable {
  readonly databaseUrl: string;
  /** The server's first process. */
  readonly postgresPid: number;
  /** Another database, empty. */
  readonly freshDatabase: () => Promise<string>;
  /** Starts one of the servers; it stops with the stage. */
  readonly start: (name: ServerName, databaseUrl?: string) => Promise<Target>;
}

export async function setStage(customers: number): Promise<Stage> {
  await using resources = new AsyncDisposableStack();
  const server = await startServer();
  resources.defer(server.end);
  const folder = await mkdtemp(join(tmpdir(), "balance-gateway-bench-"));
  const will = lastWill('rm -rf "$1"', folder);
  resources.defer(async () => {
    await rm(folder, { recursive: true });
    await will.revoke();
  });
  const freshDatabase = () => freshDatabaseOn(server.url);
  const databaseUrl = await freshDatabase();
  await seedPostgres(databaseUrl, customers);
  await seedPeers(databaseUrl);
  const file = join(folder, "balances.db");
  await seedSqlite(file, customers);
  const apart = await freshDatabase(); // What it wrote elsewhere, the gateway that keeps would have to read again.
  await seedPostgres(apart, customers);
  const urls: Urls = { cold: apart, sqlite: `sqlite:${file}` };
  const [[postmaster] = []] = await asked(databaseUrl, "SELECT pg_read_file('postmaster.pid')");
  const held = resources.move();
  return {
    databaseUrl,
    postgresPid: Number.parseInt(String(postmaster), 10),
    freshDatabase,
    start: async (name, url = urls[name] ?? databaseUrl) => {
      const target = await startTarget(name, url);
      held.defer(async () => {
        await target.stop();
      });
      return target;
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** Of the servers that have a database of their own. */
type Urls = Readonly<Partial<Record<ServerName, string>>>;

export async function startAll(stage: Stage): Promise<readonly Target[]> {
  const targets: Target[] = [];
  for (const name of Object.keys(SERVERS) as ServerName[]) targets.push(await stage.start(name));
  return targets;
}
