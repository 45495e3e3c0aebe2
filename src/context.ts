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
  /** To be told of each applied command: its payload and later reads of the request then see what it changed. */
  readonly committed: (applied: Applied<Command>) => void;
}

export type ContextSource = Omit<Context, "loaders" | "committed">;

/** A context with loaders of its own. */
export function createContext(source: ContextSource): Context {
  const loaders = createLoaders(source.store, source.now);
  return {
    ...source,
    loaders,
    committed: ({ customerId, catalog, dryRun }) => {
      if (dryRun) return;
      loaders.features.clearAll();
      for (const feature of catalog.features) loaders.features.prime(feature.featureId, feature);
      if (customerId !== null) loaders.readings.clear(customerId);
      else loaders.readings.clearAll();
    },
  };
}
