import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { CustomerCommand } from "../../src/engine/command.ts";
import { isDue, settle } from "../../src/engine/settle.ts";
import type { BalanceStore } from "../../src/store/port.ts";
import { STEPS_A_COMMIT } from "../../src/store/sql/turns.ts";
import { DAY } from "../support/engine.ts";
import type { OpenStore } from "./contract.ts";
import {
  asked,
  batchOf,
  customerOf,
  entriesQuery,
  grantOf,
  lockOf,
  NOON,
  trackOf,
} from "./requests.ts";
import { asLoaded, did, didBatch, ledgerOf, refusedWith, staged } from "./stage.ts";

const DAILY = {
  reset: { interval: "day", intervalCount: 1 },
  rollover: { max: null, maxPercentage: null, duration: "month", length: 1 },
} as const;

/** More than one commit takes; the first spec lets more pass, for more than two. */
const YEARS = 3;
const LATER = NOON + YEARS * 365 * DAY;
const MUCH_LATER = NOON + 6 * 365 * DAY;

export function behindPromises(open: OpenStore): void {
  describe("years that fall due at once", () => {
    it("are committed in slices, entry by entry as settling in one go has it", async () => {
      const store = await left(open);
      const before = await ledgerOf(store, "cus");
      const catalog = await store.catalog();
      if (!before) throw new Error("There is no such customer");
      const whole = settle(before, catalog, MUCH_LATER);
      expect(whole.steps.length).toBeGreaterThan(STEPS_A_COMMIT); // Each is of two grants.
      const { ledger, entry } = await did(store, trackOf("cus", "1"), { now: MUCH_LATER });
      expect(await ledgerOf(store, "cus")).toEqual(asLoaded(ledger));
      expect(entry?.seq).toBe(whole.ledger.seq + 1);
      const entries = await store.entries(entriesQuery("cus", { limit: 10_000, fromEnd: true }));
      expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_e, i) => entries.length - i));
      expect(
        entries
          .toReversed()
          .slice(before.seq, -1)
          .map(({ kind, at }) => [kind, at]),
      ).toEqual(whole.steps.map(({ kind, at }) => [kind, at]));
    });

    it("leave room for the commands of others in between", async () => {
      const store = await left(open);
      await did(store, customerOf("other"));
      await did(store, grantOf("other", "g1"));
      const order: string[] = [];
      const answered = (name: string) => () => void order.push(name);
      await Promise.all([
        did(store, trackOf("cus", "1"), { now: LATER }).then(answered("cus")),
        did(store, trackOf("cus", "2"), { now: LATER }).then(answered("cus again")),
        did(store, trackOf("other", "1"), { now: LATER }).then(answered("other")),
      ]);
      expect(order).toEqual(["other", "cus", "cus again"]);
    });

    it("do not keep back customers of whom little has fallen due", async () => {
      const store = await left(open);
      const names = Array.from({ length: 20 }, (_item, index) => `c${index}`);
      for (const name of names) {
        await did(store, customerOf(name));
        await did(store, grantOf(name, "g1", { ...DAILY, nextResetAt: LATER - 200 * DAY }));
        await did(store, trackOf(name, "1"));
      }
      const order: string[] = [];
      await Promise.all(
        ["cus", ...names].map(async (name) => {
          await did(store, trackOf(name, "1"), { now: LATER });
          order.push(name);
        }),
      );
      expect(order.indexOf("cus")).toBeGreaterThan(names.length / 2);
    });

    it.each<readonly [string, CustomerCommand, Partial<Parameters<typeof asked>[1]>]>([
      ["a dry run", trackOf("cus", "1"), { dryRun: true }],
      ["a call under a key", trackOf("cus", "1"), { idempotencyKey: "k" }],
      ["a command that is refused", trackOf("cus", "1", { featureId: "nothing" }), {}],
      ["a lock", lockOf("cus", "l", "1"), {}],
      ["time passing", { type: "passTime", customerId: "cus" }, {}],
    ])("are committed before %s is answered", async (_title, command, given) => {
      const store = await left(open);
      const before = await ledgerOf(store, "cus");
      if (!before) throw new Error("There is no such customer");
      const due = settle(before, await store.catalog(), LATER).ledger;
      const outcome = await store.apply(asked(command, { now: LATER, ...given }));
      const after = await ledgerOf(store, "cus");
      const isSaved = outcome.kind === "applied" && !outcome.dryRun && outcome.entry !== null;
      expect(after?.seq).toBe(due.seq + (isSaved ? 1 : 0));
      if (!isSaved) expect(after).toEqual(asLoaded(due));
      expect(after && isDue(after, LATER)).toBe(false);
    });

    it("are committed before a batch is decided, be it run dry", async () => {
      const store = await left(open);
      const items = [trackOf("cus", "1"), trackOf("cus", "2")];
      const dry = await didBatch(store, batchOf(items, { now: LATER, dryRun: true }));
      const settled = await ledgerOf(store, "cus");
      expect(settled && isDue(settled, LATER)).toBe(false);
      const wet = await didBatch(store, batchOf(items, { now: LATER }));
      const entries = ({ outcomes }: typeof wet) =>
        outcomes.map((each) => (each.kind === "applied" ? each.entry : null));
      expect(entries(wet)).toEqual(entries(dry));
      expect((await ledgerOf(store, "cus"))?.seq).toBe(Number(settled?.seq) + 2);
    });

    it("are committed before a clock that was moved over them is answered", async () => {
      const store = await staged(open);
      await did(store, customerOf("clocked", { testClock: NOON }));
      await did(store, grantOf("clocked", "g1", DAILY));
      const moved = await did(store, {
        type: "advanceClock",
        customerId: "clocked",
        to: MUCH_LATER,
      });
      expect(moved.ledger && isDue(moved.ledger, NOON)).toBe(false);
      expect(moved.ledger?.seq).toBeGreaterThan(STEPS_A_COMMIT);
      expect(await ledgerOf(store, "clocked")).toEqual(asLoaded(moved.ledger));
      const back = { type: "advanceClock", customerId: "clocked", to: NOON } as const;
      expect(await refusedWith(store, back)).toBe("INVALID_INPUT");
    });
  });
}

/** A store with a customer who has two daily grants with rollovers. */
async function left(open: OpenStore): Promise<BalanceStore> {
  const store = await staged(open);
  for (const balanceId of ["a", "b"]) {
    await did(store, grantOf("cus", balanceId, { ...DAILY, balanceId, includedGrant: amount(1) }));
  }
  return store;
}
