import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { BalanceStore, LockQuery } from "../../src/store/port.ts";
import { DAY } from "../support/engine.ts";
import type { OpenStore } from "./contract.ts";
import {
  asked,
  customerOf,
  finalOf,
  grantOf,
  limitOf,
  lockOf,
  locksQuery,
  NOON,
  trackOf,
} from "./requests.ts";
import { asLoaded, balanceIn, did, ledgerOf, refusedWith, staged } from "./stage.ts";

const HOUR = 3_600_000;

export function lockPromises(open: OpenStore): void {
  describe("a lock", () => {
    it("is kept whole with its ledger, and is listed", async () => {
      const store = await staged(open);
      const properties = { model: "x", nested: [1, "#"] };
      const command = lockOf("cus", "l", "30", { expiresAt: NOON + HOUR, properties });
      const { result, ledger } = await did(store, command);
      expect(result.lock).toMatchObject({ seq: 2, status: "HELD", properties });
      expect(result.lock?.receipt).toHaveLength(1);
      expect(await ledgerOf(store, "cus")).toEqual(ledger);
      expect(await store.locks(locksQuery("cus"))).toEqual([result.lock]);
      expect(balanceIn(ledger)).toBe("70");
    });

    it("is finalized by its id alone, stays listed as it ended, and frees its id", async () => {
      const store = await staged(open);
      await did(store, lockOf("cus", "l", "30"));
      const { result, ledger } = await did(store, finalOf("l", "confirm", "20"));
      expect(result.lock?.status).toBe("CONFIRMED");
      expect(await ledgerOf(store, "cus")).toEqual(asLoaded(ledger));
      expect((await ledgerOf(store, "cus"))?.locks).toEqual([]);
      expect(balanceIn(ledger)).toBe("80");
      expect(await refusedWith(store, finalOf("l", "release"))).toBe("LOCK_NOT_FOUND");
      await did(store, lockOf("cus", "l", "1"));
      expect(await states(store)).toEqual(["2 l CONFIRMED", "4 l HELD"]);
    });

    it("that nothing was taken for leaves nothing", async () => {
      const store = await staged(open);
      const { result } = await did(store, lockOf("cus", "l", "101"));
      expect(result).toMatchObject({ allowed: false, lock: null });
      expect(await store.countLocks(locksQuery("cus"))).toBe(0);
      const unknown = await store.apply(asked(finalOf("l", "release")));
      expect(unknown).toMatchObject({
        refusal: { code: "LOCK_NOT_FOUND", message: "Lock l is not held" },
        ledger: null,
        at: NOON,
      });
    });

    it("ends at its time, which the customer's next command stores, be it refused", async () => {
      const store = await staged(open);
      await did(store, lockOf("cus", "l", "30", { expiresAt: NOON + HOUR }));
      const later = { now: NOON + 2 * HOUR };
      expect(await refusedWith(store, finalOf("l", "confirm"), later)).toBe("LOCK_NOT_FOUND");
      expect(await states(store)).toEqual(["2 l EXPIRED"]);
      const { ledger } = await did(store, trackOf("cus", "1"), later);
      expect(balanceIn(ledger)).toBe("99");
      expect(await states(store)).toEqual(["2 l EXPIRED"]);
      expect(await ledgerOf(store, "cus")).toEqual(asLoaded(ledger));
    });

    it("keeps its id from all other customers while it lives, and no longer", async () => {
      const store = await two(open);
      await did(store, lockOf("cus", "l", "30", { expiresAt: NOON + HOUR }));
      expect(await refusedWith(store, lockOf("other", "l", "1"))).toBe("LOCK_ALREADY_EXISTS");
      await did(store, lockOf("other", "l", "10"), { now: NOON + HOUR });
      await did(store, finalOf("l", "release"), { now: NOON + HOUR });
      expect(await states(store, "other")).toEqual(["2 l RELEASED"]);
      expect(await states(store)).toEqual(["2 l HELD"]);
    });

    it("without an expiry keeps its id for a day", async () => {
      const store = await two(open);
      await did(store, lockOf("cus", "l", "30"));
      const other = lockOf("other", "l", "1");
      const last = { now: NOON + DAY - 1 };
      expect(await refusedWith(store, other, last)).toBe("LOCK_ALREADY_EXISTS");
      await did(store, other, { now: NOON + DAY });
    });

    it("lives by its customer's own clock", async () => {
      const store = await two(open, NOON);
      await did(store, lockOf("other", "l", "30", { expiresAt: NOON + HOUR }));
      const later = { now: NOON + 5 * DAY };
      expect(await refusedWith(store, lockOf("cus", "l", "1"), later)).toBe("LOCK_ALREADY_EXISTS");
      await did(store, { type: "advanceClock", customerId: "other", to: NOON + HOUR }, later);
      await did(store, lockOf("cus", "l", "1"), later);
      await did(store, finalOf("l", "confirm"), later);
      expect(await states(store)).toEqual(["2 l CONFIRMED"]);
    });

    it("is taken once, and finalized once, among many calls at a time", async () => {
      const store = await two(open);
      const taking = Array.from({ length: 64 }, (_item, index) =>
        store.apply(asked(lockOf(index % 2 ? "cus" : "other", "l", "30"))),
      );
      expect(codes(await Promise.all(taking))).toEqual(["LOCK_ALREADY_EXISTS"]);
      const ending = Array.from({ length: 64 }, (_item, index) =>
        store.apply(asked(finalOf("l", index % 2 ? "confirm" : "release"))),
      );
      expect(codes(await Promise.all(ending))).toEqual(["LOCK_NOT_FOUND"]);
    });

    it("is decided together with other calls, each on what is its own", async () => {
      const store = await two(open);
      await did(store, lockOf("cus", "a", "30"));
      await did(store, lockOf("other", "b", "20"));
      const commands = [
        lockOf("other", "d", "5"),
        lockOf("other", "a", "1"),
        finalOf("a", "release"),
        finalOf("b", "confirm", "2"),
        finalOf("nobody's", "release"),
        lockOf("cus", "c", "70"),
        trackOf("other", "1"),
      ];
      const outcomes = await Promise.all(commands.map((command) => store.apply(asked(command))));
      const told = outcomes.map((each) => (each.kind === "refused" ? each.refusal.code : ""));
      expect(told).toEqual(["", "LOCK_ALREADY_EXISTS", "", "", "LOCK_NOT_FOUND", "", ""]);
      expect(await states(store)).toEqual(["2 a RELEASED", "4 c HELD"]);
      expect(await states(store, "other")).toEqual(["2 b CONFIRMED", "3 d HELD"]);
      expect(balanceIn(await ledgerOf(store, "cus"))).toBe("30");
      expect(balanceIn(await ledgerOf(store, "other"))).toBe("92");
    });

    it("goes with its customer to another id, and with it for good", async () => {
      const store = await staged(open);
      await did(store, lockOf("cus", "l", "30"));
      await did(store, { type: "updateCustomer", customerId: "cus", newCustomerId: "new" });
      expect(await states(store)).toEqual([]);
      const { ledger } = await did(store, finalOf("l", "release"));
      expect(ledger?.customer.customerId).toBe("new");
      await did(store, lockOf("new", "m", "30"));
      await did(store, { type: "deleteCustomer", customerId: "new" });
      expect(await states(store, "new")).toEqual([]);
      expect(await refusedWith(store, finalOf("m", "release"))).toBe("LOCK_NOT_FOUND");
    });

    it.each<[string, Partial<LockQuery>, readonly number[]]>([
      ["oldest first", {}, [2, 3, 4, 5, 6]],
      ["the first page", { limit: 2 }, [2, 3]],
      ["the page after a key", { limit: 2, after: 3 }, [4, 5]],
      ["the last page, in the same order", { limit: 2, fromEnd: true }, [5, 6]],
      ["the page before a key", { limit: 2, fromEnd: true, before: 5 }, [3, 4]],
      ["those that hold", { status: "HELD" }, [2, 4, 6]],
      ["those that hold, after a key", { status: "HELD", after: 2, limit: 1 }, [4]],
      ["those confirmed", { status: "CONFIRMED" }, [3]],
      ["those released", { status: "RELEASED" }, [5]],
      ["none", { status: "EXPIRED" }, []],
      ["the one of a number", { seq: 3 }, [3]],
      ["the one of a number, if it holds", { seq: 3, status: "HELD" }, []],
      ["of another customer", { customerId: "nobody" }, []],
    ])("is found in lists: %s, and counted", async (_title, given, expected) => {
      const store = await five(open);
      const found = await store.locks(locksQuery("cus", given));
      expect(found.map(({ seq }) => seq)).toEqual(expected);
      const { limit: _limit, after: _after, before: _before, ...filter } = given;
      if (Object.keys(filter).length < Object.keys(given).length) return;
      expect(await store.countLocks(locksQuery("cus", filter))).toBe(expected.length);
    });
  });

  it("What a usage limit counts is kept, and starts anew with its window", async () => {
    const store = await staged(open);
    await did(store, limitOf("cus", "10"));
    await did(store, trackOf("cus", "4"));
    const { ledger } = await did(store, trackOf("cus", "50"));
    expect(ledger?.counters.map(({ usage }) => usage)).toEqual([amount("10")]);
    expect(await ledgerOf(store, "cus")).toEqual(ledger);
    const next = await did(store, trackOf("cus", "3"), { now: NOON + DAY });
    expect(next.ledger?.counters.map(({ usage }) => usage)).toEqual([amount("3")]);
    expect(await ledgerOf(store, "cus")).toEqual(next.ledger);
  });
}

async function two(open: OpenStore, testClock: number | null = null): Promise<BalanceStore> {
  const store = await staged(open);
  await did(store, customerOf("other", { testClock }));
  await did(store, grantOf("other", "g1"));
  return store;
}

/** Five locks with the numbers 2 to 6; the second is confirmed, the fourth released. */
async function five(open: OpenStore): Promise<BalanceStore> {
  const store = await staged(open);
  for (const lockId of ["a", "b", "c", "d", "e"]) await did(store, lockOf("cus", lockId, "1"));
  await did(store, finalOf("b", "confirm"));
  await did(store, finalOf("d", "release"));
  return store;
}

async function states(store: BalanceStore, customerId = "cus"): Promise<readonly string[]> {
  const locks = await store.locks(locksQuery(customerId));
  return locks.map(({ seq, lockId, status }) => `${seq} ${lockId} ${status}`);
}

/** What all but one were refused with. */
function codes(outcomes: readonly Awaited<ReturnType<BalanceStore["apply"]>>[]): readonly string[] {
  const refusals = outcomes.flatMap((each) => (each.kind === "refused" ? each.refusal.code : []));
  expect(refusals).toHaveLength(outcomes.length - 1);
  return [...new Set(refusals)];
}
