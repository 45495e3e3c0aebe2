import { describe, expect, it } from "vitest";
import { dueAt } from "../../src/engine/settle.ts";
import type { BalanceStore } from "../../src/store/port.ts";
import { DAY } from "../support/engine.ts";
import { SEED } from "../support/property.ts";
import { defineFeatures, live } from "./past.ts";
import { customerOf, finalOf, grantOf, lockOf, NOON, trackOf } from "./requests.ts";
import { did, ledgerOf, staged } from "./stage.ts";

/** A store, and what its due index tells of a customer. */
export type OpenWithDue = () => Promise<
  readonly [BalanceStore, (customerId: string) => Promise<unknown>]
>;

const HISTORIES = 6;
const EVENTS = 20;
const DAILY = { reset: { interval: "day", intervalCount: 1 } } as const;

export function duePromises(open: OpenWithDue): void {
  describe("the due index", () => {
    it(`tells after each command of any history when the ledger next changes (seed ${SEED})`, async () => {
      const [store, dueOf] = await open();
      await defineFeatures(store);
      let [compared, finite] = [0, 0];
      const apply = async (request: Parameters<BalanceStore["apply"]>[0]) => {
        const outcome = await store.apply(request);
        const ledger = await ledgerOf(store, "cus");
        if (!ledger) throw new Error("There is no such customer");
        const due = dueAt(ledger);
        expect(await dueOf("cus")).toBe(Number.isFinite(due) ? due : null);
        compared += 1;
        if (Number.isFinite(due)) finite += 1;
        return outcome;
      };
      const compares = { ...store, apply } as BalanceStore;
      for (let history = 0; history < HISTORIES; history += 1) {
        await live(compares, { seed: SEED + history, events: EVENTS });
        await did(store, { type: "deleteCustomer", customerId: "cus" });
      }
      expect(compared).toBeGreaterThan(HISTORIES * EVENTS);
      expect(finite).toBeGreaterThan(compared / 2);
    });

    it("is the soonest of a reset, an expiry, a rollover's expiry and the end of a lock", async () => {
      const [store, dueOf] = await openStaged(open);
      expect(await dueOf("cus")).toBeNull();
      await did(store, grantOf("cus", "g2", { balanceId: "a", expiresAt: NOON + 9 * DAY }));
      expect(await dueOf("cus")).toBe(NOON + 9 * DAY);
      const rollovers = [{ balance: 1n as never, usage: 0n as never, expiresAt: NOON + 8 * DAY }];
      await did(store, grantOf("cus", "g3", { balanceId: "b", rollovers }));
      expect(await dueOf("cus")).toBe(NOON + 8 * DAY);
      const weekly = { interval: "week", intervalCount: 1 } as const;
      await did(store, grantOf("cus", "g4", { balanceId: "c", reset: weekly }));
      expect(await dueOf("cus")).toBe(NOON + 7 * DAY);
      await did(store, lockOf("cus", "l", "1", { expiresAt: NOON + 1000 }));
      expect(await dueOf("cus")).toBe(NOON + 1000);
      await did(store, finalOf("l", "confirm"));
      expect(await dueOf("cus")).toBe(NOON + 7 * DAY);
    });

    it("passes over what a test clock has not reached", async () => {
      const [store, dueOf] = await openStaged(open);
      await did(store, customerOf("clocked", { testClock: NOON }));
      await did(store, grantOf("clocked", "g1", DAILY));
      await did(store, trackOf("clocked", "1"));
      expect(await dueOf("clocked")).toBeNull();
    });

    it("goes with a customer to its new id", async () => {
      const [store, dueOf] = await openStaged(open);
      await did(store, grantOf("cus", "g2", { ...DAILY, balanceId: "daily" }));
      await did(store, { type: "updateCustomer", customerId: "cus", newCustomerId: "new" });
      expect(await dueOf("new")).toBe(NOON + DAY);
    });
  });
}

async function openStaged(open: OpenWithDue) {
  const [store, dueOf] = await open();
  await staged(async () => store);
  return [store, dueOf] as const;
}
