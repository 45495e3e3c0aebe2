import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { CustomerCommand } from "../../src/engine/command.ts";
import { DAY } from "../support/engine.ts";
import { cases, checkAllAsync } from "../support/property.ts";
import type { OpenStore } from "./contract.ts";
import {
  customerOf,
  entriesQuery,
  finalOf,
  grantOf,
  limitOf,
  lockOf,
  NOON,
  trackOf,
} from "./requests.ts";
import { asLoaded, balanceIn, did, ledgerOf, refusedWith, staged } from "./stage.ts";

export function writePromises(open: OpenStore): void {
  describe("apply", () => {
    it("answers the ledger and the entry as they are then stored", async () => {
      const store = await staged(open);
      const outcome = await did(store, trackOf("cus", "1.5", { properties: { model: "x" } }));
      expect(outcome).toMatchObject({ at: NOON, replayed: false, dryRun: false });
      expect(await ledgerOf(store, "cus")).toEqual(outcome.ledger);
      expect(await store.entries(entriesQuery("cus", { limit: 1 }))).toEqual([outcome.entry]);
      expect(outcome.ledger?.grants[0]?.slices[0]?.balance).toBe(amount("98.5"));
    });

    it("stores what any run of commands decides, entry by entry without a gap", async () => {
      const runs = cases(10);
      const ran = await checkAllAsync(
        runs,
        fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
          const store = await staged(open);
          let now = NOON;
          for (const { command, wait } of steps) {
            now += wait;
            const before = await ledgerOf(store, "cus");
            const outcome = await store.apply({ ...quiet, command, now });
            const after = outcome.kind === "applied" ? asLoaded(outcome.ledger) : before;
            expect(await ledgerOf(store, "cus")).toEqual(after);
          }
          const entries = await store.entries(entriesQuery("cus", { limit: 1000, fromEnd: true }));
          expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_e, i) => entries.length - i));
          expect(entries.length).toBe((await ledgerOf(store, "cus"))?.seq);
        }),
      );
      expect(ran).toBe(runs);
    });

    it("leaves no trace of a refused command", async () => {
      const store = await staged(open);
      const before = await ledgerOf(store, "cus");
      const reject = trackOf("cus", "101", { overageBehavior: "reject" });
      expect(await refusedWith(store, reject)).toBe("INSUFFICIENT_BALANCE");
      expect(await refusedWith(store, customerOf("cus"))).toBe("CUSTOMER_ALREADY_EXISTS");
      expect(await refusedWith(store, trackOf("nobody", "1"))).toBe("CUSTOMER_NOT_FOUND");
      expect(await ledgerOf(store, "cus")).toEqual(before);
      expect(await store.countEntries(entriesQuery("cus"))).toBe(1);
    });

    it("commits what had fallen due though the command is refused, and shows it", async () => {
      const store = await staged(open);
      await did(store, grantOf("cus", "g2", { expiresAt: NOON + DAY }));
      const command = trackOf("cus", "150", { overageBehavior: "reject" });
      const outcome = await store.apply({ ...quiet, command, now: NOON + 2 * DAY });
      expect(outcome.kind).toBe("refused");
      expect(outcome.ledger?.grants.map(({ grantId }) => grantId)).toEqual(["g1"]);
      expect(await ledgerOf(store, "cus")).toEqual(outcome.ledger);
      const [latest] = await store.entries(entriesQuery("cus", { limit: 1 }));
      expect(latest).toMatchObject({ kind: "EXPIRE", at: NOON + DAY, actor: "time" });
    });

    it("commits what had fallen due though the command is run dry", async () => {
      const store = await staged(open);
      await did(store, grantOf("cus", "g2", { expiresAt: NOON + DAY, balanceId: "more" }));
      const dry = await did(store, trackOf("cus", "1"), { dryRun: true, now: NOON + DAY });
      expect((await ledgerOf(store, "cus"))?.seq).toBe(Number(dry.entry?.seq) - 1);
      expect(balanceIn(await ledgerOf(store, "cus"))).toBe("100");
      expect((await ledgerOf(store, "cus"))?.grants).toHaveLength(1);
    });

    it("decides a dry run as it would the real one, and saves nothing", async () => {
      const store = await staged(open);
      const before = [await ledgerOf(store, "cus"), await store.catalog()];
      const command = trackOf("cus", "3");
      const dry = await did(store, command, { dryRun: true, idempotencyKey: "k" });
      await did(store, { type: "deleteFeature", featureId: "seats" }, { dryRun: true });
      await did(store, customerOf("new"), { dryRun: true });
      await did(store, { type: "deleteCustomer", customerId: "cus" }, { dryRun: true });
      expect([await ledgerOf(store, "cus"), await store.catalog()]).toEqual(before);
      expect(await ledgerOf(store, "new")).toBeNull();
      const real = await did(store, command, { idempotencyKey: "k" });
      expect(dry).toEqual({ ...real, dryRun: true });
    });
  });
}

const quiet = { idempotencyKey: null, dryRun: false, actor: "spec" } as const;

const seat = { featureId: "seats", name: null, billingControls: {} };
const everyFeature = { entityId: null, balanceId: null, interval: null };

const anyValue = fc.constantFrom("0.0000000001", "1", "30", "-5", "75.5");

const anyLockId = fc.constantFrom("l1", "l2");

const anyCommand: fc.Arbitrary<CustomerCommand> = fc.oneof(
  { weight: 4, arbitrary: anyValue.map((value) => trackOf("cus", value)) },
  {
    weight: 2,
    arbitrary: anyValue.map((value) => trackOf("cus", value, { featureId: "actions" })),
  },
  fc.nat(5).map((id) =>
    grantOf("cus", `m${id}`, {
      balanceId: `monthly-${id}`,
      reset: { interval: "month", intervalCount: 1 },
      rollover: { max: amount(50), maxPercentage: null, duration: "month", length: 1 },
    }),
  ),
  fc
    .nat(5)
    .map((id) => grantOf("cus", `c${id}`, { balanceId: `credits-${id}`, featureId: "credits" })),
  fc.constantFrom("e1", "e2").map((entityId): CustomerCommand => {
    return { type: "createEntity", customerId: "cus", entityId, ...seat };
  }),
  fc.constantFrom("e1", "e2").map((entityId): CustomerCommand => {
    return { type: "deleteEntity", customerId: "cus", entityId };
  }),
  fc
    .constantFrom("e1", "e2")
    .map((entityId) =>
      grantOf("cus", `own-${entityId}`, { balanceId: `own-${entityId}`, entityId }),
    ),
  fc.nat(5).map((id): CustomerCommand => {
    const selection = { ...everyFeature, balanceId: `monthly-${id}` };
    const deletion = { featureId: "messages", recalculateBalances: false };
    return { type: "deleteBalance", customerId: "cus", ...selection, ...deletion };
  }),
  fc
    .tuple(anyLockId, anyValue, fc.option(fc.constantFrom(NOON + 1000, NOON + DAY)))
    .map(([lockId, value, expiresAt]) => lockOf("cus", lockId, value, { expiresAt })),
  fc
    .tuple(anyLockId, fc.constantFrom("confirm", "release"), anyValue)
    .map(([lockId, action, value]) => finalOf(lockId, action, action === "release" ? null : value)),
  fc.constantFrom("10", "40").map((limit) => limitOf("cus", limit)),
  anyValue.map((value): CustomerCommand => {
    const change = { featureId: "messages", remaining: amount(value) };
    return { type: "updateBalance", customerId: "cus", ...everyFeature, ...change };
  }),
);

const step = fc.record({
  command: anyCommand,
  wait: fc.constantFrom(0, 1000, DAY, 45 * DAY),
});
