import { beforeEach, describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import { isDue } from "../../src/engine/settle.ts";
import type { BalanceStore, Outcome } from "../../src/store/port.ts";
import { DAY } from "../support/engine.ts";
import { names, people } from "./contract-sweep.ts";
import {
  asked,
  batchOf,
  customerOf,
  entriesQuery,
  featureOf,
  finalOf,
  grantOf,
  lockOf,
  NOON,
  trackOf,
} from "./requests.ts";
import { balanceIn, did, ledgerOf, refusedWith, staged } from "./stage.ts";

/** The stores of two gateways on one new database; who opens them closes them. */
export type OpenTwo = () => Promise<readonly [BalanceStore, BalanceStore]>;

export function manyPromises(openTwo: OpenTwo): void {
  describe("two gateways on one database", () => {
    let one: BalanceStore;
    let other: BalanceStore;

    beforeEach(async () => {
      [one, other] = await openTwo();
      await staged(async () => one);
    });

    it("see each other's features at once where a number depends on them", async () => {
      await did(one, grantOf("cus", "g2", { featureId: "credits" }));
      await did(other, trackOf("cus", "10", { featureId: "actions" }));
      const dearer = { creditSchema: [{ meteredFeatureId: "actions", creditCost: amount("0.5") }] };
      await did(one, { type: "updateFeature", featureId: "credits", changes: dearer });
      await did(other, trackOf("cus", "10", { featureId: "actions" }));
      const credits = (await ledgerOf(other, "cus"))?.grants[1]?.slices[0]?.balance;
      expect(credits).toBe(amount("93"));
    });

    it("read a ledger with the catalogue of that very moment", async () => {
      await did(one, featureOf("extra"));
      await did(one, grantOf("cus", "g2", { featureId: "extra" }));
      const { catalog, ledgers } = await other.load(["cus"]);
      expect(ledgers[0]?.grants[1]?.featureId).toBe("extra");
      expect(catalog.features.map(({ featureId }) => featureId)).toContain("extra");
      expect(await other.features(["extra"])).toHaveLength(1);
    });

    it("are told of a new feature without asking", async () => {
      await did(one, featureOf("extra"));
      await expect.poll(() => other.features(["extra"])).toHaveLength(1);
    });

    it("apply a key once, whichever of them is asked, and as often at once", async () => {
      const request = asked(trackOf("cus", "1"), { idempotencyKey: "k" });
      const outcomes = await Promise.all(
        Array.from({ length: 32 }, (_item, index) => (index % 2 ? one : other).apply(request)),
      );
      expect(outcomes.filter(isNew)).toHaveLength(1);
      expect(balanceIn(await ledgerOf(one, "cus"))).toBe("99");
      expect(await one.countEntries(entriesQuery("cus", { kind: "TRACK" }))).toBe(1);
    });

    it("refuse a key that the other took for another customer at the same time", async () => {
      await did(one, customerOf("second"));
      await did(one, grantOf("second", "g1"));
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_item, index) => {
          const command = trackOf(index % 2 ? "cus" : "second", "1");
          return (index % 2 ? one : other).apply(asked(command, { idempotencyKey: "k" }));
        }),
      );
      expect(outcomes.filter(isNew)).toHaveLength(1);
      const codes = outcomes.flatMap((each) => (each.kind === "refused" ? each.refusal.code : []));
      expect(new Set(codes)).toEqual(new Set(["IDEMPOTENCY_KEY_REUSED"]));
      expect(codes).toHaveLength(10);
    });

    it("make one customer of a name, and one lock of an id, when both are asked at once", async () => {
      const stores = [one, other, one, other];
      const made = await Promise.all(stores.map((store) => store.apply(asked(customerOf("new")))));
      expect(kinds(made)).toEqual(["applied", "refused", "refused", "refused"]);
      await did(one, grantOf("new", "g1"));
      const locked = await Promise.all(
        stores.map((store, index) =>
          store.apply(asked(lockOf(index % 2 ? "cus" : "new", "the lock", "1"))),
        ),
      );
      expect(kinds(locked)).toEqual(["applied", "refused", "refused", "refused"]);
    });

    it("settle each other's locks, and each lock once", async () => {
      await did(one, lockOf("cus", "l", "5"));
      const ends = await Promise.all(
        [one, other, one, other].map((store) => store.apply(asked(finalOf("l", "release")))),
      );
      expect(kinds(ends)).toEqual(["applied", "refused", "refused", "refused"]);
      expect(balanceIn(await ledgerOf(one, "cus"))).toBe("100");
    });

    it("go by one test clock", async () => {
      await did(one, customerOf("clocked", { testClock: NOON }));
      await did(one, grantOf("clocked", "g1", { reset: { interval: "month", intervalCount: 1 } }));
      await did(other, trackOf("clocked", "40"));
      await did(one, { type: "advanceClock", customerId: "clocked", to: NOON + 40 * DAY });
      await did(other, trackOf("clocked", "1"));
      expect(balanceIn(await ledgerOf(one, "clocked"))).toBe("99");
    });

    it("never delete a feature that the other grants at the same time", async () => {
      for (let round = 0; round < 10; round += 1) {
        const featureId = `f${round}`;
        await did(one, featureOf(featureId));
        const [grant, drop] = await Promise.all([
          one.apply(asked(grantOf("cus", featureId, { featureId, balanceId: featureId }))),
          other.apply(asked({ type: "deleteFeature", featureId })),
        ]);
        expect(kinds([grant, drop])).toEqual(["applied", "refused"]);
      }
      const { catalog, ledgers } = await other.load(["cus"]);
      const known = catalog.features.map(({ featureId }) => featureId);
      const granted = ledgers.flatMap(({ grants }) => grants.map(({ featureId }) => featureId));
      expect(granted.filter((featureId) => !known.includes(featureId))).toEqual([]);
    });

    it("take turns on customers that they share, in batches that name them in other orders", async () => {
      const ids = Array.from({ length: 20 }, (_item, index) => `c${index}`);
      for (const id of ids) {
        await did(one, customerOf(id));
        await did(one, grantOf(id, "g1", { includedGrant: amount("1000") }));
      }
      const batches = Array.from({ length: 40 }, (_item, index) => {
        const order = index % 2 ? ids : ids.toReversed();
        return (index % 2 ? one : other).applyBatch(batchOf(order.map((id) => trackOf(id, "1"))));
      });
      await Promise.all(batches);
      for (const id of ids) expect(balanceIn(await ledgerOf(one, id))).toBe("960");
    });

    it("sweep side by side: each customer once, by one of them", async () => {
      await people(one, 130);
      const later = NOON + 2 * DAY;
      const turns = async (store: BalanceStore) => {
        let settled = 0;
        for (let left = 130; left > 0; ) {
          settled += (await store.sweep(later)).settled;
          left = (await one.load(names(130))).ledgers.filter((each) => isDue(each, later)).length;
        }
        return settled;
      };
      const [ours, theirs] = await Promise.all([turns(one), turns(other)]);
      expect(ours + theirs).toBe(130);
      expect(Math.min(ours, theirs)).toBeGreaterThan(0);
      for (const { customer, seq } of (await one.load(names(130))).ledgers) {
        const { customerId } = customer;
        const entries = await one.entries(entriesQuery(customerId));
        expect(entries.map((entry) => entry.seq)).toEqual([3, 2, 1]);
        expect([entries[0]?.kind, seq]).toEqual(["RESET", 3]);
      }
    });

    it("rename a customer while the other charges it: each charge is applied or finds nobody", async () => {
      const charges = Array.from({ length: 20 }, () => other.apply(asked(trackOf("cus", "1"))));
      const rename = { type: "updateCustomer", customerId: "cus", newCustomerId: "new" } as const;
      const [renamed, ...charged] = await Promise.all([one.apply(asked(rename)), ...charges]);
      expect(renamed?.kind).toBe("applied");
      const applied = charged.filter(({ kind }) => kind === "applied").length;
      expect(balanceIn(await ledgerOf(one, "new"))).toBe(String(100 - applied));
      expect(await refusedWith(one, trackOf("cus", "1"))).toBe("CUSTOMER_NOT_FOUND");
    });
  });
}

function isNew(outcome: Outcome<ReturnType<typeof trackOf>>): boolean {
  return outcome.kind === "applied" && !outcome.replayed;
}

function kinds(outcomes: readonly { readonly kind: string }[]): readonly string[] {
  return outcomes.map(({ kind }) => kind).sort();
}
