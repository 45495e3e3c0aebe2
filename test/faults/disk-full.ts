import assert from "node:assert/strict";
import { join } from "node:path";
import type { BalanceStore } from "../../src/store/port.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { ask } from "../support/ask.ts";
import { startServer } from "../support/postgres-server.ts";
import type { Figures } from "./figures.ts";
import { served } from "./served.ts";
import { mountSmallDisk, type SmallDisk } from "./small-disk.ts";
import { tried } from "./trial.ts";
import { until } from "./until.ts";

const SQLITE_MEGABYTES = 128;
const POSTGRES_MEGABYTES = 512;
const persistFreeOverage = false;

/** The disk of a SQLite file has no space left, until it has again. */
export async function fullSqliteDisk(times: number): Promise<Figures> {
  await using disk = mountSmallDisk(SQLITE_MEGABYTES);
  const path = join(disk.folder, "balances.db");
  return await filled(disk, await openSqliteStore({ path, persistFreeOverage }), times);
}

/** The same, of a PostgreSQL server. */
export async function fullPostgresDisk(times: number): Promise<Figures> {
  await using disk = mountSmallDisk(POSTGRES_MEGABYTES);
  await using servers = new AsyncDisposableStack();
  const server = await startServer(disk.folder);
  servers.defer(server.end);
  const url = `${server.url}/postgres`;
  return await filled(disk, await openPostgresStore({ url, persistFreeOverage }), times);
}

async function filled(disk: SmallDisk, store: BalanceStore, times: number): Promise<Figures> {
  await using gateway = await served(store);
  return await tried({
    urls: [gateway.url],
    times,
    fault: async (_time, { failures }) => {
      const before = failures.get("STORE_FULL") ?? 0;
      disk.fill();
      await until("writes fail", () => (failures.get("STORE_FULL") ?? 0) > before);
      const { data } = await ask(gateway.url, READ);
      assert.ok(data.balance.remaining > 0, "reads go on");
      disk.clear();
    },
  });
}

const READ = `{ balance(customerId: "ada", featureId: "calls") { remaining } }`;
