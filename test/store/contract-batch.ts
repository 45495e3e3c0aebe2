import { describe, expect, it } from "vitest";
import type { Track } from "../../src/engine/command.ts";
import type { BatchApplied, BatchItem } from "../../src/store/port.ts";
import { DAY } from "../support/engine.ts";
import type { OpenStore } from "./contract.ts";
import {
  asked,
  batchOf,
  customerOf,
  entriesQuery,
  grantOf,
  lockOf,
  locksQuery,
  NOON,
  trackOf,
} from "./requests.ts";
import { asLoaded, balanceIn, did, didBatch, ledgerOf, replayOf, staged } from "./stage.ts";

export function batchPromises(open: OpenStore): void {
  describe("a batch", () => {
    it("does what its tracks do one by one, entry by entry", async () => {
      const [together, single] = [await staged(open), await staged(open)];
      const items = mixedTracks();
      for (const store of [together, single]) {
        await did(store, grantOf("cus", "g2", { featureId: "credits" }));
        await did(store, customerOf("other"));
        await did(store, grantOf("other", "g1", monthly));
      }
      const now = NOON + 40 * DAY;
      const { outcomes } = await didBatch(together, batchOf(items, { now }));
      const expected = [];
      for (const item of items) expected.push(await single.apply(asked(item, { now })));
      expect(outcomes).toEqual(expected);
      for (const customerId of ["cus", "other"]) {
        expect(await ledgerOf(together, customerId)).toEqual(await ledgerOf(single, customerId));
        const asking = entriesQuery(customerId);
        expect(await together.entries(asking)).toEqual(await single.entries(asking));
      }
    });

    it("is refused whole where its items make more deductions together than the ceiling", async () => {
      const store = await staged(open);
      for (let index = 0; index < 100; index += 1) {
        await did(store, grantOf("cus", `more ${index}`, { featureId: "credits" }));
      }
      const before = await ledgerOf(store, "cus");
      const all = (count: number) =>
        Array.from({ length: count }, (_, index) =>
          trackOf("cus", index % 2 === 0 ? "10000" : "-10000", { featureId: "credits" }),
        );
      const refused = await store.applyBatch(batchOf(all(101), { idempotencyKey: "k" }));
      const message = expect.stringMatching(/fewer items/);
      expect(refused).toMatchObject({
        refusal: { code: "INVALID_INPUT", issues: [{ path: ["input", "items"], message }] },
      });
      expect(await ledgerOf(store, "cus")).toEqual(before);
      const { outcomes } = await didBatch(store, batchOf(all(100), { idempotencyKey: "k" }));
      expect(
        outcomes.map((each) => each.kind === "applied" && each.entry?.deductions.length),
      ).toEqual(outcomes.map(() => 100));
    });

    it("lets a refused item fail alone, and shows each what those before it left", async () => {
      const store = await staged(open);
      const items = [
        trackOf("cus", "60"),
        trackOf("nobody", "1"),
        trackOf("cus", "60", { overageBehavior: "reject" }),
        trackOf("cus", "1", { featureId: "unknown" }),
        trackOf("cus", "40", { overageBehavior: "reject" }),
      ];
      const batch = await didBatch(store, batchOf(items));
      expect(verdicts(batch)).toEqual([
        "40",
        "CUSTOMER_NOT_FOUND",
        "INSUFFICIENT_BALANCE",
        "FEATURE_NOT_FOUND",
        "0",
      ]);
      expect(balanceIn(batch.outcomes[2]?.ledger ?? null)).toBe("40");
      expect(batch).toMatchObject({ replayed: false, dryRun: false });
      expect(await store.countEntries(entriesQuery("cus"))).toBe(3);
    });

    it("ends the locks that fell due before it", async () => {
      const store = await staged(open);
      await did(store, lockOf("cus", "l", "30", { expiresAt: NOON + 1000 }));
      const items = [trackOf("cus", "1"), trackOf("cus", "1")];
      const batch = await didBatch(store, batchOf(items, { now: NOON + DAY }));
      expect(verdicts(batch)).toEqual(["99", "98"]);
      expect(await store.locks(locksQuery("cus"))).toMatchObject([{ status: "EXPIRED" }]);
      const last = batch.outcomes[1]?.ledger ?? null;
      expect(await ledgerOf(store, "cus")).toEqual(asLoaded(last));
    });

    it("gives an item with a key of its own what the key was answered, here or before", async () => {
      const store = await staged(open);
      const first = await did(store, trackOf("cus", "1"), { idempotencyKey: "a" });
      const items = [
        keyed("a", trackOf("cus", "1")),
        keyed("b", trackOf("cus", "2")),
        keyed("b", trackOf("cus", "2")),
        keyed("a", trackOf("cus", "3")),
        keyed("b", trackOf("cus", "3")),
        keyed("batch", trackOf("cus", "2")),
      ];
      const request = batchOf(items, { idempotencyKey: "batch" });
      const dry = await didBatch(store, { ...request, dryRun: true });
      const batch = await didBatch(store, request);
      const used = "IDEMPOTENCY_KEY_REUSED";
      expect(verdicts(batch)).toEqual(["replayed", "97", "replayed", used, used, used]);
      expect(batch.outcomes[0]).toEqual(replayOf(first));
      expect(replays(batch)).toEqual([true, false, true, null, null, null]);
      expect([verdicts(dry), replays(dry)]).toEqual([verdicts(batch), replays(batch)]);

      const alone = await did(store, trackOf("cus", "2"), { idempotencyKey: "b" });
      expect(alone).toEqual(batch.outcomes[2]);
      expect(await store.countEntries(entriesQuery("cus"))).toBe(3);
      const again = await didBatch(store, request);
      expect(again.replayed).toBe(true);
      expect(again.outcomes).toEqual(batch.outcomes.map((outcome) => replayOf(outcome)));
      expect(replays(again)).toEqual([true, true, true, null, null, null]);
    });

    it("that changed nothing leaves its key free", async () => {
      const store = await staged(open);
      const once = { idempotencyKey: "key" };
      const refused = await didBatch(store, batchOf([trackOf("nobody", "1")], once));
      expect(verdicts(refused)).toEqual(["CUSTOMER_NOT_FOUND"]);
      await did(store, trackOf("cus", "0"), { idempotencyKey: "item" });
      const repeat = await didBatch(store, batchOf([keyed("item", trackOf("cus", "0"))], once));
      expect(replays(repeat)).toEqual([true]);
      expect(verdicts(await didBatch(store, batchOf([trackOf("cus", "1")], once)))).toEqual(["99"]);
    });

    it("decides a dry run as it would the real one, and saves nothing", async () => {
      const store = await staged(open);
      const items = [keyed("a", trackOf("cus", "1")), keyed(null, trackOf("cus", "2"))];
      const request = batchOf(items, { idempotencyKey: "key" });
      const before = await ledgerOf(store, "cus");
      const dry = await didBatch(store, { ...request, dryRun: true });
      expect(await ledgerOf(store, "cus")).toEqual(before);
      const real = await didBatch(store, request);
      const outcomes = real.outcomes.map((outcome) => ({ ...outcome, dryRun: true }));
      expect(dry).toEqual({ ...real, outcomes, dryRun: true });
      const seen = await didBatch(store, { ...request, dryRun: true });
      expect(seen).toMatchObject({
        replayed: true,
        dryRun: true,
        outcomes: [{ dryRun: true }, {}],
      });
    });

    it("of a thousand loses none, and none of its neighbours at a time", async () => {
      const store = await staged(open);
      await did(store, grantOf("cus", "g2", { includedGrant: null, unlimited: true }));
      const items = Array.from({ length: 1000 }, () => trackOf("cus", "0.01"));
      const [left, , right] = await Promise.all([
        store.applyBatch(batchOf(items)),
        store.apply(asked(trackOf("cus", "1"))),
        store.applyBatch(batchOf(items)),
      ]);
      expect([left.kind, right.kind]).toEqual(["applied", "applied"]);
      expect((await ledgerOf(store, "cus"))?.seq).toBe(2003);
      expect(await store.countEntries(entriesQuery("cus", { kind: "TRACK" }))).toBe(2001);
    });
  });
}

const monthly = { reset: { interval: "month", intervalCount: 1 } } as const;

function mixedTracks(): readonly Track[] {
  return [
    trackOf("other", "7"),
    trackOf("cus", "1.5", { properties: { model: "x" } }),
    trackOf("cus", "3", { featureId: "actions" }),
    trackOf("other", "200"),
    trackOf("cus", "-1"),
    trackOf("nobody", "1"),
    trackOf("cus", "200", { overageBehavior: "reject" }),
    trackOf("cus", "200"),
  ];
}

function keyed(idempotencyKey: string | null, command: Track): BatchItem {
  return { command, idempotencyKey };
}

/** Of each item the first balance that it left, or the code of its refusal. */
function verdicts({ outcomes }: BatchApplied): readonly string[] {
  return outcomes.map((each) => {
    if (each.kind === "refused") return each.refusal.code;
    return each.replayed ? "replayed" : balanceIn(each.ledger);
  });
}

function replays({ outcomes }: BatchApplied): readonly (boolean | null)[] {
  return outcomes.map((each) => (each.kind === "applied" ? each.replayed : null));
}
