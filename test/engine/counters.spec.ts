import { describe, expect, test } from "vitest";
import { amount, formatAmount, ZERO } from "../../src/engine/amount.ts";
import type { Counter, Ledger } from "../../src/engine/ledger.ts";
import { type Cap, count, filterKey, limitsInView, uncount } from "../../src/engine/limits.ts";
import { Bench, usageLimit } from "../support/engine.ts";

/** What usage limits count, and take off again. */

const counter = (key: string, startsAt: number, usage: string): Counter => ({
  ...{ key, startsAt, endsAt: startsAt + 10, usage: amount(usage) },
});

function ledgerWith(...counters: readonly Counter[]): Ledger {
  const { ledger } = new Bench();
  if (!ledger) throw new Error("no ledger");
  return { ...ledger, counters };
}

const told = ({ counters }: Ledger) =>
  counters.map(({ key, startsAt, usage }) => `${key} from ${startsAt}: ${formatAmount(usage)}`);

const capOf = (key: string, usage: string): Cap => ({
  ...{ key, startsAt: 0, endsAt: 10, usage: amount(usage), headroom: ZERO, entityId: null },
  limit: usageLimit("messages", "100"),
});

describe("what is counted", () => {
  const counted = () => ledgerWith(counter("a", 0, "1"), counter("b", 0, "2"));

  test("rises on each of the caps, in a counter of its own", () => {
    const caps = [capOf("b", "2"), capOf("c", "0")];
    const after = count(counted(), caps, amount("5"));
    expect(told(after.ledger)).toEqual(["a from 0: 1", "b from 0: 7", "c from 0: 5"]);
    expect(after.counted).toEqual([
      { key: "b", startsAt: 0, value: amount("5") },
      { key: "c", startsAt: 0, value: amount("5") },
    ]);
  });

  test.each([
    ["no caps", [], "5"],
    ["nothing used", [capOf("b", "2")], "0"],
    ["something given back", [capOf("b", "2")], "-5"],
  ])("stays the same ledger for %s", (_what, caps, value) => {
    const before = counted();
    const after = count(before, caps, amount(value));
    expect(after.ledger).toBe(before);
    expect(after.counted).toEqual([]);
  });
});

describe("what is taken off again", () => {
  const freed = (key: string, startsAt: number, value: string) => [
    { key, startsAt, value: amount(value) },
  ];
  const counters = [counter("a", 0, "5"), counter("a", 10, "6"), counter("b", 0, "7")];

  test.each([
    ["of one window of one limit", freed("a", 10, "2"), ["a from 10: 4"]],
    ["is never more than was counted", freed("b", 0, "9"), ["b from 0: 0"]],
    ["of a window that has closed is nothing", freed("b", 10, "2"), []],
    ["of a limit that is gone is nothing", freed("c", 0, "2"), []],
  ])("%s", (_what, counted, changed) => {
    const before = ledgerWith(...counters);
    const after = told(uncount(before, counted));
    expect(after.filter((line) => !told(before).includes(line))).toEqual(changed);
    expect(after).toHaveLength(3);
  });
});

describe("a filter", () => {
  test("is the same in any order of its keys", () => {
    const one = filterKey({ properties: { b: "2", a: "1", c: "3" } });
    expect(one).toBe(filterKey({ properties: { c: "3", b: "2", a: "1" } }));
    expect(one).toBe('[["a","1"],["b","2"],["c","3"]]');
    expect(filterKey(null)).toBe("[]");
  });
});

describe("the limits in an entity's view", () => {
  const filter = { properties: { model: "x" } };
  function world(): Bench {
    const bench = new Bench();
    bench.grant({ featureId: "users" });
    bench.entity("ada");
    const customerId = "cus";
    const limitsOf = (...usageLimits: readonly ReturnType<typeof usageLimit>[]) => ({
      customerId,
      billingControls: { usageLimits },
    });
    bench.run({
      type: "updateCustomer",
      ...limitsOf(
        usageLimit("messages", "100"),
        usageLimit("messages", "50", { filter }),
        usageLimit("actions", "10"),
      ),
    });
    bench.run({
      ...{ type: "updateEntity", entityId: "ada" },
      ...limitsOf(usageLimit("messages", "7", { filter }), usageLimit("actions", "3")),
    });
    return bench;
  }

  test.each<readonly [string | null, string, readonly string[]]>([
    ["ada", "messages", ["7", "100"]],
    ["ada", "actions", ["3"]],
    [null, "messages", ["100", "50"]],
    [null, "actions", ["10"]],
    ["ada", "credits", []],
  ])("of %s on %s", (entityId, featureId, limits) => {
    const { ledger, catalog, now: at } = world();
    if (!ledger) throw new Error("no ledger");
    const shown = limitsInView({ ledger, catalog, entityId, at }, featureId);
    expect(shown.map(({ limit }) => formatAmount(limit))).toEqual(limits);
  });
});
