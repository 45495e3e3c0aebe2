import DataLoader from "dataloader";
import type { BalanceStore } from "../store/port.ts";
import { align } from "./align.ts";
import { type Reading, readingOf } from "./reading.ts";

export type ReadingLoader = DataLoader<string, Reading | null>;

/** Customers' readings by customer id: one read of the store for all that one tick asks for. */
export function readingLoader(store: BalanceStore, now: () => number): ReadingLoader {
  return new DataLoader(async (customerIds) => {
    const { catalog, ledgers } = await store.load(customerIds);
    return align(
      customerIds,
      ledgers.map((ledger) => readingOf(ledger, catalog, now())),
      (reading) => reading.ledger.customer.customerId,
    );
  });
}
