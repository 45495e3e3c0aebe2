import type { Viewer } from "./auth.ts";
import type { Command } from "./engine/command.ts";
import { createLoaders, type Loaders } from "./loaders/index.ts";
import type { Applied, BalanceStore } from "./store/port.ts";

/** What every resolver of one request works with. */
export interface Context {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly version: string;
  readonly sandbox: boolean;
  /** The wall clock, in Unix milliseconds. */
  readonly now: () => number;
  readonly store: BalanceStore;
  readonly loaders: Loaders;
  /** To be told of each applied command, so that later reads of the request see what it changed. */
  readonly committed: (applied: Applied<Command>) => void;
}

export type ContextSource = Omit<Context, "loaders" | "committed">;

/** A context with loaders of its own. */
export function createContext(source: ContextSource): Context {
  const loaders = createLoaders(source.store, source.now);
  return {
    ...source,
    loaders,
    committed: ({ ledger, dryRun }) => {
      if (dryRun) return;
      loaders.features.clearAll();
      if (ledger) loaders.readings.clear(ledger.customer.customerId);
      else loaders.readings.clearAll();
    },
  };
}
