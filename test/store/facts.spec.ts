import { describe, expect, it } from "vitest";
import type { Command } from "../../src/engine/command.ts";
import type { Applied, Refused } from "../../src/store/port.ts";
import { encode } from "../../src/store/sql/codec.ts";
import { decodeFacts, encodeFacts, replayOf } from "../../src/store/sql/facts.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { CATALOG } from "../support/engine.ts";
import { customerOf, NOON, trackOf } from "./requests.ts";
import { did, replayOf as replayed, staged } from "./stage.ts";

const GIVEN = { catalog: CATALOG, dryRun: false };

const REFUSED: Refused = {
  kind: "refused",
  refusal: { code: "BALANCE_NOT_FOUND", message: "#1" },
  ledger: null,
  catalog: CATALOG,
  at: NOON,
};

async function tracked(): Promise<Applied<Command>> {
  const store = await staged(() =>
    openSqliteStore({ path: ":memory:", persistFreeOverage: false }),
  );
  const outcome = await did(store, trackOf("cus", "1.5", { properties: { "#": "#1" } }));
  await store.close();
  return outcome;
}

describe("the facts of an answer", () => {
  it("come back as they were, without a ledger or a catalogue", async () => {
    const outcome = await tracked();
    const json = encodeFacts([outcome, REFUSED]);
    expect(json).not.toMatch(/"(ledger|catalog|grants|features)"/);
    const again = decodeFacts(json).map((facts) => replayOf(facts, GIVEN));
    expect(again).toEqual([replayed(outcome, CATALOG), REFUSED]);
  });

  it("take as much room for a customer of a hundred grants as for one of one", async () => {
    const outcome = await tracked();
    const grants = Array.from({ length: 100 }, () => outcome.ledger?.grants[0]).flatMap(
      (grant) => grant ?? [],
    );
    const large = { ...outcome, ledger: outcome.ledger && { ...outcome.ledger, grants } };
    expect(encodeFacts([large])).toBe(encodeFacts([outcome]));
    expect(encodeFacts([outcome]).length).toBeLessThan(1500);
  });

  it("are taken out of an answer from when it held its ledger and its catalogue", async () => {
    const outcome = await tracked();
    const { customerId, ...whole } = outcome;
    const gone = { ...whole, ledger: null };
    const old = decodeFacts(encode([whole, gone, REFUSED]));
    expect(old).toEqual([
      ...decodeFacts(encodeFacts([outcome, { ...outcome, customerId: null }])),
      ...decodeFacts(encodeFacts([REFUSED])),
    ]);
    expect(customerId).toBe("cus");
  });

  it("have the moment that a clock was advanced to", async () => {
    const store = await staged(() =>
      openSqliteStore({ path: ":memory:", persistFreeOverage: false }),
    );
    await did(store, customerOf("clocked", { testClock: NOON }));
    const once = { idempotencyKey: "key", now: NOON + 1 };
    const advance = { type: "advanceClock", customerId: "clocked", to: NOON + 5 } as const;
    await did(store, advance, once);
    expect((await did(store, advance, once)).at).toBe(NOON + 5);
    await store.close();
  });

  it.each([
    ['{"kind":"refused"}', "a list of outcomes"],
    ["[]", "a list of outcomes"],
    ["[1]", "an outcome"],
  ])("are not %s", (json, told) => {
    expect(() => decodeFacts(json)).toThrow(told);
  });
});
