import fc from "fast-check";
import { expect, test } from "vitest";
import type { Catalog } from "../../src/engine/feature.ts";
import type { Ledger } from "../../src/engine/ledger.ts";
import { readBalances, readingOf } from "../../src/loaders/reading.ts";
import { lockEventOf } from "../support/cases-locks.ts";
import { benchOf, catalog, histories, seeds } from "../support/histories.ts";
import { checkAll, SEED } from "../support/property.ts";

const HISTORIES = 400;
const DAY_MS = 86_400_000;

/** The same features in another order, which is that of the balances. */
const reversed: Catalog = { ...catalog, features: catalog.features.toReversed() };

/** Asked mostly again for the same, so that most answers could be remembered ones. */
const questions = fc.array(
  fc.record({
    entityId: fc.constantFrom(null, null, null, "e1", "e2"),
    inForce: fc.constantFrom(catalog, catalog, catalog, reversed),
    afterMs: fc.constantFrom(0, 0, 0, 1, 2, DAY_MS, 40 * DAY_MS),
  }),
  { minLength: 6, maxLength: 12 },
);

test(`balances that are remembered are those derived anew, whenever and by whoever asked (seed ${SEED})`, () => {
  let [remembered, held] = [0, 0];
  const ran = checkAll(
    HISTORIES,
    fc.property(
      histories,
      fc.array(seeds, { maxLength: 3 }),
      questions,
      (history, locks, asked) => {
        const bench = benchOf(history);
        for (const seed of locks) bench.run(lockEventOf(seed, bench.now));
        const { ledger, now } = bench;
        if (!ledger) throw new Error("the history begins with a customer");
        const seen = new Set<object>();
        for (const { entityId, inForce, afterMs } of asked) {
          const ask = (of: Ledger) => {
            const reading = readingOf(of, inForce, now + afterMs);
            return { reading, balances: readBalances(reading, entityId) };
          };
          const { reading, balances } = ask(ledger);
          expect(withoutReading(balances)).toEqual(
            withoutReading(ask(structuredClone(ledger)).balances),
          );
          for (const balance of balances) {
            expect(balance.reading).toBe(reading);
            expect(balance.entityId).toBe(entityId);
            if (seen.has(balance.breakdown)) remembered += 1;
            if (balance.held > 0n) held += 1;
            seen.add(balance.breakdown);
          }
        }
      },
    ),
  );
  expect(ran).toBe(HISTORIES);
  expect(remembered).toBeGreaterThan(HISTORIES / 2);
  expect(held).toBeGreaterThan(HISTORIES / 20);
});

function withoutReading(balances: ReturnType<typeof readBalances>) {
  return balances.map(({ reading: _reading, ...balance }) => balance);
}
