import { describe, expect, it } from "vitest";
import type { Ledger } from "../../src/engine/ledger.ts";
import type { BalanceStore } from "../../src/store/port.ts";
import { SEED } from "../support/property.ts";
import { EVERY_COMMAND, SEAT } from "./every-command.ts";
import { defineFeatures, live } from "./past.ts";
import { asked, customerOf, grantOf, lockOf, NOON, trackOf } from "./requests.ts";
import { balanceIn, did, ledgerOf, staged } from "./stage.ts";

/** A store on a new database; and opens beside it, with the features it has by then, one that keeps nothing. */
export type OpenBeside = () => Promise<readonly [BalanceStore, () => Promise<BalanceStore>]>;

const HISTORIES = 20;
const EVENTS = 20;

export function keptPromises(open: OpenBeside): void {
  describe("a ledger held in memory", () => {
    it(`is what is stored, after each command of any history (seed ${SEED})`, async () => {
      const [store, openBare] = await open();
      await defineFeatures(store);
      const bare = await openBare();
      let compared = 0;
      const apply = async (request: Parameters<BalanceStore["apply"]>[0]) => {
        const outcome = await store.apply(request);
        expect(await ledgerOf(store, "cus")).toEqual(await ledgerOf(bare, "cus"));
        compared += 1;
        return outcome;
      };
      const compares = { ...store, apply } as BalanceStore;
      for (let history = 0; history < HISTORIES; history += 1) {
        await live(compares, { seed: SEED + history, events: EVENTS });
        await did(store, { type: "deleteCustomer", customerId: "cus" });
      }
      expect(compared).toBeGreaterThan(HISTORIES * EVENTS);
    });

    it.each(Object.values(EVERY_COMMAND).map((command) => [command.type, command] as const))(
      "is what is stored after %s",
      async (_type, command) => {
        const [store, bare] = await stagedBeside(open);
        await did(store, customerOf("clocked", { testClock: NOON }));
        await did(store, { ...SEAT, type: "createEntity", entityId: "e1" });
        await did(store, lockOf("cus", "held", "1"));
        const all = async (of: BalanceStore) => (await of.load(["cus", "clocked", "new"])).ledgers;
        await all(store);
        await did(store, command);
        expect(await all(store)).toEqual(await all(bare));
      },
    );

    it("is answered as long as it stands, and no longer", async () => {
      const [store, bare] = await stagedBeside(open);
      const [first, again] = [await ledgerOf(store, "cus"), await ledgerOf(store, "cus")];
      expect(again).toBe(first);
      await bare.apply(asked(trackOf("cus", "1")));
      expect(balanceIn(await ledgerOf(store, "cus"))).toBe("99");
      expect(await ledgerOf(bare, "cus")).not.toBe(await ledgerOf(bare, "cus"));
    });

    it("is decided upon only as long as it stands", async () => {
      const [store, bare] = await stagedBeside(open);
      for (const each of [store, bare, store, bare]) await did(each, trackOf("cus", "30"));
      expect(balanceIn(await ledgerOf(store, "cus"))).toBe("0");
    });

    it("is not taken for the one of a customer made anew", async () => {
      const [store, bare] = await stagedBeside(open);
      await ledgerOf(store, "cus");
      await did(bare, { type: "deleteCustomer", customerId: "cus" });
      expect(await ledgerOf(store, "cus")).toBeNull();
      await did(bare, customerOf("cus"));
      expect((await ledgerOf(store, "cus"))?.grants).toEqual([]);
    });

    it("stands in pages as it does alone, whoever has come and gone", async () => {
      const [store, bare] = await stagedBeside(open);
      const page = async (of: BalanceStore, fromEnd: boolean): Promise<readonly Ledger[]> => {
        const filter = { customerIds: null, search: null, featureId: null };
        return (await of.customers({ filter, limit: 3, after: null, before: null, fromEnd }))
          .ledgers;
      };
      const changes = [
        customerOf("a"),
        grantOf("a", "g1"),
        customerOf("d"),
        customerOf("b"),
        trackOf("cus", "1"),
        { type: "deleteCustomer", customerId: "a" },
      ] as const;
      for (const change of changes) {
        await did(bare, change);
        for (const fromEnd of [false, true, false]) {
          expect(await page(store, fromEnd)).toEqual(await page(bare, fromEnd));
        }
      }
      const [first, again] = [await page(store, false), await page(store, false)];
      expect(again[0]).toBe(first[0]);
    });
  });
}

async function stagedBeside(open: OpenBeside): Promise<readonly [BalanceStore, BalanceStore]> {
  const [store, openBare] = await open();
  await staged(async () => store);
  return [store, await openBare()];
}
