import { type Account, type Entry, numberOf } from "./books.ts";
import type { Journal } from "./journal.ts";

/** How often each law is broken: all are 0 where the store keeps its word. */
export interface Breaches {
  /** Acknowledged, and not there. */
  readonly lost: number;
  /** There more than once. */
  readonly double: number;
  /** Applied in part. */
  readonly torn: number;
  /** There, but never sent, or refused. */
  readonly ghosts: number;
  /** Numbers missing in a ledger, or given twice. */
  readonly gaps: number;
  /** Balances that are not what their ledger's entries add up to, or where granted = remaining + usage fails. */
  readonly unbalanced: number;
  /** Balances below zero, of which none may go there. */
  readonly oversold: number;
}

/** Holds what is there against what clients know. */
export function breaches(accounts: readonly Account[], journal: Journal): Breaches {
  const found = entriesByKey(accounts);
  const missing = (keys: readonly string[]) => keys.filter((key) => !found.has(key)).length;
  const expected = [...journal.of("applied"), ...journal.of("unknown")];
  const known = new Set(expected.flatMap(({ entryKeys }) => entryKeys));
  const strays = accounts.flatMap(({ entries }) => entries.filter(isNobodys));
  return {
    lost: count(journal.of("applied"), ({ entryKeys }) => missing(entryKeys) > 0),
    double: count([...found.values()], (times) => times > 1),
    torn: count(expected, ({ entryKeys }) => ![0, entryKeys.length].includes(missing(entryKeys))),
    ghosts: count([...found.keys()], (key) => !known.has(key)) + strays.length,
    gaps: count(accounts, ({ entries }) => !isGapless(entries)),
    unbalanced: accounts.flatMap(unbalanced).length,
    oversold: count(
      accounts.flatMap(({ balances }) => balances),
      ({ remaining, overage }) => remaining < 0 || overage > 0,
    ),
  };
}

/** How many entries each key has. */
export function entriesByKey(accounts: readonly Account[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { idempotencyKey: key } of accounts.flatMap(({ entries }) => entries)) {
    if (key !== null) found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
}

/** Only what time does has no key. */
function isNobodys({ idempotencyKey, actor }: Entry): boolean {
  return idempotencyKey === null && actor !== "time";
}

function isGapless(entries: readonly Entry[]): boolean {
  return entries.every((entry, index) => numberOf(entry) === entries.length - index);
}

function unbalanced({ balances, entries }: Account): readonly string[] {
  const moved = entries.flatMap(({ deductions }) => deductions);
  return balances
    .filter(({ featureId, granted, remaining, usage, overage }) => {
      const own = moved.filter((deduction) => deduction.featureId === featureId);
      const left = own.reduce((sum, { value }) => sum - value, 0);
      return left !== remaining - overage || granted !== remaining + usage - overage;
    })
    .map(({ featureId }) => featureId);
}

function count<T>(things: readonly T[], holds: (thing: T) => boolean): number {
  return things.filter(holds).length;
}
