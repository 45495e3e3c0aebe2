/** Reads that wait together are one statement, whichever requests they are of. */
import DataLoader from "dataloader";
import { Fault, type Ledgers } from "./port.ts";

/** How many calls may share a statement. */
const MOST_TOGETHER = 64;

/**
 * What has been asked for by the time that the tick ends is read at once, each ledger once; nobody is given
 * what was read before he asked. Where a ledger cannot be made sense of, only who asked for it is told.
 */
export function readQueue(
  read: (customerIds: readonly string[]) => Promise<Ledgers>,
): (customerIds: readonly string[]) => Promise<Ledgers> {
  async function readTogether(calls: readonly (readonly string[])[]) {
    try {
      const { catalog, ledgers } = await read([...new Set(calls.flat())]);
      const byId = new Map(ledgers.map((ledger) => [ledger.customer.customerId, ledger]));
      return calls.map((ids) => ({
        catalog,
        ledgers: [...new Set(ids)].flatMap((id) => byId.get(id) ?? []),
      }));
    } catch (error) {
      if (error instanceof Fault || calls.length === 1) throw error;
      return Promise.all(calls.map((ids) => read(ids).catch(asError)));
    }
  }

  const loader = new DataLoader(readTogether, {
    cache: false,
    maxBatchSize: MOST_TOGETHER,
    batchScheduleFn: (dispatch) => void setImmediate(dispatch),
  });
  return (customerIds) => loader.load(customerIds);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
