import { describe, expect, it } from "vitest";
import { DAY } from "../support/engine.ts";
import { cases, SEED } from "../support/property.ts";
import type { OpenStore } from "./contract.ts";
import { defineFeatures, expectPast, live } from "./past.ts";
import { customerOf, grantOf, NOON, trackOf } from "./requests.ts";
import { balanceIn, did, ledgerOf, staged } from "./stage.ts";

const HISTORIES = cases(25);
const EVENTS = 20;

export function pastPromises(open: OpenStore): void {
  describe("the past", () => {
    it(`is at any instant what it was then, in any history (seed ${SEED})`, async () => {
      const store = await open();
      await defineFeatures(store);
      let compared = 0;
      for (let history = 0; history < HISTORIES; history += 1) {
        const snapshots = await live(store, { seed: SEED + history, events: EVENTS });
        for (const snapshot of snapshots) await expectPast(store, snapshot);
        compared += snapshots.length;
        await did(store, { type: "deleteCustomer", customerId: "cus" });
      }
      expect(compared).toBe(HISTORIES * EVENTS);
    });

    it("begins with the customer", async () => {
      const store = await staged(open);
      expect((await store.loadAt("cus", NOON - 1)).ledgers).toEqual([]);
      expect((await store.loadAt("cus", NOON)).ledgers).toHaveLength(1);
      expect((await store.loadAt("nobody", NOON)).ledgers).toEqual([]);
    });

    it("begins with the test clock of a customer that has one", async () => {
      const store = await staged(open);
      const testClock = NOON - 400 * DAY;
      await did(store, customerOf("clocked", { testClock }));
      await did(store, grantOf("clocked", "g1"));
      await did(store, { type: "advanceClock", customerId: "clocked", to: NOON - 300 * DAY });
      await did(store, trackOf("clocked", "1"));
      const remaining = async (at: number) => {
        const [ledger] = (await store.loadAt("clocked", at)).ledgers;
        return ledger ? balanceIn(ledger) : null;
      };
      expect(await remaining(testClock - 1)).toBeNull();
      expect(await remaining(testClock)).toBe("100");
      expect(await remaining(NOON - 301 * DAY)).toBe("100");
      expect(await remaining(NOON - 300 * DAY)).toBe("99");
    });

    it("goes with a customer to its new id, and away with it", async () => {
      const store = await staged(open);
      const before = await ledgerOf(store, "cus");
      const rename = { type: "updateCustomer", customerId: "cus", newCustomerId: "new" } as const;
      await did(store, rename, { now: NOON + DAY });
      expect((await store.loadAt("cus", NOON)).ledgers).toEqual([]);
      expect((await store.loadAt("new", NOON)).ledgers[0]?.grants).toEqual(before?.grants);
      await did(store, { type: "deleteCustomer", customerId: "new" }, { now: NOON + DAY });
      await did(store, customerOf("new"), { now: NOON + 2 * DAY });
      expect((await store.loadAt("new", NOON + DAY)).ledgers).toEqual([]);
    });

    it("never hides a change behind an earlier one, though the clock went back", async () => {
      const store = await staged(open);
      await did(store, trackOf("cus", "1"), { now: NOON + DAY });
      await did(store, trackOf("cus", "1"), { now: NOON + 1 });
      const [ledger] = (await store.loadAt("cus", NOON + DAY)).ledgers;
      expect(balanceIn(ledger ?? null)).toBe("98");
    });
  });
}
