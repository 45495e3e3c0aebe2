import { describe, expect, it } from "vitest";
import { amount, ZERO } from "../../src/engine/amount.ts";
import { firstOf, GrantsDue } from "../../src/engine/grants-due.ts";
import type { Grant } from "../../src/engine/ledger.ts";
import { NEVER } from "../../src/engine/period.ts";
import { Bench } from "../support/engine.ts";

interface Terms {
  readonly expires?: number;
  readonly resets?: number;
  /** When its rollovers expire. */
  readonly carried?: readonly (number | null)[];
}

function grantOf({ expires, resets, carried = [] }: Terms): Grant {
  const bench = new Bench();
  bench.grant({});
  const [grant] = bench.ledger?.grants ?? [];
  if (!grant) throw new Error("there is no grant");
  const rollovers = carried.map((expiresAt, index) => ({
    ...{ rolloverId: `r${index}`, entityId: null, balance: amount("1"), usage: ZERO, expiresAt },
  }));
  return { ...grant, expiresAt: expires ?? null, nextResetAt: resets ?? null, rollovers };
}

const grantsOf = (terms: readonly Terms[]) => terms.map(grantOf);

describe("what happens first to grants", () => {
  it.each<readonly [string, readonly Terms[], string]>([
    ["nothing, of no grants", [], "expiry never of -1"],
    ["nothing, where nothing is to happen", [{}, {}], "expiry never of -1"],
    ["a reset", [{}, { resets: 5 }], "reset 5 of 1"],
    ["an expiry", [{}, { expires: 5 }], "expiry 5 of 1"],
    ["the expiry of a rollover", [{ carried: [null, 9, 7, 8] }], "expiry 7 of 0"],
    ["no rollover that lives for ever", [{ carried: [null] }], "expiry never of -1"],
    ["a grant before its rollovers", [{ expires: 3, carried: [4] }], "expiry 3 of 0"],
    ["a rollover before its grant", [{ expires: 4, carried: [3] }], "expiry 3 of 0"],
    ["the sooner of two", [{ resets: 6 }, { resets: 5 }], "reset 5 of 1"],
    ["the first created of two", [{ resets: 5 }, { resets: 5 }], "reset 5 of 0"],
    ["an expiry before a reset", [{ resets: 5 }, { expires: 5 }], "expiry 5 of 1"],
    ["a reset before a later expiry", [{ expires: 6 }, { resets: 5 }], "reset 5 of 1"],
    ["what is due at the beginning of time", [{ resets: 0 }], "reset 0 of 0"],
  ])("is %s", (_what, terms, told) => {
    const { kind, at, place } = firstOf(grantsOf(terms));
    expect(`${kind} ${at === NEVER ? "never" : at} of ${place}`).toBe(told);
  });

  it("is found again once a grant was replaced, has gone or has come", () => {
    const due = new GrantsDue();
    const [one, two, three] = [{ resets: 1 }, { expires: 2 }, { resets: 3 }].map(grantOf);
    if (!one || !two || !three) throw new Error("there are no grants");
    const first = (...grants: readonly Grant[]) => {
      const { at, place } = due.first(grants);
      return [at, place];
    };
    expect(first(one, two, three)).toEqual([1, 0]);
    expect(first({ ...one, nextResetAt: 9 }, two, three)).toEqual([2, 1]);
    expect(first(three, { ...two, expiresAt: 8 })).toEqual([3, 0]);
    expect(first({ ...three, nextResetAt: null })).toEqual([NEVER, -1]);
    expect(first(three, two, one)).toEqual([1, 2]);
  });
});
