import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import { isQuiet, replaceGrant } from "../../src/engine/reset.ts";
import { GRANT, LEDGER, rollovers, SLICE } from "../support/many-parts.ts";

const other = { ...SLICE, entityId: "ada" };
const [first, second, third] = rollovers(3);
if (!first || !second || !third) throw new Error("no rollovers");
const before = { ...GRANT, slices: [SLICE, other], rollovers: [first, second] };
const less = amount("89");

describe("a reset is quiet where nothing moved that anyone sees", () => {
  it.each<[string, Partial<typeof before>, boolean]>([
    ["nothing at all", {}, true],
    ["slices that are equal", { slices: [{ ...SLICE }, { ...other }] }, true],
    ["a list of the same rollovers", { rollovers: [first, second] }, true],
    ["the first balance", { slices: [{ ...SLICE, balance: less }, other] }, false],
    ["the last balance", { slices: [SLICE, { ...other, balance: less }] }, false],
    ["an adjustment", { slices: [SLICE, { ...other, adjustment: less }] }, false],
    ["one slice more", { slices: [SLICE, other, SLICE] }, false],
    ["one rollover more", { rollovers: [first, second, third] }, false],
    ["one rollover less", { rollovers: [first] }, false],
    ["no rollover", { rollovers: [] }, false],
    ["another first rollover", { rollovers: [third, second] }, false],
    ["another last rollover", { rollovers: [first, third] }, false],
  ])("%s: %s", (_title, changed, expected) => {
    expect(isQuiet(before, { ...before, ...changed })).toBe(expected);
  });
});

describe("a grant in the place of another", () => {
  const [one, two] = [GRANT, { ...GRANT, grantId: "g2" }];
  const ledger = { ...LEDGER, grants: [one, two] };

  it("is put there, or leaves it empty", () => {
    const by = { ...GRANT, grantId: "g3" };
    expect(replaceGrant(ledger, one, by).grants).toEqual([by, two]);
    expect(replaceGrant(ledger, two, by).grants).toEqual([one, by]);
    expect(replaceGrant(ledger, two, null).grants).toEqual([one]);
  });

  it("changes nothing where there is no such place", () => {
    expect(replaceGrant(ledger, { ...one }, two)).toBe(ledger);
    expect(replaceGrant(ledger, { ...one }, null)).toBe(ledger);
  });
});
