import type { BalanceStore } from "../store/port.ts";
import { FeatureLoader } from "./features.ts";
import { type PastReadings, pastReadings } from "./past.ts";
import { type ReadingLoader, readingLoader } from "./readings.ts";

export interface Loaders {
  readonly features: FeatureLoader;
  readonly readings: ReadingLoader;
  readonly past: PastReadings;
}

/** A fresh set for one request: nothing that one caller loaded is ever shown to another. */
export function createLoaders(store: BalanceStore, now: () => number): Loaders {
  const readings = readingLoader(store, now);
  return { features: new FeatureLoader(store), readings, past: pastReadings(store, readings) };
}
