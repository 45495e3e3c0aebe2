import { describe, expect, it } from "vitest";
import { amount, formatAmount, ZERO } from "../../src/engine/amount.ts";
import { figuresIn } from "../../src/engine/figures.ts";
import type { Grant } from "../../src/engine/ledger.ts";
import { keepMagnitudes, magnitudeIn } from "../../src/engine/magnitude.ts";
import { sliceOf } from "../../src/engine/slices.ts";
import type { Holding } from "../../src/engine/view.ts";
import { GRANT, rollovers, SLICE, several, slices, watched } from "../support/many-parts.ts";

const sixty = { ...SLICE, balance: amount("60") };

function whole(of: Grant): Holding {
  return { grant: of, slices: of.slices, rollovers: of.rollovers };
}

/** "granted remaining usage" */
function told(holdings: readonly Holding[], merged: readonly Grant[] = []): string {
  const { granted, remaining, usage } = figuresIn(holdings, merged);
  return [granted, remaining, usage].map(formatAmount).join(" ");
}

describe("what a grant adds up to", () => {
  it.each([
    { rows: 31, ofSlices: 1, ofRollovers: 0, isAgain: true, expected: "3100 1860 1240" },
    { rows: 32, ofSlices: 1, ofRollovers: 0, isAgain: false, expected: "3200 1920 1280" },
    { rows: 1, ofSlices: 31, ofRollovers: 0, isAgain: true, expected: "3100 1860 1240" },
    { rows: 1, ofSlices: 32, ofRollovers: 0, isAgain: false, expected: "3200 1920 1280" },
    { rows: 1, ofSlices: 1, ofRollovers: 30, isAgain: true, expected: "190 120 70" },
    { rows: 1, ofSlices: 1, ofRollovers: 31, isAgain: false, expected: "193 122 71" },
    { rows: 1, ofSlices: 16, ofRollovers: 16, isAgain: false, expected: "1648 992 656" },
    { rows: 2, ofSlices: 16, ofRollovers: 15, isAgain: true, expected: "3290 1980 1310" },
  ])("of $rows with $ofSlices slices, $ofRollovers rollovers: added up again, $isAgain", (row) => {
    const { rows, ofSlices, ofRollovers, isAgain, expected } = row;
    const { seen, reads } = watched(sixty, "balance");
    const first = { ...GRANT, slices: [seen, ...slices(ofSlices - 1)] };
    const all = [first, ...several(rows - 1, () => ({ ...first, slices: slices(ofSlices) }))];
    const holdings = all.map((one) => whole({ ...one, rollovers: rollovers(ofRollovers) }));
    expect(told(holdings)).toBe(expected);
    expect(reads(() => expect(told(holdings)).toBe(expected))).toBe(isAgain);
  });

  it("is remembered of one row with many parts beside one with few", () => {
    const { seen, reads } = watched(sixty, "balance");
    const holdings = [slices(32), [seen]].map((parts) => whole({ ...GRANT, slices: parts }));
    expect(told(holdings)).toBe("3300 1980 1320");
    expect(reads(() => told(holdings))).toBe(false);
  });

  it("is not what its parts in one view add up to", () => {
    const full = { ...GRANT, slices: slices(40), rollovers: rollovers(40) };
    const some = (given: Partial<Holding>) => told([{ ...whole(full), ...given }]);
    const few = full.slices.slice(0, 35);
    expect(some({ slices: few })).toBe("3620 2180 1440");
    expect(some({})).toBe("4120 2480 1640");
    expect(some({ slices: few })).toBe("3620 2180 1440");
    expect(some({ rollovers: [] })).toBe("4000 2400 1600");
    expect(some({})).toBe("4120 2480 1640");
  });

  it("counts the usage of unlimited rows alone, of the view and of what entities own", () => {
    const used = { entityId: null, adjustment: ZERO, balance: amount("-7") };
    const one = { ...GRANT, unlimited: true, slices: [used] };
    const usage = amount("7");
    expect(figuresIn([whole(one), whole(GRANT)], [GRANT])).toMatchObject({ usage });
    expect(figuresIn([whole(GRANT)], [GRANT, one])).toMatchObject({ usage, granted: ZERO });
  });
});

describe("the slice of an entity", () => {
  it.each([
    [31, true],
    [32, false],
    [33, false],
  ])("of %i is looked for again: %s", (count, isAgain) => {
    const { seen, reads } = watched({ ...sixty, entityId: "e0" }, "entityId");
    const of = { ...GRANT, slices: [seen, ...slices(count).slice(1)] };
    expect([sliceOf(of, "e0"), sliceOf(of, "e7"), sliceOf(of, "e30")]).toEqual(
      [0, 7, 30].map((place) => of.slices[place]),
    );
    expect([sliceOf(of, "nobody"), sliceOf(of, null)]).toEqual([undefined, undefined]);
    expect(reads(() => sliceOf(of, "e1"))).toBe(isAgain);
  });
});

describe("what all rows of a feature hold, each part by its size", () => {
  const debt = { ...GRANT, slices: [{ ...SLICE, balance: amount("-60") }] };
  const other = { ...GRANT, featureId: "actions" };
  const big = { ...debt, rollovers: rollovers(2) };
  const rows = (count: number): readonly Grant[] => [other, ...several(count - 1, () => debt)];
  const magnitude = (grants: readonly Grant[], featureId = "messages") =>
    formatAmount(magnitudeIn(grants, featureId));

  it.each([
    [31, "4800", "6"],
    [32, "4960", "4966"],
  ])("is known of %i but one of which one has changed", (count, before, after) => {
    const [grants, next] = [
      rows(count),
      [other, { ...GRANT, slices: [], rollovers: rollovers(2) }],
    ];
    expect([magnitude(grants), magnitude(grants)]).toEqual([before, before]);
    expect(magnitude(grants, "actions")).toBe("190");
    keepMagnitudes(grants, next, { grant: debt, by: big });
    expect(magnitude(next)).toBe(after);
    expect(magnitude(next, "actions")).toBe("190");
  });

  it("is less by one that has gone", () => {
    const [grants, next] = [rows(33), rows(32)];
    expect(magnitude(grants)).toBe("5120");
    keepMagnitudes(grants, next, { grant: debt, by: null });
    expect(magnitude(next)).toBe("4960");
  });

  it("is found where it was not known, of the other feature or of the list", () => {
    const [grants, next, last] = [rows(40), rows(40), rows(39)];
    keepMagnitudes(grants, next, { grant: debt, by: big });
    expect(magnitude(next)).toBe("6240");
    expect(magnitude(grants, "actions")).toBe("190");
    keepMagnitudes(grants, last, { grant: debt, by: null });
    expect(magnitude(last)).toBe("6080");
    expect(magnitude(last, "actions")).toBe("190");
  });
});
