import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { Command } from "../../src/engine/command.ts";
import type { OpenStore } from "./contract.ts";
import { asked, customerOf, entriesQuery, featureOf, grantOf, trackOf } from "./requests.ts";
import { did, ledgerOf, refusedWith, replayOf, staged } from "./stage.ts";

const once = { idempotencyKey: "key" };

export function keyPromises(open: OpenStore): void {
  describe("an idempotency key", () => {
    it.each<[string, Command]>([
      ["a track", trackOf("cus", "1", { properties: { "#": "#1", list: [1, "##"] } })],
      ["a grant, whose id is made anew for each call", grantOf("cus", "g2", { balanceId: "mine" })],
      ["a new customer", customerOf("new", { metadata: { a: { b: null } } })],
      ["a renamed customer", { type: "updateCustomer", customerId: "cus", newCustomerId: "new" }],
      ["a deleted customer", { type: "deleteCustomer", customerId: "cus" }],
      ["a new feature", featureOf("extra", { defaultMarkup: 0.5 })],
      ["a deleted feature", { type: "deleteFeature", featureId: "seats" }],
    ])("gives the facts of the first outcome again: %s", async (_title, command) => {
      const store = await staged(open);
      const first = await did(store, command, once);
      const moved = [await store.load(["cus", "new"]), await store.catalog()];
      const again = command.type === "createBalance" ? { ...command, grantId: "g3" } : command;
      expect(await did(store, again, once)).toEqual(replayOf(first));
      expect([await store.load(["cus", "new"]), await store.catalog()]).toEqual(moved);
    });

    it("gives it again however much happened since, and to a dry run too", async () => {
      const store = await staged(open);
      const first = await did(store, trackOf("cus", "1"), once);
      await did(store, trackOf("cus", "50"));
      await did(store, featureOf("extra"));
      const replayed = replayOf(first, await store.catalog());
      expect(await did(store, trackOf("cus", "1"), once)).toEqual(replayed);
      const dry = await did(store, trackOf("cus", "1"), { ...once, dryRun: true });
      expect(dry).toEqual({ ...replayed, dryRun: true });
      expect(await store.countEntries(entriesQuery("cus"))).toBe(3);
    });

    it("is refused to any other command, of any customer", async () => {
      const store = await staged(open);
      await did(store, customerOf("other"));
      await did(store, trackOf("cus", "1"), once);
      const before = await store.load(["cus", "other"]);
      const others: readonly Command[] = [
        trackOf("cus", "2"),
        trackOf("other", "1"),
        featureOf("extra"),
        { type: "deleteCustomer", customerId: "cus" },
      ];
      for (const command of others) {
        expect(await refusedWith(store, command, once)).toBe("IDEMPOTENCY_KEY_REUSED");
      }
      expect(await store.load(["cus", "other"])).toEqual(before);
    });

    it("is free again after a refusal, for whatever comes next", async () => {
      const store = await staged(open);
      const tooMuch = trackOf("cus", "101", { overageBehavior: "reject" });
      expect(await refusedWith(store, tooMuch, once)).toBe("INSUFFICIENT_BALANCE");
      await did(store, grantOf("cus", "g2"));
      expect((await did(store, tooMuch, once)).replayed).toBe(false);
    });

    it("takes effect once among many calls at a time", async () => {
      const store = await staged(open);
      const calls = Array.from({ length: 32 }, () => store.apply(asked(trackOf("cus", "1"), once)));
      const outcomes = await Promise.all(calls);
      const first = outcomes.filter((outcome) => outcome.kind === "applied" && !outcome.replayed);
      expect(first).toHaveLength(1);
      const ledger = await ledgerOf(store, "cus");
      expect(ledger?.grants[0]?.slices[0]?.balance).toBe(amount(99));
    });
  });

  it("calls at a time lose nothing", async () => {
    const store = await staged(open);
    const calls = Array.from({ length: 64 }, () => store.apply(asked(trackOf("cus", "1"))));
    expect((await Promise.all(calls)).every(({ kind }) => kind === "applied")).toBe(true);
    const ledger = await ledgerOf(store, "cus");
    expect(ledger?.grants[0]?.slices[0]?.balance).toBe(amount(36));
    expect(ledger?.seq).toBe(65);
  });
}
