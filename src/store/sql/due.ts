/** The due index: when a customer next has something to commit, so that nobody need look before. */
import type { Ledger } from "../../engine/ledger.ts";
import { dueAt } from "../../engine/settle.ts";

/** What is due already, whenever it fell due. */
export const DUE_NOW = 0;

/**
 * By the wall clock; null: never. A test clock stands still, so that what it has not reached yet falls due only
 * once somebody moves it.
 */
export function dueIndexOf(ledger: Ledger): number | null {
  const due = dueAt(ledger);
  const { testClock } = ledger.customer;
  if (testClock !== null) return due <= testClock ? DUE_NOW : null;
  return Number.isFinite(due) ? due : null;
}
