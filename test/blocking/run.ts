/**
 * How long the worst legal requests keep all others waiting: `node test/blocking/run.ts`, or only those cases
 * that have a word in their name, `-- "1,000 grants"`. Prints, for each request, the CPU of the longest stretch
 * in which nothing else had a turn, all CPU of the main thread, and how late /live was by the clock.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { type Gateway, launchGateway } from "../support/gateway-process.ts";
import { type Asked, CASES, type Case } from "./cases.ts";

const ASK_EVERY_MS = 20;
const PROBE = pathToFileURL(resolve(import.meta.dirname, "probe.ts")).href;
const agent = new Agent({ keepAlive: true, maxSockets: 50 });
const STRETCH = /longest stretch (\S+) of (\S+) rss (\S+)\n/g;

const only = process.argv[2] ?? "";
const folder = mkdtempSync(join(tmpdir(), "blocking-"));
try {
  for (const each of CASES.filter(({ name }) => name.includes(only))) await measured(each);
} finally {
  rmSync(folder, { recursive: true });
}

async function measured(each: Case): Promise<void> {
  const path = join(folder, `${Math.random()}.db`);
  const now = Date.now();
  const began = performance.now();
  const store = await openSqliteStore({ path, persistFreeOverage: false });
  await each.fill(store, now);
  await store.close();
  process.stdout.write(
    `${each.name} (filled in ${((performance.now() - began) / 1000).toFixed(1)} s)\n`,
  );
  const gateway = await launchGateway({
    DATABASE_URL: `sqlite:${path}`,
    SANDBOX: "true",
    NODE_OPTIONS: `--import ${PROBE}`,
  });
  try {
    for (const asked of each.asked(now)) process.stdout.write(`  ${await told(gateway, asked)}\n`);
  } catch (error) {
    process.stdout.write(`  ended: ${String(error)} ${gateway.stderr().slice(-2000)}\n`);
  } finally {
    await gateway.stop("SIGKILL");
  }
}

async function told(gateway: Gateway, asked: Asked): Promise<string> {
  await stretchOf(gateway);
  let isDone = false;
  const lateness = latestOf(gateway.at("/live"), () => isDone);
  const began = performance.now();
  const { bytes, start } = await answered(gateway.url, asked);
  const wall = performance.now() - began;
  isDone = true;
  const late = await lateness;
  const { longest, total, rss } = await stretchOf(gateway);
  const figures = `longest ${longest} ms of ${total} ms CPU; ${wall.toFixed(0)} ms; /live ${late.toFixed(0)} ms late`;
  return `${asked.title}: ${figures}; rss ${rss} MB; ${(bytes / 1e6).toFixed(1)} MB ${start}`;
}

async function answered(url: string, { query, variables = {} }: Asked) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  let bytes = 0;
  let start = "";
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (start.length < 150) start += new TextDecoder().decode(chunk.subarray(0, 150));
  }
  return { bytes, start };
}

async function latestOf(url: string, isDone: () => boolean): Promise<number> {
  const pending: Promise<number>[] = [];
  while (!isDone()) {
    pending.push(once(url));
    await sleep(ASK_EVERY_MS);
  }
  return Math.max(...(await Promise.all(pending)));
}

async function once(url: string): Promise<number> {
  const began = performance.now();
  await new Promise((resolve) => {
    get(url, { agent }, (response) => response.resume().on("end", resolve)).on("error", resolve);
  });
  return performance.now() - began;
}

async function stretchOf(gateway: Gateway) {
  const said = () => [...gateway.stderr().matchAll(STRETCH)];
  const before = said().length;
  process.kill(gateway.pid, "SIGUSR2");
  while (said().length === before) await sleep(5);
  const [, longest = "", total = "", rss = ""] = said().at(-1) ?? [];
  return { longest, total, rss };
}
