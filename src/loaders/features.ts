import DataLoader from "dataloader";
import type { Feature } from "../engine/feature.ts";
import type { BalanceStore } from "../store/port.ts";
import { align } from "./align.ts";

/** Features by id: one read of the store for all that one tick asks for, one promise for all who ask for one. */
export class FeatureLoader extends DataLoader<string, Feature | null> {
  readonly #known: Map<string, Promise<Feature | null>>;

  constructor(store: BalanceStore) {
    const known = new Map<string, Promise<Feature | null>>();
    const batch = async (featureIds: readonly string[]) =>
      align(featureIds, await store.features(featureIds), (feature) => feature.featureId);
    super(batch, { cacheMap: known });
    this.#known = known;
  }

  /** Of what is known, or on its way, DataLoader would make a promise for each who asks. */
  override load(featureId: string): Promise<Feature | null> {
    return this.#known.get(featureId) ?? super.load(featureId);
  }
}
