import { describe, expect, it } from "vitest";
import { encode } from "../../src/store/sql/codec.ts";
import { DAY } from "../support/engine.ts";
import type { OpenStore } from "./contract.ts";
import {
  asked,
  batchOf,
  entriesQuery,
  featureOf,
  finalOf,
  lockOf,
  NOON,
  trackOf,
} from "./requests.ts";
import { balanceIn, did, didBatch, ledgerOf, refusedWith, replayOf, staged } from "./stage.ts";

const once = { idempotencyKey: "key" };

export function answerPromises(open: OpenStore): void {
  describe("a kept answer", () => {
    it("is given for a day; after that its key still keeps the call from happening again", async () => {
      const store = await staged(open);
      const first = await did(store, trackOf("cus", "1"), once);
      const last = await did(store, trackOf("cus", "1"), { ...once, now: NOON + DAY - 1 });
      expect(last).toEqual(replayOf(first));
      for (const days of [1, 2, 400]) {
        const late = asked(trackOf("cus", "1"), { ...once, now: NOON + days * DAY });
        expect(await store.apply(late)).toMatchObject({
          kind: "refused",
          refusal: {
            code: "IDEMPOTENCY_KEY_REUSED",
            message: expect.stringMatching(/key key was applied already.* no longer kept/),
          },
          at: NOON + days * DAY,
        });
        await did(store, featureOf(`f${days}`), { idempotencyKey: `${days}`, now: late.now });
      }
      expect(balanceIn(await ledgerOf(store, "cus"))).toBe("99");
      const other = { ...once, now: NOON + 9 * DAY };
      const outcome = await store.apply(asked(trackOf("cus", "2"), other));
      expect(outcome).toMatchObject({ refusal: { message: expect.stringMatching("another") } });
    });

    it("is its facts alone; the catalogue is the one in force by then", async () => {
      const store = await staged(open);
      const first = await did(store, trackOf("cus", "1"), once);
      for (const featureId of ["a", "b"]) {
        await did(store, featureOf(featureId), { idempotencyKey: featureId });
        await did(store, trackOf("cus", "1"), { idempotencyKey: `track ${featureId}` });
      }
      const again = await did(store, trackOf("cus", "1"), once);
      expect(again).toEqual(replayOf(first, await store.catalog()));
      const created = await did(store, featureOf("a"), { idempotencyKey: "a" });
      expect(created.result.feature.featureId).toBe("a");
      expect(created.catalog.features.map(({ featureId }) => featureId)).toContain("b");
    });

    it("is the same text for each of 64 calls at a time, which made one entry", async () => {
      const store = await staged(open);
      await did(store, lockOf("cus", "l", "5"));
      const commands = [trackOf("cus", "1.5"), lockOf("cus", "m", "2"), finalOf("l", "release")];
      for (const [index, command] of commands.entries()) {
        const key = { idempotencyKey: `key ${index}` };
        const calls = Array.from({ length: 64 }, () => store.apply(asked(command, key)));
        const outcomes = await Promise.all(calls);
        const replayed = outcomes.map((each) => each.kind === "applied" && each.replayed);
        expect(replayed.filter((each) => !each)).toHaveLength(1);
        expect(new Set(outcomes.map((each) => encode(replayOf(each)))).size).toBe(1);
      }
      expect(await store.countEntries(entriesQuery("cus"))).toBe(2 + commands.length);
    });

    it("of a batch is the same text too", async () => {
      const store = await staged(open);
      const items = [trackOf("cus", "1"), trackOf("nobody", "1"), trackOf("cus", "2")];
      const calls = Array.from({ length: 64 }, () => store.applyBatch(batchOf(items, once)));
      const outcomes = (await Promise.all(calls)).map((each) => {
        if (each.kind === "refused") throw new Error("the batch was refused");
        return each;
      });
      expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
      const texts = outcomes.map((each) => encode(each.outcomes.map((item) => replayOf(item))));
      expect(new Set(texts).size).toBe(1);
      expect(await store.countEntries(entriesQuery("cus"))).toBe(3);
      const late = await store.applyBatch(batchOf(items, { ...once, now: NOON + DAY }));
      expect(late).toMatchObject({ kind: "refused", refusal: { code: "IDEMPOTENCY_KEY_REUSED" } });
      await didBatch(store, batchOf(items, { idempotencyKey: "fresh" }));
    });

    it("belongs to a batch or to a command, never to both", async () => {
      const store = await staged(open);
      await didBatch(store, batchOf([trackOf("cus", "1")], once));
      expect(await refusedWith(store, trackOf("cus", "1"), once)).toBe("IDEMPOTENCY_KEY_REUSED");
      const reordered = batchOf([trackOf("cus", "1"), trackOf("cus", "1")], once);
      expect(await store.applyBatch(reordered)).toMatchObject({
        kind: "refused",
        refusal: { code: "IDEMPOTENCY_KEY_REUSED" },
      });
      expect(balanceIn(await ledgerOf(store, "cus"))).toBe("99");
    });
  });
}
