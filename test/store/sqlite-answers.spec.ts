import type { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BalanceStore } from "../../src/store/port.ts";
import { migrate } from "../../src/store/sqlite/migrate.ts";
import { openDatabase } from "../../src/store/sqlite/open.ts";
import { sqliteStoreOn } from "../../src/store/sqlite/store.ts";
import { DAY } from "../support/engine.ts";
import { batchOf, featureOf, NOON, trackOf } from "./requests.ts";
import { did, didBatch, staged } from "./stage.ts";

let database: DatabaseSync;
let store: BalanceStore;

beforeEach(async () => {
  database = openDatabase(":memory:");
  await migrate(database);
  store = await staged(async () => sqliteStoreOn(database, { persistFreeOverage: false }));
});

afterEach(() => store.close());

describe("answers", () => {
  it("share one text of their catalogue, which goes with the last of them", async () => {
    for (const key of ["a", "b"]) await tracked(key);
    await did(store, featureOf("extra"), { idempotencyKey: "feature" });
    await tracked("c");
    expect([kept(), catalogs()]).toEqual([4, 2]);
    await tracked("d", NOON + DAY);
    expect([kept(), catalogs()]).toEqual([1, 2]);
    await did(store, featureOf("more"), { idempotencyKey: "later", now: NOON + DAY });
    expect([kept(), catalogs()]).toEqual([2, 2]);
  });

  it("hold no catalogue of their own", async () => {
    const before = longest();
    for (let count = 0; count < 50; count += 1) await did(store, featureOf(`f${count}`));
    await tracked("a");
    await did(store, featureOf("last"), { idempotencyKey: "feature" });
    expect(before).toBe(0);
    expect(longest()).toBeLessThan(2000);
  });

  it("older than a day are forgotten as others come, a hundred at a time, their keys never", async () => {
    for (let count = 0; count < 150; count += 1) await tracked(`old ${count}`);
    await tracked("recent", NOON + 1);
    await tracked("next", NOON + DAY);
    expect(kept()).toBe(52);
    await tracked("one more", NOON + DAY);
    expect(kept()).toBe(3);
    expect(count("answers")).toBe(153);
  });

  it("are forgotten twice as fast as a batch makes new ones", async () => {
    for (let count = 0; count < 150; count += 1) await tracked(`old ${count}`);
    const items = Array.from({ length: 70 }, (_item, index) => {
      return { command: trackOf("cus", "0.1"), idempotencyKey: `item ${index}` };
    });
    await didBatch(store, batchOf(items, { now: NOON + DAY, idempotencyKey: "batch" }));
    expect(kept()).toBe(150 - 142 + 71);
  });

  it("are not forgotten by a dry run or a replay", async () => {
    await tracked("a");
    const late = { now: NOON + DAY, idempotencyKey: "b" };
    await did(store, trackOf("cus", "1"), { ...late, dryRun: true });
    expect(kept()).toBe(1);
  });
});

async function tracked(idempotencyKey: string, now = NOON): Promise<void> {
  await did(store, trackOf("cus", "0.1"), { idempotencyKey, now });
}

function kept(): number {
  return count("answers WHERE outcomes IS NOT NULL AND catalog_hash IS NOT NULL");
}

function catalogs(): number {
  return count("catalogs");
}

function count(from: string): number {
  return Number(database.prepare(`SELECT count(*) AS n FROM ${from}`).get()?.n);
}

function longest(): number {
  const { n } = database.prepare("SELECT max(length(outcomes)) AS n FROM answers").get() ?? {};
  return Number(n);
}
