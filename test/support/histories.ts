import fc from "fast-check";
import { amount } from "../../src/engine/amount.ts";
import type { Catalog } from "../../src/engine/feature.ts";
import { settle } from "../../src/engine/settle.ts";
import type { View } from "../../src/engine/view.ts";
import { entityNamed, eventOf, grantOf } from "./cases-random.ts";
import { Bench, CATALOG, feature } from "./engine.ts";

/** Seeds that stand for grants, events, and whatever else a spec makes of one. */
export const seeds = fc.noBias(fc.nat(2 ** 31 - 1));

/** What one customer may have been through: entities, grants of any shape, then events. */
export const histories = fc.record({
  entities: fc.subarray(["e1", "e2"]),
  grants: fc.array(seeds, { minLength: 1, maxLength: 5, size: "max" }),
  events: fc.array(seeds, { minLength: 1, maxLength: 12, size: "max" }),
});

type History = typeof histories extends fc.Arbitrary<infer T> ? T : never;

/** The features that random events speak of; credits pay for both metered ones. */
export const catalog: Catalog = {
  ...CATALOG,
  features: [
    feature("messages", { eventNames: ["spoke"] }),
    feature("actions", { eventNames: ["spoke"] }),
    feature("users", { consumable: false }),
    feature("credits", {
      type: "credit_system",
      creditSchema: [
        { meteredFeatureId: "actions", creditCost: amount("0.2") },
        { meteredFeatureId: "messages", creditCost: amount("3") },
      ],
    }),
  ],
};

/** The customer as the history leaves it. */
export function benchOf({ entities, grants, events }: History): Bench {
  const bench = new Bench(catalog);
  for (const entityId of entities) bench.run(entityNamed(entityId));
  grants.forEach((seed, index) => {
    bench.run(grantOf(seed, index));
  });
  events.forEach((seed, index) => {
    const event = eventOf(seed, grants.length + index);
    if (event.type === "pass") bench.now += event.milliseconds;
    else bench.run(event);
  });
  return bench;
}

/** The customer's view, then one of each of its entities. */
export function viewsOf({ ledger: stored, catalog, now }: Bench): readonly View[] {
  if (!stored) return [];
  const { ledger } = settle(stored, catalog, now);
  const viewers = [null, ...ledger.entities.map(({ entityId }) => entityId)];
  return viewers.map((entityId) => ({ ledger, catalog, entityId, at: now }));
}
