import assert from "node:assert/strict";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sum } from "../../src/engine/amount.ts";
import { deriveBalance } from "../../src/engine/derive.ts";
import { explain } from "../../src/engine/explain.ts";
import type { Explanation } from "../../src/engine/explanation.ts";
import type { View } from "../../src/engine/view.ts";
import { benchOf, histories, viewsOf } from "../support/histories.ts";
import { cases, checkAll, SEED } from "../support/property.ts";

const LEDGERS = cases(2_000, 500);

test(`the lines add up to the figures of any ledger, in every view (seed ${SEED})`, () => {
  const told = new Map<string, number>();
  const run = checkAll(
    LEDGERS,
    fc.property(histories, (history) => {
      const bench = benchOf(history);
      for (const view of viewsOf(bench)) {
        for (const line of addedUp(view)) told.set(line.source, (told.get(line.source) ?? 0) + 1);
      }
    }),
  );
  expect(run).toBe(LEDGERS);
  const sources = ["grant", "prepaid", "adjustment", "rollover", "overage", "unlimited", "pool"];
  for (const source of [...sources, "entity rows", "entity rollovers"]) {
    expect(told.get(source), `lines of ${source}`).toBeGreaterThan(LEDGERS / 100);
  }
});

/** All lines of a view, each balance's held against its figures. */
function addedUp(view: View): readonly Explanation[] {
  return view.catalog.features.flatMap((feature) => {
    const lines = explain(view, feature);
    const balance = deriveBalance(view, feature);
    if (!balance) {
      assert.deepEqual(lines, []);
      return [];
    }
    for (const field of ["granted", "remaining", "usage", "overage"] as const) {
      const amounts = lines.filter((line) => line.field === field).map((line) => line.amount);
      assert.equal(sum(amounts), balance[field], `${balance.featureId} ${field}`);
    }
    for (const { text } of lines) assert.match(text, /^[^ ].* \([A-Z]+\d+(, [A-Z]+\d+)?\)$/);
    return lines;
  });
}
