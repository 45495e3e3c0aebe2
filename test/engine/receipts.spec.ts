import { describe, expect, it } from "vitest";
import { amount, formatAmount, ZERO } from "../../src/engine/amount.ts";
import type { Grant, Ledger, Taken } from "../../src/engine/ledger.ts";
import { filterKey } from "../../src/engine/limits.ts";
import { receiptOf, rolloverOf, withLossMarked, withResetMoved } from "../../src/engine/receipt.ts";
import { GRANT, LEDGER, LOCK, rollovers, SLICE, several, TAKEN } from "../support/many-parts.ts";

const RESET = 1000;
const ADA = { ...SLICE, entityId: "ada" };
const EMPTY = { ...SLICE, balance: ZERO };
const monthly: Grant = { ...GRANT, nextResetAt: RESET };
const taken: Taken = { ...TAKEN, nextResetAt: RESET };

/** What each place had and has: what was taken, in the order of the moves. */
function receipt(...places: readonly (readonly [string, string])[]): readonly string[] {
  const buckets = places.map(([initial, balance], index) => ({
    grant: monthly,
    entityId: `e${index}`,
    rolloverId: null,
    cost: amount("1"),
    initial: amount(initial),
    balance: amount(balance),
  }));
  return receiptOf(buckets).map(({ entityId, value }) => `${entityId} ${formatAmount(value)}`);
}

describe("a receipt", () => {
  it.each<[string, readonly (readonly [string, string])[], readonly string[]]>([
    ["nothing", [["5", "5"]], []],
    ["from one", [["5", "2"]], ["e0 3"]],
    ["to zero, then below", [["5", "-2"]], ["e0 5", "e0 2"]],
    [
      "from two, then the first below zero",
      [
        ["5", "-2"],
        ["4", "0"],
      ],
      ["e0 5", "e1 4", "e0 2"],
    ],
    [
      "given back: healed before it is refilled",
      [
        ["-2", "3"],
        ["-1", "0"],
      ],
      ["e0 -2", "e1 -1", "e0 -3"],
    ],
    [
      "given back to one, and nothing to the other",
      [
        ["-2", "3"],
        ["4", "4"],
      ],
      ["e0 -2", "e0 -3"],
    ],
  ])("tells what was taken: %s", (_title, places, expected) => {
    expect(receipt(...places)).toEqual(expected);
  });
});

function ledgerWith(...receipts: readonly (readonly Taken[])[]): Ledger {
  return { ...LEDGER, locks: receipts.map((of) => ({ ...LOCK, receipt: of })) };
}

describe("a reset that is moved by hand", () => {
  it("moves what locks took of the grant in that period, and no more", () => {
    const others = [
      { ...taken, grantId: "g2" },
      { ...taken, nextResetAt: 500 },
    ];
    const ledger = ledgerWith([taken, ...others], others);
    const moved = withResetMoved(ledger, monthly, 2000);
    expect(moved.locks.map((lock) => lock.receipt.map((one) => one.nextResetAt))).toEqual([
      [2000, RESET, 500],
      [RESET, 500],
    ]);
    expect(moved.locks[1]).toBe(ledger.locks[1]);
  });
});

describe("a rollover that is trimmed away", () => {
  const marked = (before: Grant, after: Grant, of: Taken = taken): boolean | undefined => {
    const change = { before, after, boundary: RESET };
    return withLossMarked(ledgerWith([of]), change).locks[0]?.receipt[0]?.isLost;
  };
  const carriedOn = { entityId: null, balance: amount("2"), usage: ZERO, expiresAt: null };
  const made = { ...carriedOn, rolloverId: `g1-${RESET}` };
  const carried = { ...monthly, rollovers: [made] };

  it.each<[string, Grant, Grant, boolean]>([
    ["it was to be made now, and was not", monthly, monthly, true],
    ["it was made", monthly, carried, false],
    ["nothing was left to carry", { ...monthly, slices: [EMPTY] }, monthly, false],
    ["another slice had something left", { ...monthly, slices: [EMPTY, ADA] }, monthly, false],
    [
      "this slice had, another not",
      { ...monthly, slices: [SLICE, { ...EMPTY, entityId: "ada" }] },
      monthly,
      true,
    ],
    ["it was there, and went", carried, monthly, true],
    ["it is still there", carried, carried, false],
    [
      "what is left is another's",
      carried,
      { ...monthly, rollovers: [{ ...made, entityId: "ada" }] },
      true,
    ],
  ])("is marked as lost: %s", (_title, before, after, expected) => {
    expect(marked(before, after)).toBe(expected);
  });

  it("is another grant's, or of another period, and so not marked", () => {
    expect(marked(monthly, monthly, { ...taken, grantId: "g2" })).toBe(false);
    expect(marked(monthly, monthly, { ...taken, nextResetAt: 500 })).toBe(false);
    expect(marked(monthly, monthly, { ...taken, nextResetAt: null })).toBe(false);
  });

  it("is looked for among those of its slice; the last of 1,000 has taken it up", () => {
    const [full, few] = [rollovers(1000), rollovers(999)];
    expect(rolloverOf({ ...monthly, rollovers: few }, taken)).toBe(undefined);
    expect(rolloverOf({ ...monthly, rollovers: full }, taken)).toBe(full[999]);
    const adas = several(1000, () => ({ ...made, rolloverId: "other", entityId: "ada" }));
    expect(rolloverOf({ ...monthly, rollovers: adas }, taken)).toBe(undefined);
    expect(rolloverOf({ ...monthly, rollovers: [...adas, made] }, taken)).toBe(made);
    expect(rolloverOf(carried, { ...taken, nextResetAt: null })).toBe(undefined);
  });
});

describe("a filter is the same in whatever order it is written", () => {
  it.each([
    [{ a: "1", b: "2", c: "3" }, { c: "3", b: "2", a: "1" }, true],
    [{ a: "1", b: true }, { b: "true", a: 1 }, true],
    [{ a: "1" }, { a: "2" }, false],
    [{ a: "1" }, { a: "1", b: "2" }, false],
  ])("%j and %j: %s", (left, right, expected) => {
    expect(filterKey({ properties: left }) === filterKey({ properties: right })).toBe(expected);
  });

  it("and its properties are named in their order", () => {
    expect(filterKey({ properties: { b: "2", c: "3", a: "1" } })).toBe(
      '[["a","1"],["b","2"],["c","3"]]',
    );
    expect(filterKey(null)).toBe("[]");
  });
});
