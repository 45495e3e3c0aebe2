/**
 * The faults at length: `npm run faults`, or `npm run faults -- --kills 100 --server-kills 20 --times 20`,
 * or those `--only` that have a word in their name. Prints a table, and ends with 1 where a promise was broken.
 */

import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { lastWill } from "../support/last-will.ts";
import { freshDatabaseOn } from "../support/postgres.ts";
import { startServer } from "../support/postgres-server.ts";
import { blackHoles } from "./black-hole.ts";
import { clockJumps } from "./clock-jumps.ts";
import { fullPostgresDisk, fullSqliteDisk } from "./disk-full.ts";
import { broken, type Figures, HEADS, rowOf } from "./figures.ts";
import { gatewayKills } from "./gateway-kills.ts";
import { serverKills } from "./server-kills.ts";
import { whyNoDisk } from "./small-disk.ts";
import { startedAtOnce } from "./starts.ts";
import { terminations } from "./terminations.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "100" },
    "server-kills": { type: "string", default: "20" },
    times: { type: "string", default: "20" },
    only: { type: "string", default: "" },
  },
});
const kills = Number(values.kills);
const times = Number(values.times);
const persistFreeOverage = false;

await using resources = new AsyncDisposableStack();
const server = await startServer();
resources.defer(server.end);
const folder = await mkdtemp(join(tmpdir(), "balance-gateway-"));
resources.defer(lastWill('rm -r "$1"', folder).execute);
const fresh = () => freshDatabaseOn(server.url);

const without = whyNoDisk();

const trials: Readonly<Record<string, () => Promise<Figures>>> = {
  "kill -9 of the gateway, SQLite": () =>
    gatewayKills({ databaseUrl: `sqlite:${join(folder, "kills.db")}`, gateways: 1, times: kills }),
  "kill -9 of one of two gateways, PostgreSQL": async () =>
    gatewayKills({ databaseUrl: await fresh(), gateways: 2, times: kills }),
  "kill -9 of the PostgreSQL server": () => serverKills(server, Number(values["server-kills"])),
  "all connections terminated, 8 times in a row": async () => terminations(await fresh(), times),
  "a black hole before one of two gateways": async () =>
    blackHoles({ databaseUrl: await fresh(), timeoutMs: 5000, times }),
  "disk full, SQLite": () => fullSqliteDisk(times),
  "disk full, PostgreSQL": () => fullPostgresDisk(times),
  "clocks jump, SQLite": async () => {
    const store = await openSqliteStore({ path: join(folder, "clocks.db"), persistFreeOverage });
    return clockJumps(async () => store, times);
  },
  "clocks jump, PostgreSQL": async () => {
    const url = await fresh();
    return clockJumps(() => openPostgresStore({ url, persistFreeOverage }), times);
  },
};

for (const head of HEADS) say(head);
const chosen = Object.entries(trials).filter(([name]) => name.includes(values.only));
for (const [name, trial] of chosen) {
  if (without === null || !name.startsWith("disk full")) await row(name, trial);
}
if (without !== null) say(`\nNo disk was filled: ${without}.`);
await starts(10);

async function row(name: string, trial: () => Promise<Figures>): Promise<void> {
  try {
    const figures = await trial();
    say(rowOf(name, figures));
    for (const breach of broken(figures)) fail(name, breach);
  } catch (error) {
    fail(name, error);
  }
}

async function starts(count: number): Promise<void> {
  try {
    const { secondsToReady, secondsToStop } = await startedAtOnce(await fresh(), count);
    const [ready, stopped] = [secondsToReady.toFixed(1), secondsToStop.toFixed(1)];
    say(`\n${count} starts at once: all ready after ${ready} s, all stopped after ${stopped} s.`);
  } catch (error) {
    fail(`${count} starts at once`, error);
  }
}

function fail(name: string, reason: unknown): void {
  say(`${name}: ${String(reason)}`);
  process.exitCode = 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
