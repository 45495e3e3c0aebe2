import { describe, expect, test } from "vitest";
import { amount, ZERO } from "../../src/engine/amount.ts";
import type { CreateLock, FinalizeLock } from "../../src/engine/command.ts";
import { settleSome } from "../../src/engine/settle.ts";
import { Bench, DAY, START } from "../support/engine.ts";

/** How a lock ends beside others, and how far time passes at once. */

const LOCK: CreateLock = {
  ...{ type: "createLock", customerId: "cus", featureId: "messages", entityId: null, lockId: "L" },
  ...{ requiredBalance: amount("5"), expiresAt: null, properties: { model: "x" } },
};

const finalized = (given: Partial<FinalizeLock>): FinalizeLock => ({
  ...{ type: "finalizeLock", customerId: "cus", lockId: "L", action: "confirm" },
  ...{ overrideValue: null, properties: null, ...given },
});

describe("a lock of two that are held", () => {
  function holding(): Bench {
    const bench = new Bench();
    bench.grant({});
    bench.run(LOCK);
    bench.run({ ...LOCK, lockId: "M", requiredBalance: amount("7") });
    return bench;
  }

  test.each([
    ["its own", null, { model: "x" }],
    ["those of its end", { model: "y" }, { model: "y" }],
  ])("ends with %s properties", (_whose, properties, entered) => {
    const bench = holding();
    bench.run(finalized({ overrideValue: ZERO, properties }));
    expect(bench.entries.at(-1)?.properties).toEqual(entered);
  });

  test("is found by its id, and the other stays held", () => {
    const bench = holding();
    bench.run(finalized({ lockId: "M", action: "release" }));
    const told = bench.ledger?.locks.map(({ lockId, status }) => `${lockId} ${status}`);
    expect(told).toEqual(["L HELD", "M RELEASED"]);
  });
});

test("time passes as far as so many things that happen, and says whether any is left", () => {
  const bench = new Bench();
  for (const days of [2, 1, 3]) bench.grant({ expiresAt: START + days * DAY });
  const { ledger, catalog } = bench;
  if (!ledger) throw new Error("no ledger");
  const settled = [0, 1, 2, 3, 4].map((most) => {
    const { steps, isBehind } = settleSome(ledger, catalog, START + 3 * DAY, most);
    return `${steps.map(({ at }) => (at - START) / DAY).join(" ")} ${isBehind}`;
  });
  expect(settled).toEqual([" true", "1 true", "1 2 true", "1 2 3 false", "1 2 3 false"]);
});
