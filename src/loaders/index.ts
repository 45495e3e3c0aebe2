import type { BalanceStore } from "../store/port.ts";
import { FeatureLoader } from "./features.ts";
import { type ReadingLoader, readingLoader } from "./readings.ts";

export interface Loaders {
  readonly features: FeatureLoader;
  readonly readings: ReadingLoader;
}

/** A fresh set for one request: nothing that one caller loaded is ever shown to another. */
export function createLoaders(store: BalanceStore, now: () => number): Loaders {
  return { features: new FeatureLoader(store), readings: readingLoader(store, now) };
}
