import { describe, expect, it } from "vitest";
import { type Amount, amount } from "../../src/engine/amount.ts";
import type { Counter, Entry, Grant, Ledger, Lock } from "../../src/engine/ledger.ts";
import { beyondRange } from "../../src/engine/range.ts";
import {
  GRANT,
  LEDGER,
  LOCK,
  rollovers,
  SLICE,
  several,
  slices,
  TAKEN,
  watched,
} from "../support/many-parts.ts";

const [JUST_SMALL, JUST_NOT] = [amount("9999999999.9999999999"), amount("1e10")];
const COUNTER: Counter = { key: "key", startsAt: 0, endsAt: 1, usage: amount("1") };

/** The list of whatever there is, and one of its items with another amount, at each end of it. */
function ended<T>(items: readonly T[], changed: T): readonly (readonly T[])[] {
  return [
    [...items, changed],
    [changed, ...items],
  ];
}

/** A grant with the value in one of its parts, beside others that are small. */
const PARTS: Readonly<Record<string, (value: Amount) => readonly Grant[]>> = {
  "included amount": (allowance) => [{ ...GRANT, allowance }],
  "prepaid amount": (prepaid) => [{ ...GRANT, prepaid }],
  "most that may be bought": (maxPurchase) => [{ ...GRANT, maxPurchase }],
  "balance of a slice": (balance) => ofSlices(ended(slices(2), { ...SLICE, balance })),
  "adjustment of a slice": (adjustment) => ofSlices(ended(slices(2), { ...SLICE, adjustment })),
  "balance of a rollover": (balance) =>
    rollovers(1).flatMap((one) => ofRollovers(ended(rollovers(2), { ...one, balance }))),
  "usage of a rollover": (usage) =>
    rollovers(1).flatMap((one) => ofRollovers(ended(rollovers(2), { ...one, usage }))),
};

function ofSlices(lists: readonly Grant["slices"][]): readonly Grant[] {
  return lists.map((parts) => ({ ...GRANT, slices: parts }));
}

function ofRollovers(lists: readonly Grant["rollovers"][]): readonly Grant[] {
  return lists.map((parts) => ({ ...GRANT, rollovers: parts }));
}

/** Whether sums had to be made to tell that the ledger is in the range: its rows are looked at once more then. */
function addsUp(after: Ledger, entry: Entry | null = null): boolean {
  let looks = 0;
  const get = () => {
    looks += 1;
    return after.grants;
  };
  const seen = Object.defineProperty({ ...after }, "grants", { get });
  expect(beyondRange({ before: null, after: seen, entry })).toBeNull();
  return looks > 1;
}

describe("amounts below 1e10 need not be added up", () => {
  it.each(Object.entries(PARTS))("the %s", (_title, withPart) => {
    for (const value of [amount("1"), JUST_SMALL, amount("-9999999999.9999999999")]) {
      for (const one of withPart(value)) expect(addsUp({ ...LEDGER, grants: [one] })).toBe(false);
    }
    for (const value of [JUST_NOT, amount("-1e10"), amount("1e17")]) {
      for (const one of withPart(value)) {
        for (const grants of ended([GRANT], one)) expect(addsUp({ ...LEDGER, grants })).toBe(true);
      }
    }
  });

  it.each([
    ["1", false],
    ["9999999999.9999999999", false],
    ["1e10", true],
  ])("counters and receipts of locks: %s is added up, %s", (text, expected) => {
    const value = amount(text);
    for (const counters of ended([COUNTER], { ...COUNTER, usage: value })) {
      expect(addsUp({ ...LEDGER, counters })).toBe(expected);
    }
    for (const receipt of ended([TAKEN], { ...TAKEN, value })) {
      for (const locks of ended([LOCK], { ...LOCK, receipt })) {
        expect(addsUp({ ...LEDGER, locks })).toBe(expected);
      }
    }
  });

  it("nor is a customer with nothing", () => {
    expect(addsUp({ ...LEDGER, grants: [], counters: [], locks: [] })).toBe(false);
  });
});

describe("of many parts that are small each is looked at once", () => {
  it.each([
    { count: 31, carried: 0, again: true },
    { count: 32, carried: 0, again: false },
    { count: 2, carried: 29, again: true },
    { count: 2, carried: 30, again: false },
    { count: 30, carried: 2, again: false },
  ])("$count slices and $carried rollovers: again, $again", ({ count, carried, again }) => {
    const { seen, reads } = watched(SLICE, "balance");
    const one = { ...GRANT, slices: [seen, ...slices(count - 1)], rollovers: rollovers(carried) };
    const look = () => expect(addsUp({ ...LEDGER, grants: [one] })).toBe(false);
    expect([reads(look), reads(look)]).toEqual([true, again]);
  });

  it("which tells nothing of a grant that is large", () => {
    const large = { ...GRANT, allowance: JUST_NOT, slices: slices(32) };
    const once = { ...LEDGER, grants: [large] };
    expect([addsUp(once), addsUp(once)]).toEqual([true, true]);
  });

  it.each([
    [31, true],
    [32, false],
    [33, false],
  ])("%i locks: again, %s", (count, again) => {
    const { seen, reads } = watched(LOCK, "receipt");
    const locks = [seen, ...several(count - 1, () => LOCK)];
    const look = () => expect(addsUp({ ...LEDGER, locks })).toBe(false);
    expect([reads(look), reads(look)]).toEqual([true, again]);
  });

  it("which tells nothing of locks that are large", () => {
    const receipt = [{ ...TAKEN, value: JUST_NOT }];
    for (const count of [1, 32]) {
      const locks: readonly Lock[] = several(count, () => ({ ...LOCK, receipt }));
      expect([addsUp({ ...LEDGER, locks }), addsUp({ ...LEDGER, locks })]).toEqual([true, true]);
    }
  });
});
