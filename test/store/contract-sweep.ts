import { describe, expect, it } from "vitest";
import { dueAt, isDue, STEPS_AT_ONCE, settle } from "../../src/engine/settle.ts";
import type { BalanceStore } from "../../src/store/port.ts";
import { DAY } from "../support/engine.ts";
import type { OpenStore } from "./contract.ts";
import {
  customerOf,
  entriesQuery,
  grantOf,
  lockOf,
  locksQuery,
  NOON,
  trackOf,
} from "./requests.ts";
import { asLoaded, did, ledgerOf, staged } from "./stage.ts";

const DAILY = { reset: { interval: "day", intervalCount: 1 } } as const;
const CARRYING = {
  ...DAILY,
  rollover: { max: null, maxPercentage: null, duration: "month", length: 1 },
} as const;

export function sweepPromises(open: OpenStore): void {
  describe("a sweep", () => {
    it("commits what has fallen due, be it a reset, an expiry or the end of a lock", async () => {
      const store = await staged(open);
      await did(store, grantOf("cus", "daily", { ...DAILY, balanceId: "daily" }));
      await did(store, grantOf("cus", "brief", { balanceId: "brief", expiresAt: NOON + DAY }));
      await did(store, trackOf("cus", "5"));
      await did(store, lockOf("cus", "l", "1", { expiresAt: NOON + 1000 }));
      const before = await ledgerOf(store, "cus");
      expect(await store.sweep(NOON + 999)).toEqual({
        ...{ settled: 0, nextDueAt: NOON + 1000, broken: [] },
      });
      expect(await ledgerOf(store, "cus")).toBe(before);
      expect(await store.sweep(NOON + DAY)).toMatchObject({ settled: 1, broken: [] });
      const due = before && settle(before, await store.catalog(), NOON + DAY).ledger;
      expect(await ledgerOf(store, "cus")).toEqual(asLoaded(due));
      const latest = await store.entries(entriesQuery("cus", { limit: 3 }));
      expect(latest.map(({ kind }) => kind)).toEqual(["RESET", "EXPIRE", "FINALIZE"]);
      expect(await store.countLocks(locksQuery("cus", { status: "EXPIRED" }))).toBe(1);
      expect(await store.sweep(NOON + DAY)).toEqual({
        ...{ settled: 0, nextDueAt: NOON + 2 * DAY, broken: [] },
      });
    });

    it("takes some customers at a time, those first of whom something fell due first", async () => {
      const store = await many(open, 70);
      expect((await store.sweep(NOON + 2 * DAY)).settled).toBe(64);
      const { ledgers } = await store.load(names(70));
      const left = ledgers.filter((ledger) => isDue(ledger, NOON + 2 * DAY));
      expect(left.map(({ customer }) => customer.customerId).sort()).toEqual(names(6));
      expect((await store.sweep(NOON + 2 * DAY)).settled).toBe(6);
      expect((await store.sweep(NOON + 2 * DAY)).settled).toBe(0);
    });

    it("settles who is years behind in slices, and keeps nobody waiting for him", async () => {
      const store = await many(open, 3);
      await did(store, grantOf("cus", "years", { ...CARRYING, balanceId: "years" }));
      const later = NOON + 12 * 365 * DAY;
      const before = await ledgerOf(store, "cus");
      await store.sweep(later);
      await store.sweep(later);
      const others = (await store.load(names(3))).ledgers;
      expect(others.filter((ledger) => isDue(ledger, later))).toEqual([]);
      const some = await ledgerOf(store, "cus");
      expect(some && isDue(some, later)).toBe(true);
      expect((some?.seq ?? 0) - (before?.seq ?? 0)).toBeGreaterThan(STEPS_AT_ONCE / 2);
      await swept(store, later);
      const due = before && settle(before, await store.catalog(), later).ledger;
      expect(await ledgerOf(store, "cus")).toEqual(asLoaded(due));
    });

    it("goes by a test clock, which nobody's time moves", async () => {
      const store = await staged(open);
      await did(store, customerOf("clocked", { testClock: NOON }));
      await did(store, grantOf("clocked", "g1", CARRYING));
      expect(await store.sweep(NOON + 400 * DAY)).toMatchObject({ settled: 0, nextDueAt: null });
      await did(store, { type: "advanceClock", customerId: "clocked", to: NOON + 9 * DAY });
      expect(await store.sweep(NOON)).toMatchObject({ settled: 0, nextDueAt: null });
      const ledger = await ledgerOf(store, "clocked");
      expect(ledger && dueAt(ledger)).toBe(NOON + 10 * DAY);
    });
  });
}

/** Sweeps until nothing is due. */
export async function swept(store: BalanceStore, now: number): Promise<number> {
  for (let turns = 1; ; turns += 1) {
    const { settled, nextDueAt } = await store.sweep(now);
    if (settled === 0 && (nextDueAt === null || nextDueAt > now)) return turns;
  }
}

export function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_item, index) => `c${index}`);
}

async function many(open: OpenStore, count: number): Promise<BalanceStore> {
  const store = await staged(open);
  await people(store, count);
  return store;
}

/** So many customers with a grant that resets daily, the later ones earlier in the day. */
export async function people(store: BalanceStore, count: number): Promise<void> {
  for (const [index, name] of names(count).entries()) {
    await did(store, customerOf(name));
    await did(store, grantOf(name, "g1", { ...DAILY, nextResetAt: NOON + DAY - index }));
    await did(store, trackOf(name, "1"));
  }
}
