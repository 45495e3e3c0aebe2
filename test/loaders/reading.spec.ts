import fc from "fast-check";
import { expect, test } from "vitest";
import type { Catalog } from "../../src/engine/feature.ts";
import type { Ledger } from "../../src/engine/ledger.ts";
import { settle } from "../../src/engine/settle.ts";
import {
  type BalanceRead,
  type Reading,
  readBalance,
  readBalances,
  readingOf,
} from "../../src/loaders/reading.ts";
import { lockEventOf } from "../support/cases-locks.ts";
import { benchOf, catalog, histories, seeds } from "../support/histories.ts";
import { checkAll, SEED } from "../support/property.ts";

const HISTORIES = 400;
const DAY_MS = 86_400_000;

/** The same features in another order, which is that of the balances. */
const reversed: Catalog = { ...catalog, features: catalog.features.toReversed() };

const moments = fc.array(fc.constantFrom(0, 1, 1000, DAY_MS, 40 * DAY_MS), {
  minLength: 1,
  maxLength: 4,
});

/** Each is asked at several moments in a row, so that many answers could be remembered ones. */
const questions = fc.array(
  fc.record({
    entityId: fc.constantFrom(null, null, "e1", "e2"),
    featureId: fc.constantFrom(null, "messages"),
    inForce: fc.constantFrom(catalog, reversed),
    afterMs: moments,
  }),
  { minLength: 2, maxLength: 5 },
);

test(`what is remembered is what is settled and derived anew, whenever and by whoever asked (seed ${SEED})`, () => {
  let [remembered, held, moved] = [0, 0, 0];
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
        for (const { afterMs, inForce, ...question } of asked) {
          for (const ms of afterMs) {
            const settled: Ledger = settle(ledger, inForce, now + ms).ledger;
            const reading = readingOf(settled, inForce, now + ms);
            const balances = answered(reading, question);
            if (settled !== ledger) moved += 1;
            const anew = answered({ ...reading, ledger: { ...settled } }, question);
            expect(withoutReading(balances)).toEqual(withoutReading(anew));
            for (const balance of balances) {
              expect(balance.reading).toBe(reading);
              if (seen.has(balance.breakdown)) remembered += 1;
              if (balance.held > 0n) held += 1;
              seen.add(balance.breakdown);
            }
          }
        }
      },
    ),
  );
  expect(ran).toBe(HISTORIES);
  expect(remembered).toBeGreaterThan(HISTORIES / 4);
  expect(moved).toBeGreaterThan(HISTORIES / 4);
  expect(held).toBeGreaterThan(HISTORIES / 20);
});

interface Question {
  readonly entityId: string | null;
  readonly featureId: string | null;
}

function answered(reading: Reading, { entityId, featureId }: Question): readonly BalanceRead[] {
  if (featureId === null) return readBalances(reading, entityId);
  const balance = readBalance(reading, featureId, entityId);
  return balance ? [balance] : [];
}

function withoutReading(balances: readonly BalanceRead[]) {
  return balances.map(({ reading: _reading, ...balance }) => balance);
}
