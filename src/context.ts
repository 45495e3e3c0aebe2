import type { Viewer } from "./auth.ts";
import type { Command } from "./engine/command.ts";
import { createLoaders, type Loaders } from "./loaders/index.ts";
import type { Applied, BalanceStore } from "./store/port.ts";

/** What every resolver of one request works with. */
export interface Context {
  readonly viewer: Viewer;
  readonly requestId: string;
  /** The Idempotency-Key header; null where there is none. Only a request of one mutation may have it. */
  readonly idempotencyKey: string | null;
  readonly version: string;
  readonly sandbox: boolean;
  /** The wall clock, in Unix milliseconds. */
  readonly now: () => number;
  readonly store: BalanceStore;
  readonly loaders: Loaders;
  /**
   * To be told of each applied command: later reads of the request then see what it changed, and its
   * payload the features as they were when it was applied, also where that was long ago.
   */
  readonly committed: (applied: Applied<Command>) => void;
}

export type ContextSource = Omit<Context, "loaders" | "committed">;

/** A context with loaders of its own. */
export function createContext(source: ContextSource): Context {
  const loaders = createLoaders(source.store, source.now);
  return {
    ...source,
    loaders,
    committed: ({ ledger, catalog, dryRun }) => {
      loaders.features.clearAll();
      for (const feature of catalog.features) loaders.features.prime(feature.featureId, feature);
      if (dryRun) return;
      if (ledger) loaders.readings.clear(ledger.customer.customerId);
      else loaders.readings.clearAll();
    },
  };
}
