/** Grants and locks with as many parts as are worth being remembered, and which of them are looked at. */
import { amount } from "../../src/engine/amount.ts";
import type { Grant, Ledger, Lock, Rollover, Slice, Taken } from "../../src/engine/ledger.ts";
import { Bench } from "./engine.ts";

interface Started {
  readonly ledger: Ledger;
  readonly grant: Grant;
  readonly slice: Slice;
  readonly lock: Lock;
  readonly taken: Taken;
}

/** A ledger with one grant of 100, of which 10 are held. */
export function started(): Started {
  const bench = new Bench();
  bench.grant();
  bench.run({
    ...{ type: "createLock", customerId: "cus", featureId: "messages", entityId: null },
    ...{ lockId: "lock", expiresAt: null, requiredBalance: amount("10"), properties: null },
  });
  const { ledger } = bench;
  const [[grant], [lock]] = [ledger?.grants ?? [], ledger?.locks ?? []];
  const [[slice], [taken]] = [grant?.slices ?? [], lock?.receipt ?? []];
  if (!ledger || !grant || !lock || !slice || !taken) throw new Error("not started");
  return { ledger, grant, slice, lock, taken };
}

/** So many of them, each made for its place. */
export function several<T>(count: number, one: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => one(index));
}

/** The slices of as many entities, each with 60 left. */
export function slices(count: number): Slice[] {
  const zero = amount("0");
  return several(count, (index) => ({
    entityId: `e${index}`,
    balance: amount("60"),
    adjustment: zero,
  }));
}

/** Each with 2 left of 3. */
export function rollovers(count: number): Rollover[] {
  const [balance, usage] = [amount("2"), amount("1")];
  const one = { balance, usage, entityId: null, expiresAt: null };
  return several(count, (index) => ({ ...one, rolloverId: `r${index}` }));
}

/** The same, and whether a look at something reads this property of it. */
export function watched<T extends object, K extends keyof T>(item: T, key: K) {
  let count = 0;
  const get = () => {
    count += 1;
    return item[key];
  };
  const seen = Object.defineProperty({ ...item }, key, { get, enumerable: true });
  const reads = (look: () => unknown): boolean => {
    count = 0;
    look();
    return count > 0;
  };
  return { seen, reads };
}
