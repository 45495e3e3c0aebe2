import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Ledger } from "../../src/engine/ledger.ts";
import { addMonths } from "../../src/engine/period.ts";
import { settle } from "../../src/engine/settle.ts";
import { entityNamed, eventOf, grantOf } from "../support/cases-random.ts";
import { Bench, CATALOG, DAY, START } from "../support/engine.ts";
import { cases, checkAll, SEED } from "../support/property.ts";

const LEDGERS = cases(1000);
const MONTHS = 24;
const END = addMonths(START, MONTHS, 15);

const seeds = fc.noBias(fc.nat(2 ** 31 - 1));
const history = fc.record({
  persistFreeOverage: fc.boolean(),
  grants: fc.array(seeds, { minLength: 1, maxLength: 4, size: "max" }),
  events: fc.array(seeds, { minLength: 0, maxLength: 8, size: "max" }),
});

test(`24 months in one step, by the month and by the day are the same (seed ${SEED})`, () => {
  let days = 0;
  const ran = checkAll(
    LEDGERS,
    fc.property(history, ({ persistFreeOverage, grants, events }) => {
      const catalog = { ...CATALOG, persistFreeOverage };
      const ledger = ledgerOf(new Bench(catalog), grants, events);
      const steppedBy = (next: (at: number) => number): Ledger => {
        let current = ledger;
        for (let at = START; at < END; at = next(at)) {
          current = settle(current, catalog, Math.min(next(at), END)).ledger;
        }
        return current;
      };
      const once = settle(ledger, catalog, END).ledger;
      const monthly = steppedBy((at) => addMonths(at, 1, 15));
      const daily = steppedBy((at) => at + DAY);
      expect(isDeepStrictEqual(monthly, once), "by the month").toBe(true);
      expect(isDeepStrictEqual(daily, once), "by the day").toBe(true);
      days += (END - START) / DAY;
    }),
  );
  expect(ran).toBe(LEDGERS);
  expect(days).toBe(LEDGERS * 730);
});

/** A ledger with a past of grants and events, none of them after START. */
function ledgerOf(bench: Bench, grants: readonly number[], events: readonly number[]): Ledger {
  for (const entityId of ["e1", "e2"]) bench.run(entityNamed(entityId));
  grants.forEach((seed, index) => {
    bench.run(grantOf(seed, index));
  });
  events.forEach((seed, index) => {
    const event = eventOf(seed, grants.length + index);
    if (event.type !== "pass") bench.run(event);
  });
  if (!bench.ledger) throw new Error("no ledger");
  return bench.ledger;
}
