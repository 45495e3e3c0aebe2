import { afterEach, beforeEach, expect, it } from "vitest";
import type { BalanceStore } from "../../src/store/port.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import {
  asked,
  batchOf,
  customerOf,
  customersQuery,
  entriesQuery,
  finalOf,
  grantOf,
  lockOf,
  locksQuery,
  trackOf,
} from "./requests.ts";
import { did, staged } from "./stage.ts";

const ONE_TRACK = [
  "begin immediate",
  "claimCustomers",
  "touchCustomers",
  "putSlices",
  "putBalances",
  "addEntries",
  "addEntryFeatures",
  "putVersions",
  "commit",
];

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
  ["one customer", (from) => from.load(["cus"]), ["etags"]],
  ["fifty customers", (from) => from.load(customers(50)), ["etags"]],
  ["a page of fifty", (from) => from.customers(customersQuery({ limit: 50 })), ["customers"]],
  ["a page of entries", (from) => from.entries(entriesQuery("cus")), ["entries"]],
  ["a page of locks", (from) => from.locks(locksQuery("cus")), ["locks"]],
  ["features, which are held in memory", (from) => from.features(["messages", "seats"]), []],
  ["the catalogue, held in memory", (from) => from.catalog(), []],
];

it.each(reads)("Reading %s costs one statement at most", async (_title, read, expected) => {
  await read(store);
  expect(statements).toEqual(expected);
});

it("Reading customers of whom one is not held costs one statement", async () => {
  const onStatement = (name: string) => statements.push(name);
  const bare = await openSqliteStore({ path: ":memory:", persistFreeOverage: false, onStatement });
  await bare.load(["cus", "nobody"]);
  expect(statements.slice(-1)).toEqual(["ledgers"]);
  await store.load(["cus", "nobody"]);
  expect(statements.slice(-1)).toEqual(["ledgers"]);
  await bare.close();
});

it("A track saves the slice, the revision, the number and the entry, and nothing else", async () => {
  await did(store, grantOf("cus", "g2", { balanceId: "more" }));
  statements.length = 0;
  await did(store, trackOf("cus", "150"));
  expect(statements).toEqual(ONE_TRACK);
});

it("A key costs three statements more, its replay four in all and no commit", async () => {
  await did(store, trackOf("cus", "1"), { idempotencyKey: "k" });
  expect(statements.slice(0, 3)).toEqual(["begin immediate", "claimCustomers", "findAnswers"]);
  expect(statements.slice(-3)).toEqual(["forgetAnswers", "addAnswers", "commit"]);
  statements.length = 0;
  await did(store, trackOf("cus", "1"), { idempotencyKey: "k" });
  expect(statements).toEqual(["begin immediate", "claimCustomers", "findAnswers", "rollback"]);
});

it("A batch is one read and one write of each table, however many items and customers it has", async () => {
  await did(store, grantOf("cus", "g2", { includedGrant: null, unlimited: true }));
  const items = customers(20).flatMap((id) => [trackOf(id, "1"), trackOf("cus", "1")]);
  statements.length = 0;
  await store.applyBatch(batchOf(items));
  expect(statements.filter((name) => name === "claimCustomers")).toHaveLength(1);
  expect(statements.filter((name) => name === "addEntries")).toHaveLength(1);
  expect(statements.at(-1)).toBe("commit");
  statements.length = 0;
  await store.applyBatch(batchOf(items, { dryRun: true }));
  expect(statements).toEqual(["begin immediate", "claimCustomers", "rollback"]);
});

it("A lock costs one statement more than a track, and so does its end", async () => {
  await did(store, lockOf("cus", "l", "1"));
  expect(statements.slice(0, 3)).toEqual(["begin immediate", "claimCustomers", "lockIdTaken"]);
  expect(statements).toContain("putLocks");
  statements.length = 0;
  await did(store, finalOf("l", "confirm"));
  expect(statements.slice(0, 3)).toEqual(["begin immediate", "lockHolder", "claimCustomers"]);
  expect(statements.slice(3)).toEqual(["touchCustomers", "putLocks", "putVersions", "commit"]);
});

it("A dry run reads and rolls back", async () => {
  await did(store, trackOf("cus", "1"), { dryRun: true });
  expect(statements).toEqual(["begin immediate", "claimCustomers", "rollback"]);
});

function customers(count: number): readonly string[] {
  return Array.from({ length: count }, (_item, index) => `c${index}`);
}

it("Locks wait together with all else, but for two calls that name one lock", async () => {
  const calls = [
    lockOf("c1", "l", "1"),
    trackOf("c2", "1"),
    lockOf("c3", "m", "1"),
    finalOf("l", "confirm"),
  ];
  await Promise.all(calls.map((command) => store.apply(asked(command))));
  const opening = ["begin immediate", "claimCustomers", "lockIdTaken", "lockIdTaken"];
  expect(statements.slice(0, 4)).toEqual(opening);
  expect(statements.filter((name) => name === "commit")).toHaveLength(2);
});

it("Commands that wait together share one transaction, and cost what one of them costs", async () => {
  const tracks = customers(20).map((id) => store.apply(asked(trackOf(id, "1"))));
  await Promise.all(tracks);
  expect(statements).toEqual(ONE_TRACK);
});
