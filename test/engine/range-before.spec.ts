import { describe, expect, it } from "vitest";
import { amount, formatAmount, plus, ZERO } from "../../src/engine/amount.ts";
import type { Counter, Ledger } from "../../src/engine/ledger.ts";
import { beyondRange, excessOf, isFarBelow } from "../../src/engine/range.ts";
import { Bench, usageLimit } from "../support/engine.ts";
import { GRANT, LEDGER, SLICE } from "../support/many-parts.ts";

describe("a feature is far below the range while its rows hold less than 1e17", () => {
  const held = (text: string): Ledger => {
    const parts = [{ ...SLICE, balance: amount(text) }];
    return { ...LEDGER, grants: [{ ...GRANT, allowance: ZERO, slices: parts }] };
  };

  it.each([
    ["99999999999999999.9999999999", true, 1],
    ["-99999999999999999.9999999999", true, 1],
    ["1e17", false, 2],
  ])("%s: %s", (text, expected, looks) => {
    expect(isFarBelow(held(text), "messages")).toBe(expected);
    let seen = 0;
    const get = () => {
      seen += 1;
      return held(text).grants;
    };
    const after = Object.defineProperty(held(text), "grants", { get });
    expect(formatAmount(excessOf(held("0"), after, "messages"))).toBe("0");
    expect(seen).toBe(looks);
  });
});

describe("what stood beyond the range may stay, not grow", () => {
  const NINE = amount("9e17");
  const big = { ...GRANT, allowance: NINE };
  const two = { ...LEDGER, grants: [big, big] };
  const refused = (what: string) => ({
    code: "INVALID_INPUT",
    issues: [
      { path: ["input"], message: `would bring the ${what} to 1e18 or more: use smaller amounts` },
    ],
  });

  it("of a customer that was there, or was not", () => {
    const beyond = (before: Ledger | null) => beyondRange({ before, after: two, entry: null });
    expect(beyond(null)).toEqual(refused("granted of messages"));
    expect(beyond(LEDGER)).toEqual(refused("granted of messages"));
    expect(beyond(two)).toBeNull();
    const more = { ...big, allowance: amount("900000000000000000.0000000001") };
    const grown = { ...two, grants: [big, more] };
    expect(beyondRange({ before: two, after: grown, entry: null })).toEqual(
      refused("granted of messages"),
    );
    expect(beyondRange({ before: grown, after: two, entry: null })).toBeNull();
  });

  it("of each counter by itself", () => {
    const bench = new Bench();
    bench.grant();
    const billingControls = { usageLimits: [usageLimit("messages", "10")] };
    bench.run({ type: "updateCustomer", customerId: "cus", billingControls });
    bench.track("1");
    const [counter] = bench.ledger?.counters ?? [];
    if (!counter) throw new Error("nothing is counted");
    const beyond = (was: readonly Counter[] | null, is: readonly Counter[]) => {
      const before = was && { ...LEDGER, counters: was };
      return beyondRange({ before, after: { ...LEDGER, counters: is }, entry: null });
    };
    const at = { ...counter, usage: amount("999999999999999999") };
    const past = { ...counter, usage: plus(NINE, NINE) };
    const more = { ...counter, usage: plus(past.usage, amount("1e-10")) };
    const other = { ...past, key: "other" };
    const counted = refused("counted usage of messages");
    expect([beyond(null, [at]), beyond(null, [past])]).toEqual([null, counted]);
    expect([beyond([at], [past]), beyond([], [past])]).toEqual([counted, counted]);
    expect([beyond([past], [past]), beyond([more], [past])]).toEqual([null, null]);
    expect([beyond([past], [more]), beyond([other, past], [other, past])]).toEqual([counted, null]);
    expect([beyond([other], [past]), beyond([other, more], [past])]).toEqual([counted, null]);
  });

  it("unless an entry moves too much of what was in the range", () => {
    const bench = new Bench();
    bench.grant();
    const [latest] = bench.entries;
    if (!latest) throw new Error("no entry");
    const entry = { ...latest, value: plus(NINE, NINE) };
    const moved = (before: Ledger | null) => beyondRange({ before, after: LEDGER, entry });
    const actions = { ...GRANT, featureId: "actions" };
    const tooMuch = refused("amount that this change moves");
    expect([moved(null), moved({ ...LEDGER, grants: [] })]).toEqual([tooMuch, tooMuch]);
    expect(moved({ ...LEDGER, grants: [big, actions] })).toEqual(tooMuch);
    expect(moved({ ...LEDGER, grants: [big, big, actions] })).toBeNull();
    expect(moved({ ...LEDGER, grants: [actions, big, big] })).toBeNull();
  });
});
