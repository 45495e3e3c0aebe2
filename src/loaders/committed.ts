/** Readings of what is committed: what has fallen due is committed before it is shown. */
import { setImmediate as others } from "node:timers/promises";
import type { Catalog } from "../engine/feature.ts";
import type { Ledger } from "../engine/ledger.ts";
import { customerNow, isDue, STEPS_AT_ONCE, settleSome } from "../engine/settle.ts";
import { type BalanceStore, Fault, type Ledgers } from "../store/port.ts";
import { type Reading, readingOf } from "./reading.ts";

/** Readings of all these customers but those that were deleted meanwhile. */
export async function committedReadings(
  store: BalanceStore,
  { catalog, ledgers }: Ledgers,
  now: number,
): Promise<readonly Reading[]> {
  const readings = await Promise.all(
    ledgers.map((ledger) => committedReading(store, { ledger, catalog }, now)),
  );
  return readings.filter((reading) => reading !== null);
}

/**
 * The customer at its now; null where it was deleted meanwhile. Where the store cannot commit what has fallen due,
 * as on a full disk, balances can still be read: the reading then is ahead of the store, and says why.
 */
export async function committedReading(
  store: BalanceStore,
  { ledger, catalog }: { readonly ledger: Ledger; readonly catalog: Catalog },
  now: number,
): Promise<Reading | null> {
  if (!isDue(ledger, now)) return readingOf(ledger, catalog, now);
  const command = { type: "passTime", customerId: ledger.customer.customerId } as const;
  const circumstances = { now, idempotencyKey: null, dryRun: false, actor: "time" };
  try {
    const outcome = await store.apply({ command, ...circumstances });
    return outcome.ledger && readingOf(outcome.ledger, outcome.catalog, now);
  } catch (lag) {
    if (!(lag instanceof Fault)) throw lag;
    const settled = await settledAt(ledger, catalog, customerNow(ledger, now));
    return { ...readingOf(settled, catalog, now), lag };
  }
}

/** The ledger as it stands at an instant, if nothing happens but what falls due. Others have their turn in between. */
export async function settledAt(ledger: Ledger, catalog: Catalog, at: number): Promise<Ledger> {
  let settled = settleSome(ledger, catalog, at, STEPS_AT_ONCE);
  while (settled.isBehind) {
    await others();
    settled = settleSome(settled.ledger, catalog, at, STEPS_AT_ONCE);
  }
  return settled.ledger;
}
