/** What may go wrong with any database. */
import { Fault } from "../port.ts";

export function closedFault(): Fault {
  return new Fault("STORE_UNAVAILABLE", "The store is closed.", { retryable: false });
}

export function fullFault(cause?: unknown): Fault {
  const message = "The store's disk is full; nothing was saved.";
  return new Fault("STORE_FULL", message, { retryable: true, cause });
}

export function silentFault(cause?: unknown): Fault {
  return new Fault("STORE_UNAVAILABLE", "The store did not answer.", { retryable: true, cause });
}
