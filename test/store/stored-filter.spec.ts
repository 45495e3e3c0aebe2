import { expect, it } from "vitest";
import { filterKey } from "../../src/engine/limits.ts";
import { filterIn } from "../../src/store/sql/stored-filter.ts";

/** The filters that older gateways stored, and what they are today. */
const FILTERS: readonly (readonly [object, object | null])[] = [
  [{ model: "x" }, { properties: { model: "x" } }],
  [
    { model: "x", seats: 2, isTrial: false },
    { properties: { model: "x", seats: 2, isTrial: false } },
  ],
  [
    { a: { b: 1 }, c: null, d: [1, 2] },
    { properties: { a: "[object Object]", c: "null", d: "1,2" } },
  ],
  [{ properties: "x" }, { properties: { properties: "x" } }],
  [
    { properties: { model: "x" }, model: "y" },
    { properties: { properties: "[object Object]", model: "y" } },
  ],
  [{ properties: { model: "x" } }, { properties: { model: "x" } }],
  [{ properties: {} }, null],
  [{}, null],
  [{ a: 1, b: 2, c: 3, d: 4, e: 5 }, { properties: { a: 1, b: 2, c: 3, d: 4, e: 5 } }],
];

it.each(FILTERS)("%o is read as %o", (stored, today) => {
  expect(filterIn({ ...stored })).toEqual(today);
});

it("The counter of a filter of before is found under the key of the filter of today", () => {
  const before = JSON.stringify([
    ["model", "x"],
    ["seats", "2"],
  ]);
  expect(filterKey(filterIn({ seats: 2, model: "x" }))).toBe(before);
});
