import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import { openDatabase } from "../../src/store/sqlite/open.ts";
import { openSqliteStore, sqliteStoreOn } from "../../src/store/sqlite/store.ts";
import { batchOf, trackOf } from "./requests.ts";
import { did, ledgerOf, staged } from "./stage.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "balances-"));
  path = join(folder, "balances.db");
});

afterEach(() => rmSync(folder, { recursive: true }));

const options = { persistFreeOverage: false };

it("The settings that durability rests on are in force", () => {
  const database = openDatabase(path);
  const setting = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {});
  expect(setting("journal_mode")).toEqual(["wal"]);
  expect(setting("synchronous")).toEqual([2]);
  expect(setting("foreign_keys")).toEqual([1]);
  expect(setting("locking_mode")).toEqual(["exclusive"]);
  database.close();
});

it("A file that is not SQLite's is refused and left alone", async () => {
  writeFileSync(path, "These are notes. ".repeat(100));
  const fault = { code: "STORE_UNAVAILABLE", retryable: false };
  await expect(openSqliteStore({ path, ...options })).rejects.toMatchObject(fault);
  expect(readFileSync(path, "utf8")).toBe("These are notes. ".repeat(100));
});

it("A closed store answers with a fault, and may be closed again", async () => {
  const store = await staged(() => openSqliteStore({ path, ...options }));
  await store.ready();
  await store.close();
  await store.close();
  const fault = { name: "Fault", code: "STORE_UNAVAILABLE", retryable: false };
  await expect(store.ready()).rejects.toMatchObject(fault);
  await expect(store.load(["cus"])).rejects.toMatchObject(fault);
  await expect(did(store, trackOf("cus", "1"))).rejects.toMatchObject(fault);
});

it("A full disk is a fault that may be retried, and the store goes on once there is room", async () => {
  await (await staged(() => openSqliteStore({ path, ...options }))).close();
  const database = openDatabase(path);
  const store = await sqliteStoreOn(database, options);
  const before = await ledgerOf(store, "cus");
  database.exec("PRAGMA max_page_count = 1"); // SQLite takes the size that it has, where that is more.

  const large = trackOf("cus", "1", { properties: { text: "x".repeat(100_000) } });
  const again = { idempotencyKey: "k" };
  const fault = { code: "STORE_FULL", retryable: true };
  await expect(did(store, large, again)).rejects.toMatchObject(fault);
  expect(await ledgerOf(store, "cus")).toEqual(before);

  const batch = batchOf([trackOf("cus", "1"), large], { idempotencyKey: "batch" });
  await expect(store.applyBatch(batch)).rejects.toMatchObject(fault);
  expect(await ledgerOf(store, "cus")).toEqual(before);

  database.exec("PRAGMA max_page_count = 1000000");
  await did(store, large, again);
  const slices = (await ledgerOf(store, "cus"))?.grants.flatMap((grant) => grant.slices);
  expect(slices?.map(({ balance }) => balance)).toEqual([amount(99)]);
  await store.close();
});
