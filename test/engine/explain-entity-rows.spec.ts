import { describe, expect, it } from "vitest";
import { amount, formatAmount } from "../../src/engine/amount.ts";
import { explainEntityRows, theirs } from "../../src/engine/explain-entities.ts";
import type { Grant, Rollover } from "../../src/engine/ledger.ts";
import { GRANT, rollovers, SLICE } from "../support/many-parts.ts";

function ownedBy(entityId: string, left: string, carried: readonly Rollover[] = []): Grant {
  const slices = [{ ...SLICE, balance: amount(left) }];
  return { ...GRANT, grantId: `of ${entityId}`, entityId, slices, rollovers: carried };
}

/** "field source sourceId amount: text" of each line. */
function told(merged: readonly Grant[]): readonly string[] {
  return explainEntityRows(merged).map(
    ({ field, source, sourceId, amount: value, text }) =>
      `${field}, ${source}, ${sourceId}, ${formatAmount(value)}: ${text}`,
  );
}

describe("what entities' own rows add to the customer's figures is explained", () => {
  it("not at all where there is none", () => {
    expect(told([])).toEqual([]);
  });

  it("of one", () => {
    expect(told([ownedBy("ada", "90")])).toEqual([
      "granted, entity rows, of ada, 100: 1 source of ada: 100 granted, not shared (V4)",
      "remaining, entity rows, of ada, 90: 1 source of ada: 90 left, not shared (V4)",
      "usage, entity rows, of ada, 10: 1 source of ada: 100 granted and 10 used (V4)",
    ]);
  });

  it("of several, one of them below zero", () => {
    const whose = "2 sources of ada, ben";
    expect(told([ownedBy("ada", "90"), ownedBy("ben", "-20")])).toEqual([
      `granted, entity rows, null, 200: ${whose}: 200 granted, not shared (V4)`,
      `remaining, entity rows, null, 70: ${whose}: 70 left in sum, of 90 above zero and 20 below, ` +
        "not shared (V4)",
      `usage, entity rows, null, 130: ${whose}: 200 granted and 130 used (V4)`,
    ]);
  });

  it("of several that are below zero in sum", () => {
    const whose = "2 sources of ada, ben";
    expect(told([ownedBy("ada", "5"), ownedBy("ben", "-20")])).toEqual([
      `granted, entity rows, null, 200: ${whose}: 200 granted, not shared (V4)`,
      `remaining, entity rows, null, 0: ${whose}: 0 left in sum, of 5 above zero and 20 below, ` +
        "not shared (V4)",
      `usage, entity rows, null, 215: ${whose}: 200 granted and 215 used (V4)`,
      `overage, entity rows, null, 15: ${whose}: 15 below zero in sum (A18)`,
    ]);
  });

  it("with what was carried over, of those that have it alone", () => {
    const lines = told([ownedBy("ada", "90", rollovers(2)), ownedBy("ben", "90")]);
    expect(lines.slice(0, 3)).toEqual([
      "granted, entity rollovers, of ada, 6: 1 source of ada: 6 carried over (V4)",
      "remaining, entity rollovers, of ada, 4: 1 source of ada: 4 of the 6 carried over are left (V4)",
      "usage, entity rollovers, of ada, 2: 1 source of ada: 2 of the 6 carried over are used (V4)",
    ]);
    expect(lines).toHaveLength(6);
  });

  it.each<[readonly string[], string]>([
    [["ada"], "1 source of ada"],
    [["ada", "ada"], "2 sources of ada"],
    [["ada", "ben", "cyd"], "3 sources of ada, ben, cyd"],
    [["ada", "ben", "cyd", "dan"], "4 sources of ada, ben, cyd and 1 more"],
    [["ada", "ben", "cyd", "dan", "eve", "ada"], "6 sources of ada, ben, cyd and 2 more"],
  ])("with at most three names: %j", (owners, expected) => {
    expect(theirs(owners.map((owner) => ownedBy(owner, "1")))).toBe(expected);
  });

  it("and no name of what no entity owns", () => {
    expect(theirs([GRANT, ownedBy("ada", "1")])).toBe("2 sources of ada");
  });
});
