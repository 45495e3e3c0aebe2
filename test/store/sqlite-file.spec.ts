import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BalanceStore } from "../../src/store/port.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { DAY } from "../support/engine.ts";
import { type Child, startChild } from "./child-process.ts";
import { EVERY_COMMAND, SEAT } from "./every-command.ts";
import {
  batchOf,
  customerOf,
  customersQuery,
  entriesQuery,
  featureOf,
  finalOf,
  lockOf,
  locksQuery,
  NOON,
  trackOf,
} from "./requests.ts";
import { did, didBatch, refusedWith, replayOf, staged } from "./stage.ts";

let folder: string;
let path: string;
let store: BalanceStore | null = null;
const children: Child[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "balances-[x]-"));
  path = join(folder, "data", "balances.db");
});

afterEach(async () => {
  for (const child of children.splice(0)) await child.kill();
  await store?.close();
  store = null;
  rmSync(folder, { recursive: true });
});

async function open(): Promise<BalanceStore> {
  store = await openSqliteStore({ path, persistFreeOverage: true });
  return store;
}

function started(task: "hold" | "track"): Child {
  const child = startChild(path, task);
  children.push(child);
  return child;
}

describe("the file", () => {
  it("is made with its folder, and keeps everything for the next process", async () => {
    const first = await staged(open);
    const tracked = await did(first, trackOf("cus", "1.5"), { idempotencyKey: "k" });
    const kept = await Promise.all(everything(first));
    await first.close();

    const second = await open();
    expect(await Promise.all(everything(second))).toEqual(kept);
    const replay = await did(second, trackOf("cus", "1.5"), { idempotencyKey: "k" });
    expect(replay).toEqual(replayOf(tracked));
    expect((await second.catalog()).persistFreeOverage).toBe(true);
  });

  it("is refused to a second store of the same process", async () => {
    await open();
    const second = openSqliteStore({ path, persistFreeOverage: false });
    await expect(second).rejects.toMatchObject({ code: "STORE_LOCKED", retryable: false });
  });

  it("is refused to a second process, in one sentence that names it", async () => {
    await open();
    const child = started("hold");
    const sentence = `Fault: ${path} is open in another process; one gateway at a time may use it.`;
    expect(await child.line()).toBe(sentence);
  });

  it("is refused while another process holds it, and free once that one is killed", async () => {
    const child = started("hold");
    expect(await child.line()).toBe("open");
    await expect(open()).rejects.toMatchObject({ code: "STORE_LOCKED" });
    await child.kill();
    await staged(open);
  });

  it("holds every answered track exactly once after kill -9, and at most one more", async () => {
    await (await staged(open)).close();
    let answered = 0;
    for (let kills = 0; kills < 5; kills += 1) {
      const child = started("track");
      expect(await child.line()).toBe("open");
      await sleep(40 + kills * 15);
      const keys = await child.kill();
      answered += keys.length;

      const reopened = await open();
      const entries = await reopened.entries(
        entriesQuery("cus", { limit: 100_000, kind: "TRACK" }),
      );
      const stored = entries.map(({ idempotencyKey }) => idempotencyKey);
      expect(stored).toEqual(expect.arrayContaining([...keys]));
      expect(new Set(stored).size).toBe(stored.length);
      expect(stored.length - answered).toBeOneOf([0, 1]);
      answered = stored.length;
      await reopened.close();
    }
    expect(answered).toBeGreaterThan(5);
  });

  it.each(Object.values(EVERY_COMMAND).map((command) => [command.type, command] as const))(
    "has the same bytes after a dry run of %s",
    async (_type, command) => {
      const opened = await staged(open);
      await did(opened, customerOf("clocked", { testClock: NOON }));
      await did(opened, { ...SEAT, type: "createEntity", entityId: "e1" });
      await did(opened, lockOf("cus", "held", "1"));
      const before = digest();
      for (const idempotencyKey of [null, "key"]) {
        const dry = { dryRun: true, now: NOON + DAY / 2, idempotencyKey };
        expect((await did(opened, command, dry)).dryRun).toBe(true);
      }
      expect(digest()).toBe(before);
    },
  );

  it("has the same bytes after a dry run of a batch of a thousand, each with its key", async () => {
    const opened = await staged(open);
    const before = digest();
    const items = Array.from({ length: 1000 }, (_item, index) => {
      return { command: trackOf("cus", "0.01"), idempotencyKey: `item ${index}` };
    });
    await didBatch(opened, batchOf(items, { dryRun: true, idempotencyKey: "batch" }));
    expect(digest()).toBe(before);
  });

  it("has the same bytes after a dry run, a refusal, a replay and reads", async () => {
    const opened = await staged(open);
    await did(opened, trackOf("cus", "1"), { idempotencyKey: "k" });
    const before = digest();
    await did(opened, trackOf("cus", "1"), { dryRun: true, idempotencyKey: "other" });
    await did(opened, featureOf("extra"), { dryRun: true });
    await did(opened, trackOf("cus", "1"), { idempotencyKey: "k" });
    await refusedWith(opened, trackOf("cus", "101", { overageBehavior: "reject" }));
    await refusedWith(opened, finalOf("unknown", "release"));
    await didBatch(opened, batchOf([trackOf("nobody", "1")], { idempotencyKey: "batch" }));
    await Promise.all(everything(opened));
    expect(digest()).toBe(before);
    await did(opened, trackOf("cus", "1"));
    expect(digest()).not.toBe(before);
  });
});

function everything(from: BalanceStore): readonly Promise<unknown>[] {
  return [
    from.catalog(),
    from.customers(customersQuery()),
    from.entries(entriesQuery("cus")),
    from.locks(locksQuery("cus")),
    from.countEntries(entriesQuery("cus", { featureId: "messages" })),
  ];
}

function digest(): string {
  const hash = createHash("sha256");
  for (const file of [path, `${path}-wal`]) if (existsSync(file)) hash.update(readFileSync(file));
  return hash.digest("hex");
}
