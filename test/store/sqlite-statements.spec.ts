import { afterEach, beforeEach, expect, it } from "vitest";
import type { BalanceStore } from "../../src/store/port.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { customerOf, customersQuery, entriesQuery, grantOf, trackOf } from "./requests.ts";
import { did, staged } from "./stage.ts";

const statements: string[] = [];
let store: BalanceStore;

beforeEach(async () => {
  const onStatement = (name: string) => statements.push(name);
  const options = { path: ":memory:", persistFreeOverage: false, onStatement };
  store = await staged(() => openSqliteStore(options));
  for (let count = 0; count < 60; count += 1) {
    await did(store, customerOf(`c${count}`));
    await did(store, grantOf(`c${count}`, "g1"));
  }
  statements.length = 0;
});

afterEach(() => store.close());

const reads: readonly [string, (from: BalanceStore) => Promise<unknown>, readonly string[]][] = [
  ["one customer", (from) => from.load(["cus"]), ["ledgers"]],
  ["fifty customers", (from) => from.load(customers(50)), ["ledgers"]],
  ["a page of fifty", (from) => from.customers(customersQuery({ limit: 50 })), ["customers"]],
  ["a page of entries", (from) => from.entries(entriesQuery("cus")), ["entries"]],
  ["features, which are held in memory", (from) => from.features(["messages", "seats"]), []],
  ["the catalogue, held in memory", (from) => from.catalog(), []],
];

it.each(reads)("Reading %s costs one statement at most", async (_title, read, expected) => {
  await read(store);
  expect(statements).toEqual(expected);
});

it("A track saves the slice, the revision, the number and the entry, and nothing else", async () => {
  await did(store, grantOf("cus", "g2", { balanceId: "more" }));
  statements.length = 0;
  await did(store, trackOf("cus", "150"));
  expect(statements).toEqual([
    "begin immediate",
    "ledgers",
    "putCustomers",
    "putSlices",
    "putBalances",
    "addEntries",
    "addEntryFeatures",
    "commit",
  ]);
});

it("A key costs two statements more, its replay three in all and no commit", async () => {
  await did(store, trackOf("cus", "1"), { idempotencyKey: "k" });
  expect(statements.slice(0, 2)).toEqual(["begin immediate", "findAnswer"]);
  expect(statements.slice(-2)).toEqual(["putAnswer", "commit"]);
  statements.length = 0;
  await did(store, trackOf("cus", "1"), { idempotencyKey: "k" });
  expect(statements).toEqual(["begin immediate", "findAnswer", "rollback"]);
});

it("A dry run reads and rolls back", async () => {
  await did(store, trackOf("cus", "1"), { dryRun: true });
  expect(statements).toEqual(["begin immediate", "ledgers", "rollback"]);
});

function customers(count: number): readonly string[] {
  return Array.from({ length: count }, (_item, index) => `c${index}`);
}
