/** What ten years cost that fall due at once: CPU of the process, and how late it answers others meanwhile. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { customerOf, featureOf, grantOf } from "../store/requests.ts";
import { did } from "../store/stage.ts";
import { ask } from "../support/ask.ts";
import { launchGateway } from "../support/gateway-process.ts";

const DAY = 86_400_000;
const YEARS = 10;
const ROWS = 8;
const TICKS_A_SECOND = 100;

const AHEAD = Date.now() + YEARS * 365 * DAY;
const BALANCE = `{ balance(customerId: "clocked", featureId: "messages", at: ${AHEAD}) { remaining } }`;
const FIRST_READ = `{ customer(customerId: "alone") { balances { remaining } } }`;
const FIRST_TRACK = `mutation { track(input: { customerId: "alone", featureId: "messages", value: 1 }) {
  ... on TrackPayload { balance { remaining } } } }`;

const folder = mkdtempSync(join(tmpdir(), "ten-years-"));
try {
  await measured("balance(at:) ten years ahead", BALANCE);
  await measured("advanceClock by ten years", advanced("clocked"));
  await measured("advanceClock of a second customer", advanced("second"), advanced("clocked"));
  await measured("the first read after ten years alone", FIRST_READ);
  await measured("the first track after ten years alone", FIRST_TRACK);
} finally {
  rmSync(folder, { recursive: true });
}

function advanced(customerId: string): string {
  return `mutation { advanceClock(input: { customerId: "${customerId}", by: "P${YEARS}Y" }) {
    ... on AdvanceClockPayload { now customer { balances { remaining } ledger { totalCount } } } } }`;
}

/** What a gateway that has just started takes for a request; with `before`, one that has answered this already. */
async function measured(title: string, document: string, before?: string): Promise<void> {
  const path = join(folder, `${Math.random()}.db`);
  await fill(path, title);
  const gateway = await launchGateway({ DATABASE_URL: `sqlite:${path}`, SANDBOX: "true" });
  await fetch(gateway.at("/live"));
  if (before !== undefined) await ask(gateway.url, before);
  const used = cpuOf(gateway.pid);
  const began = performance.now();
  let isDone = false;
  const latest = lateness(gateway.at("/live"), () => isDone);
  const answer = await ask(gateway.url, document);
  const wall = performance.now() - began;
  const cpu = cpuOf(gateway.pid) - used;
  isDone = true;
  const told = JSON.stringify(answer).slice(0, 90);
  process.stdout.write(
    `${title}: ${cpu} ms CPU, ${wall.toFixed(0)} ms, /live ${(await latest).toFixed(0)} ms late; ${told}\n`,
  );
  await gateway.stop("SIGTERM");
}

async function fill(path: string, title: string): Promise<void> {
  const store = await openSqliteStore({ path, persistFreeOverage: false });
  const now = Date.now();
  const long = now - YEARS * 365 * DAY;
  await did(store, featureOf("messages"), { now });
  for (const customerId of ["clocked", "second"]) {
    await did(store, customerOf(customerId, { testClock: now }), { now });
  }
  const isAlone = title.includes("alone");
  if (isAlone) await did(store, customerOf("alone"), { now: long });
  for (let index = 0; index < ROWS; index += 1) {
    const given = {
      balanceId: `b${index}`,
      reset: { interval: "day", intervalCount: 1 },
      rollover: { max: null, maxPercentage: null, duration: "month", length: 1 },
    } as const;
    for (const customerId of ["clocked", "second"]) {
      await did(store, grantOf(customerId, `${customerId} ${index}`, given), { now });
    }
    if (isAlone) await did(store, grantOf("alone", `alone ${index}`, given), { now: long });
  }
  await store.close();
}

/** The longest that /live took, asked again and again. */
async function lateness(url: string, isDone: () => boolean): Promise<number> {
  let longest = 0;
  while (!isDone()) {
    const began = performance.now();
    await (await fetch(url)).text();
    longest = Math.max(longest, performance.now() - began);
    await sleep(20);
  }
  return longest;
}

/** User and system time of a process, in milliseconds. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_A_SECOND;
}
