import DataLoader from "dataloader";
import type { Feature } from "../engine/feature.ts";
import type { BalanceStore } from "../store/port.ts";
import { align } from "./align.ts";

export type FeatureLoader = DataLoader<string, Feature | null>;

/** Features by id: one read of the store for all that one tick asks for. */
export function featureLoader(store: BalanceStore): FeatureLoader {
  return new DataLoader(async (featureIds) =>
    align(featureIds, await store.features(featureIds), (feature) => feature.featureId),
  );
}
