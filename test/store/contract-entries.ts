import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { BalanceStore, EntryQuery } from "../../src/store/port.ts";
import { DAY } from "../support/engine.ts";
import type { OpenStore } from "./contract.ts";
import { entriesQuery, grantOf, NOON, trackOf } from "./requests.ts";
import { did, staged } from "./stage.ts";

export function entryPromises(open: OpenStore): void {
  describe("entries", () => {
    it.each<[string, Partial<EntryQuery>, readonly number[]]>([
      ["latest first", {}, [8, 7, 6, 5, 4, 3, 2, 1]],
      ["the first page", { limit: 3 }, [8, 7, 6]],
      ["the page after a key", { limit: 3, after: 6 }, [5, 4, 3]],
      ["the last page, in the same order", { limit: 3, fromEnd: true }, [3, 2, 1]],
      ["the page before a key", { limit: 3, fromEnd: true, before: 3 }, [6, 5, 4]],
      ["between two keys", { after: 7, before: 4 }, [6, 5]],
      ["past the end", { after: 1 }, []],
      ["none", { limit: 0 }, []],
      ["of a feature", { featureId: "messages" }, [7, 4, 1]],
      ["of a feature that only moved", { featureId: "credits" }, [6, 5, 2]],
      ["of a feature that was named but held nothing", { featureId: "actions" }, [6, 5]],
      ["a page of a feature", { featureId: "messages", limit: 1, after: 7 }, [4]],
      ["the last of a feature", { featureId: "credits", limit: 2, fromEnd: true }, [5, 2]],
      ["of an entity", { entityId: "e1" }, [8]],
      ["of an entity that never was", { entityId: "e9" }, []],
      ["of a kind", { kind: "CREATE" }, [8, 3, 2, 1]],
      ["from an instant on, itself included", { from: NOON + DAY }, [8, 7, 6, 5]],
      ["up to an instant, itself left out", { to: NOON + DAY }, [4, 3, 2, 1]],
      ["of a feature, a kind and a time", { featureId: "credits", kind: "TRACK", to: later }, [5]],
      ["of another customer", { customerId: "nobody" }, []],
    ])("%s, and counted", async (_title, given, expected) => {
      const store = await history(open);
      const entries = await store.entries(entriesQuery("cus", given));
      expect(entries.map(({ seq }) => seq)).toEqual(expected);
      const { limit: _limit, after: _after, before: _before, ...filter } = given;
      if (Object.keys(filter).length === Object.keys(given).length) {
        expect(await store.countEntries(entriesQuery("cus", filter))).toBe(expected.length);
      }
    });

    it("come back whole", async () => {
      const store = await history(open);
      const properties = { model: "x", nested: { list: [1, null, "é\u0000"] } };
      const command = trackOf("cus", "1", { properties, timestamp: NOON - DAY });
      const { entry } = await did(store, command, { idempotencyKey: "k", actor: "key:1" });
      expect(entry).toMatchObject({ idempotencyKey: "k", actor: "key:1", timestamp: NOON - DAY });
      expect(await store.entries(entriesQuery("cus", { limit: 1 }))).toEqual([entry]);
    });
  });
}

const later = NOON + DAY + 1;

/** Eight entries: 1 to 4 at noon, 5 to 8 a day later and on. */
async function history(open: OpenStore): Promise<BalanceStore> {
  const store = await staged(open);
  const actions = { featureId: "actions" };
  const seat = { entityId: "e1", featureId: "seats", name: null, billingControls: {} };
  await did(store, grantOf("cus", "g2", { featureId: "credits" }));
  await did(store, grantOf("cus", "g3", { featureId: "seats", includedGrant: amount(5) }));
  await did(store, trackOf("cus", "1"));
  await did(store, trackOf("cus", "2", actions), { now: NOON + DAY });
  await did(store, trackOf("cus", "3", actions), { now: later });
  await did(store, trackOf("cus", "4"), { now: later });
  await did(store, { type: "createEntity", customerId: "cus", ...seat }, { now: later });
  return store;
}
