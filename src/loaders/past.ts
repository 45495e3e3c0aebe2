import { settle } from "../engine/settle.ts";
import type { BalanceStore } from "../store/port.ts";
import type { Reading } from "./reading.ts";

/** Before what is known of the customer: it was here, but what it had is not on record. */
export const NOT_ON_RECORD = Symbol("not on record");

/**
 * The customer as it stood at an instant of the past, read back from the store; or as it will stand at
 * one to come, if nothing happens but what falls due. Null where there was no such customer yet.
 */
export async function readingAt(
  present: Reading,
  store: BalanceStore,
  at: number,
): Promise<Reading | typeof NOT_ON_RECORD | null> {
  const { ledger, catalog } = present;
  if (at >= present.at) return { ledger: settle(ledger, catalog, at).ledger, catalog, at };
  const { customerId, createdAt } = ledger.customer;
  const { ledgers, catalog: inForce } = await store.loadAt(customerId, at);
  const [stored] = ledgers;
  if (!stored) return at < createdAt ? null : NOT_ON_RECORD;
  return { ledger: settle(stored, inForce, at).ledger, catalog: inForce, at };
}
