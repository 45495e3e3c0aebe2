import DataLoader from "dataloader";
import type { BalanceStore } from "../store/port.ts";
import { align } from "./align.ts";
import { committedReadings } from "./committed.ts";
import type { Reading } from "./reading.ts";

export type ReadingLoader = DataLoader<string, Reading | null>;

/** Customers' readings by customer id: one read of the store for all that one tick asks for. */
export function readingLoader(store: BalanceStore, now: () => number): ReadingLoader {
  return new DataLoader(async (customerIds) => {
    const readings = await committedReadings(store, await store.load(customerIds), now());
    return align(customerIds, readings, (reading) => reading.ledger.customer.customerId);
  });
}
