import type { BalanceStore } from "../store/port.ts";
import { type FeatureLoader, featureLoader } from "./features.ts";
import { type ReadingLoader, readingLoader } from "./readings.ts";

export interface Loaders {
  readonly features: FeatureLoader;
  readonly readings: ReadingLoader;
}

/** A fresh set for one request: nothing that one caller loaded is ever shown to another. */
export function createLoaders(store: BalanceStore, now: () => number): Loaders {
  return { features: featureLoader(store), readings: readingLoader(store, now) };
}
