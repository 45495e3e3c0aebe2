import { describe, expect, it } from "vitest";
import { amount, formatAmount } from "../../src/engine/amount.ts";
import { heldOf, liveLocks } from "../../src/engine/held.ts";
import type { Lock } from "../../src/engine/ledger.ts";
import type { View } from "../../src/engine/view.ts";
import { Bench, CATALOG, START } from "../support/engine.ts";
import { LEDGER, LOCK, several, watched } from "../support/many-parts.ts";

describe("what live locks hold", () => {
  const view = (locks: readonly Lock[]): View => {
    return { ledger: { ...LEDGER, locks }, catalog: CATALOG, entityId: null, at: START };
  };
  const ended = { ...LOCK, status: "CONFIRMED" } as const;

  it.each([
    [31, true, "310"],
    [32, false, "320"],
    [33, false, "330"],
  ])("of %i is added up again: %s", (count, isAgain, expected) => {
    const { seen, reads } = watched(LOCK, "receipt");
    const held = view([seen, ...several(count - 1, () => LOCK)]);
    const look = () => expect(formatAmount(heldOf(held, "messages"))).toBe(expected);
    look();
    expect(reads(look)).toBe(isAgain);
    const live = liveLocks(held.ledger);
    expect(live).toEqual(held.ledger.locks);
    expect(live === held.ledger.locks).toBe(!isAgain);
  });

  it.each([
    [31, true],
    [32, false],
  ])("leaves out those that have ended: found again of %i, %s", (count, isAgain) => {
    const [{ seen, reads }, locks] = [watched(ended, "status"), several(count - 2, () => LOCK)];
    const held = view([seen, ended, ...locks]);
    expect(formatAmount(heldOf(held, "messages"))).toBe(`${(count - 2) * 10}`);
    const live = liveLocks(held.ledger);
    expect(live).toEqual(locks);
    expect(reads(() => liveLocks(held.ledger))).toBe(isAgain);
    expect(liveLocks({ ...LEDGER, locks: live }) === live).toBe(!isAgain);
  });

  it("is each entity's own, and the customer's in all", () => {
    const bench = new Bench();
    for (const entityId of ["ada", "ben"]) bench.entity(entityId);
    for (const entityId of ["ada", "ben"]) bench.grant({ entityId });
    const heldBy = ({ ledger: after }: Bench, entityId: string | null) =>
      heldOf({ ...view([]), ledger: after ?? LEDGER, entityId }, "messages");
    const held = { type: "createLock", customerId: "cus", featureId: "messages" } as const;
    const asked = { ...held, expiresAt: null, properties: null };
    bench.run({ ...asked, lockId: "a", entityId: "ada", requiredBalance: amount("3") });
    bench.run({ ...asked, lockId: "b", entityId: "ben", requiredBalance: amount("4") });
    const seen = ["ada", "ben", null].map((who) => heldBy(bench, who));
    expect(seen).toEqual([amount("3"), amount("4"), amount("7")]);
  });
});
