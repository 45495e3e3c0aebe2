import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isDue, settle } from "../../src/engine/settle.ts";
import { DAY } from "../support/engine.ts";
import { swept } from "./contract-sweep.ts";
import { PLACES, type PlaceKind } from "./places.ts";
import { asked, entriesQuery, grantOf, NOON } from "./requests.ts";
import { asLoaded, did, ledgerOf, staged } from "./stage.ts";

const LATER = NOON + 10 * 365 * DAY;

export function cutPromises(kind: PlaceKind): void {
  describe(`years that fall due, cut off between two slices on ${kind}`, () => {
    let folder: string;

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "cut-"));
    });

    afterAll(() => rmSync(folder, { recursive: true }));

    it("stand as they were for a moment, and the next sweep goes on from there", async () => {
      const place = await PLACES[kind](folder);
      const store = await staged(place.store);
      await did(
        store,
        grantOf("cus", "daily", {
          balanceId: "daily",
          reset: { interval: "day", intervalCount: 1 },
          rollover: { max: null, maxPercentage: null, duration: "month", length: 1 },
        }),
      );
      const before = await ledgerOf(store, "cus");
      if (!before) throw new Error("There is no such customer");
      const catalog = await store.catalog();
      const passing = store.apply(asked({ type: "passTime", customerId: "cus" }, { now: LATER }));
      const cut = expect(passing).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
      const length = () => store.countEntries(entriesQuery("cus"));
      await expect.poll(length, { interval: 1, timeout: 20_000 }).toBeGreaterThan(500);
      await store.close();
      await cut;

      const again = await place.store();
      const stored = await ledgerOf(again, "cus");
      const entries = await again.entries(entriesQuery("cus", { limit: 10_000, fromEnd: true }));
      expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_e, i) => entries.length - i));
      expect(stored?.seq).toBe(entries.length);
      const isCut = stored !== null && isDue(stored, LATER);
      expect(isCut).toBe(true);
      const reached = Math.max(...entries.map(({ at }) => at));
      const whole = settle(before, catalog, LATER);
      expect(whole.steps[entries.length - before.seq - 1]?.at).toBe(reached);
      await swept(again, LATER);
      expect(await ledgerOf(again, "cus")).toEqual(asLoaded(whole.ledger));
      expect(await again.countEntries(entriesQuery("cus"))).toBe(whole.ledger.seq);
      await again.close();
    });
  });
}
