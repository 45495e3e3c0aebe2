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
  it("hold no catalogue", async () => {
    for (let count = 0; count < 50; count += 1) await did(store, featureOf(`f${count}`));
    await tracked("a");
    await did(store, featureOf("last"), { idempotencyKey: "feature" });
    expect(kept()).toBe(2);
    expect(longest()).toBeLessThan(1200);
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
  return count("answers WHERE outcomes IS NOT NULL");
}

function count(from: string): number {
  return Number(database.prepare(`SELECT count(*) AS n FROM ${from}`).get()?.n);
}

function longest(): number {
  const { n } = database.prepare("SELECT max(length(outcomes)) AS n FROM answers").get() ?? {};
  return Number(n);
}
