import DataLoader from "dataloader";
import { type Balance, type Breakdown, type Feature, type Rollover, select } from "./rows.ts";

export type Loaders = ReturnType<typeof createLoaders>;

/** A fresh set for each request, as dataloader asks for. */
export function createLoaders() {
  return {
    features: new DataLoader(async (ids: readonly string[]) => {
      const features = await select<Feature>("features", ids);
      const byId = new Map(features.map((feature) => [feature.featureId, feature]));
      return ids.map((id) => byId.get(id) ?? new Error(`there is no feature ${id}`));
    }),
    balances: listsOf<Balance>("balances", ({ customerId }) => customerId),
    breakdowns: listsOf<Breakdown>("breakdowns", ({ balanceId }) => balanceId),
    rollovers: listsOf<Rollover>("rollovers", ({ balanceId }) => balanceId),
  };
}

function listsOf<Row extends object>(
  name: "balances" | "breakdowns" | "rollovers",
  keyOf: (row: Row) => string,
): DataLoader<string, readonly Row[]> {
  return new DataLoader(async (keys) => {
    const byKey = Map.groupBy(await select<Row>(name, keys), keyOf);
    return keys.map((key) => byKey.get(key) ?? []);
  });
}
