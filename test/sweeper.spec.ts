import { expect, test } from "vitest";
import { Fault, type Sweep } from "../src/store/port.ts";
import { openSqliteStore } from "../src/store/sqlite/store.ts";
import { startSweeper } from "../src/sweeper.ts";
import { customerOf, entriesQuery, featureOf, grantOf } from "./store/requests.ts";
import { did } from "./store/stage.ts";

const IDLE: Sweep = { settled: 0, nextDueAt: null, broken: [] };
const FULL = new Fault("STORE_FULL", "The store's disk is full.", { retryable: true });

/** What is logged: the level, and what was told beside the words. */
function logging() {
  const logged: (readonly [string, object])[] = [];
  const at = (level: string) => (first: object) => void logged.push([level, first]);
  const info = () => void logged.push(["info", {}]);
  return { logged, logger: { info, warn: at("warn"), error: at("error") } as never };
}

/** Answers each sweep with the next of these, and then with nothing to do. */
function scripted(answers: readonly (Sweep | Error)[]) {
  const calledAt: number[] = [];
  const left = [...answers];
  const sweep = async (): Promise<Sweep> => {
    calledAt.push(performance.now());
    const next = left.shift() ?? IDLE;
    if (next instanceof Error) throw next;
    return next;
  };
  return { calledAt, store: { sweep } };
}

test("what falls due is committed within a second, though nobody asks", async () => {
  const store = await openSqliteStore({ path: ":memory:", persistFreeOverage: false });
  const { logged, logger } = logging();
  const sweeper = startSweeper({ store, clock: Date.now, logger });
  const now = Date.now();
  await did(store, featureOf("messages"), { now });
  await did(store, customerOf("cus"), { now });
  await did(store, grantOf("cus", "g1", { expiresAt: now + 300 }), { now });
  const latest = async () => (await store.entries(entriesQuery("cus", { limit: 1 })))[0];
  await expect
    .poll(async () => (await latest())?.kind, { timeout: 20_000, interval: 10 })
    .toBe("EXPIRE");
  expect((await latest())?.at).toBe(now + 300);
  await sweeper.stop();
  await store.close();
  expect(logged).toEqual([]);
});

test("it looks again when the next thing falls due, and after a second at most", async () => {
  const { calledAt, store } = scripted([
    { settled: 64, nextDueAt: -1, broken: [] },
    { settled: 1, nextDueAt: 40, broken: [] },
    { settled: 1, nextDueAt: 9_000_000, broken: [] },
  ]);
  const sweeper = startSweeper({ store, clock: () => 0, logger: logging().logger });
  await expect.poll(() => calledAt.length, { timeout: 20_000 }).toBe(4);
  await sweeper.stop();
  const [first = 0, second = 0, third = 0, fourth = 0] = calledAt;
  expect(third - second).toBeGreaterThan(35);
  expect(fourth - third).toBeGreaterThan(990);
  expect(second - first).toBeLessThan(fourth - third);
  expect(calledAt).toHaveLength(4);
});

test("a store that cannot commit is told once, and once more when it can again", async () => {
  const { calledAt, store } = scripted([FULL, FULL]);
  const { logged, logger } = logging();
  const sweeper = startSweeper({ store, clock: () => 0, logger });
  await expect.poll(() => calledAt.length, { timeout: 20_000 }).toBe(3);
  await expect.poll(() => logged.length).toBe(2);
  await sweeper.stop();
  const warning = { code: "STORE_FULL", reason: "The store's disk is full." };
  expect(logged).toEqual([
    ["warn", warning],
    ["info", {}],
  ]);
});

test("a customer beyond sense is told, and keeps nobody else waiting", async () => {
  const reason = new Error("the cell holds a text");
  const broken = [{ customerId: "cus", reason }];
  const { calledAt, store } = scripted([{ settled: 1, nextDueAt: -1, broken }]);
  const { logged, logger } = logging();
  const sweeper = startSweeper({ store, clock: () => 0, logger });
  await expect.poll(() => calledAt.length).toBe(2);
  await sweeper.stop();
  expect(logged).toEqual([["error", { customerId: "cus", err: reason }]]);
});
