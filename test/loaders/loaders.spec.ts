import { describe, expect, test } from "vitest";
import { align } from "../../src/loaders/align.ts";
import { createLoaders } from "../../src/loaders/index.ts";
import type { BalanceStore } from "../../src/store/port.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { customerOf, featureOf, grantOf, NOON, trackOf } from "../store/requests.ts";
import { did } from "../store/stage.ts";
import { counting } from "../support/counting.ts";

describe("align", () => {
  test("results stand in the order of the keys; a missing one is null", () => {
    const rows = [{ id: "b" }, { id: "a" }];
    expect(align(["a", "x", "b", "a"], rows, ({ id }) => id)).toEqual([
      { id: "a" },
      null,
      { id: "b" },
      { id: "a" },
    ]);
  });
});

describe("loaders", () => {
  test("fifty customers cost one load, each id once", async () => {
    const { store, calls } = counting(await filled(50));
    const { readings } = createLoaders(store, () => NOON);
    const ids = Array.from({ length: 50 }, (_, index) => `c${index}`);
    const found = await Promise.all([...ids, "c0", "nobody"].map((id) => readings.load(id)));
    expect(found.map((reading) => reading?.ledger.customer.customerId)).toEqual([
      ...ids,
      "c0",
      undefined,
    ]);
    expect(calls).toMatchObject({ load: 1 });
  });

  test("features cost one read", async () => {
    const { store, calls } = counting(await filled(0));
    const { features } = createLoaders(store, () => NOON);
    const found = await Promise.all(["b", "a", "nothing"].map((id) => features.load(id)));
    expect(found.map((feature) => feature?.featureId)).toEqual(["b", "a", undefined]);
    expect(calls).toMatchObject({ features: 1 });
  });

  test("a feature is one promise for all who ask, until it is forgotten or its read has failed", async () => {
    const { store, calls } = counting(await filled(0));
    const { features } = createLoaders(store, () => NOON);
    const [first, second] = [features.load("a"), features.load("a")];
    expect(second).toBe(first);
    const feature = await first;
    expect(features.load("a")).toBe(first);
    features.clearAll();
    expect(await features.load("a")).toEqual(feature);
    expect(calls).toMatchObject({ features: 2 });
    features.clearAll().prime("a", null);
    expect(await features.load("a")).toBeNull();
    expect(calls).toMatchObject({ features: 2 });

    let isDown = true;
    const often = createLoaders(
      { ...store, features: async (ids) => (isDown ? Promise.reject(DOWN) : store.features(ids)) },
      () => NOON,
    ).features;
    await expect(often.load("a")).rejects.toBe(DOWN);
    isDown = false;
    expect(await often.load("a")).toEqual(feature);
  });

  test("two requests share nothing", async () => {
    const filledStore = await filled(1);
    const { store, calls } = counting(filledStore);
    const usage = async () => {
      const reading = await createLoaders(store, () => NOON).readings.load("c0");
      return reading?.ledger.seq;
    };
    const before = await usage();
    await did(filledStore, trackOf("c0", "1", { featureId: "a" }));
    expect(await usage()).toBe((before ?? 0) + 1);
    expect(calls).toMatchObject({ load: 2 });
  });

  test("a reading is settled at the customer's own now", async () => {
    const store = await filled(1);
    const testClock = Date.UTC(2030, 0, 1);
    await did(store, customerOf("frozen", { testClock }));
    const { readings } = createLoaders(store, () => NOON);
    expect((await readings.load("frozen"))?.at).toBe(testClock);
    expect((await readings.load("c0"))?.at).toBe(NOON);
  });
});

const DOWN = new Error("the store is down");

async function filled(customers: number): Promise<BalanceStore> {
  const store = await openSqliteStore({ path: ":memory:", persistFreeOverage: false });
  for (const featureId of ["a", "b"]) await did(store, featureOf(featureId));
  for (let index = 0; index < customers; index += 1) {
    await did(store, customerOf(`c${index}`));
    await did(store, grantOf(`c${index}`, `g${index}`, { featureId: "a" }));
  }
  return store;
}
