import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { BalanceStore } from "../../src/store/port.ts";
import type { Database } from "../../src/store/sql/store.ts";
import { MOVED } from "../../src/store/sql/transfer/moved.ts";
import { Dice } from "../support/cases-dice.ts";
import { DAY, START } from "../support/engine.ts";
import { SEED } from "../support/property.ts";
import { exportOf, importInto } from "./moving.ts";
import { defineFeatures, live } from "./past.ts";
import { PLACES, type Place, type PlaceKind } from "./places.ts";
import {
  batchOf,
  customerOf,
  customersQuery,
  entriesQuery,
  finalOf,
  grantOf,
  limitOf,
  lockOf,
  locksQuery,
  NOON,
  trackOf,
} from "./requests.ts";
import { did, didBatch, refusedWith, replayOf } from "./stage.ts";

const HISTORIES = 6;
const EVENTS = 25;
const INSTANTS = 10;

/** What moving a store from one kind of place to others leaves as it was. */
export function transferPromises(from: PlaceKind, targets: readonly PlaceKind[]): void {
  describe(`from ${from}`, () => {
    let folder: string;
    let file: string;
    let known: Awaited<ReturnType<typeof answers>>;
    let firsts: Firsts;

    const placeOf = (kind: PlaceKind) => PLACES[kind](folder);

    const moved = async (to: PlaceKind) => {
      const target = await placeOf(to);
      const rows = await withRows(target, (database) => importInto(database, file));
      expect(rows).toBe(file.split("\n").length - 3); // Without the first, the last, and what follows it.
      return target;
    };

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "transfer-"));
      const origin = await placeOf(from);
      firsts = await within(origin, fill);
      file = await withRows(origin, exportOf);
      known = await within(origin, answers);
    });

    afterAll(() => rmSync(folder, { recursive: true }));

    it("the file has rows of every table", () => {
      expect(MOVED.filter(({ table }) => !file.includes(`\n{"${table}":{`))).toEqual([]);
    });

    it("the rows are not to be had while a store is open on them", async () => {
      const place = await placeOf(from);
      await within(place, async () => {
        await expect(place.rows()).rejects.toMatchObject({
          code: "STORE_LOCKED",
          retryable: false,
        });
      });
      await withRows(place, exportOf);
    });

    describe.each(targets)("to %s", (to) => {
      it(`a store moves to the byte and answers as before (seed ${SEED})`, async () => {
        const target = await moved(to);
        expect(await withRows(target, exportOf)).toBe(file);
        expect(await within(target, answers)).toEqual(known);
      });

      it("a retry is replayed, a held lock is settled, work goes on", async () => {
        await within(await moved(to), (store) => goesOn(store, firsts));
      });
    });
  });
}

async function within<T>(place: Place, use: (store: BalanceStore) => Promise<T>): Promise<T> {
  const store = await place.store();
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

async function withRows<T>(place: Place, use: (database: Database) => Promise<T>): Promise<T> {
  const database = await place.rows();
  try {
    return await use(database);
  } finally {
    await database.session.close();
  }
}

/** Customers with their histories, one with all that a text may hold, one with calls under keys. */
async function fill(store: BalanceStore) {
  await defineFeatures(store);
  for (let history = 0; history < HISTORIES; history += 1) {
    await live(store, { seed: SEED + history, events: EVENTS });
    const rename = { customerId: "cus", newCustomerId: `cus ${history}` };
    await did(store, { type: "updateCustomer", ...rename }, { now: START });
  }
  const name = 'a "quote" \\ a\u2028line\nfeed, #1, ü, 日本, 😀';
  const metadata = { 10: "ten", 2: [1e21, 0.1, null, { "#": "#" }], empty: {} };
  await did(store, customerOf(name, { name, metadata, testClock: START }));
  return firstCalls(store);
}

const ROLLOVER = { balance: amount("20"), usage: amount("0.0000000001"), expiresAt: null };
const TRACK = trackOf("cus", "1.5");
const BATCH = batchOf([trackOf("cus", "1"), trackOf("cus", "20")], { idempotencyKey: "batch" });

async function firstCalls(store: BalanceStore) {
  await did(store, customerOf("cus"));
  await did(store, grantOf("cus", "g1", { rollovers: [ROLLOVER] }));
  await did(store, limitOf("cus", "90"));
  await did(store, TRACK, { idempotencyKey: "old", now: NOON - 2 * DAY });
  await did(store, trackOf("cus", "1"), { idempotencyKey: "later" });
  const track = await did(store, TRACK, { idempotencyKey: "track" });
  const batch = await didBatch(store, BATCH);
  await did(store, lockOf("cus", "held", "10"));
  return { track, batch };
}

type Firsts = Awaited<ReturnType<typeof firstCalls>>;

async function goesOn(store: BalanceStore, { track, batch }: Firsts): Promise<void> {
  const again = await did(store, TRACK, { idempotencyKey: "track" });
  expect(again).toEqual(replayOf(track));
  expect((await didBatch(store, BATCH)).outcomes).toEqual(
    batch.outcomes.map((outcome) => replayOf(outcome)),
  );
  expect(await refusedWith(store, TRACK, { idempotencyKey: "old" })).toBe("IDEMPOTENCY_KEY_REUSED");
  const { result } = await did(store, finalOf("held", "confirm", "4"));
  expect(result.lock).toMatchObject({ lockId: "held", status: "CONFIRMED" });
  const { entry } = await did(store, trackOf("cus", "1"));
  const [latest] = await store.entries(entriesQuery("cus", { limit: 1 }));
  expect(latest).toEqual(entry);
}

/** Whatever a store tells of its customers: as they stand, all that happened, as they stood. */
async function answers(store: BalanceStore) {
  const { catalog, ledgers } = await store.customers(customersQuery());
  const dice = new Dice(SEED);
  const instants = Array.from({ length: INSTANTS }, () => START + dice.below(2 * EVENTS * DAY));
  const histories = ledgers.map(async ({ customer: { customerId } }) => ({
    entries: await store.entries(entriesQuery(customerId, { limit: 10_000 })),
    ofMessages: await store.countEntries(entriesQuery(customerId, { featureId: "messages" })),
    locks: await store.locks(locksQuery(customerId)),
    past: await Promise.all(instants.map((at) => store.loadAt(customerId, at))),
  }));
  return { catalog, ledgers, histories: await Promise.all(histories) };
}
