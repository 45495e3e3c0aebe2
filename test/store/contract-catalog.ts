import { describe, expect, it } from "vitest";
import { feature } from "../support/engine.ts";
import type { OpenStore } from "./contract.ts";
import { featureOf } from "./requests.ts";
import { did, refusedWith, staged } from "./stage.ts";

export function catalogPromises(open: OpenStore): void {
  describe("the catalogue", () => {
    it("keeps each feature as it was made, in order of creation", async () => {
      const store = await open();
      const full = feature("zeta", {
        eventNames: ["sent", "seen"],
        modelMarkups: { model: { markup: 0.1 } },
        defaultMarkup: 12.5,
        providerMarkups: { provider: 1 },
        display: { singular: "call", plural: null },
      });
      await did(store, { type: "createFeature", feature: full });
      await did(store, featureOf("alpha", { type: "boolean", consumable: false }));
      const { features } = await store.catalog();
      expect(features.map(({ featureId }) => featureId)).toEqual(["zeta", "alpha"]);
      expect(features[0]).toEqual(full);
    });

    it("answers features by id in one read and leaves out unknown ones", async () => {
      const store = await staged(open);
      const found = await store.features(["seats", "unknown", "messages"]);
      expect(found.map(({ featureId }) => featureId).sort()).toEqual(["messages", "seats"]);
    });

    it("changes, renames and deletes a feature in its place", async () => {
      const store = await staged(open);
      const changes = { name: "Tasks", eventNames: ["task"] };
      await did(store, {
        type: "updateFeature",
        featureId: "seats",
        newFeatureId: "users",
        changes: {},
      });
      await did(store, { type: "updateFeature", featureId: "actions", changes });
      await did(store, { type: "deleteFeature", featureId: "credits" });
      const { features } = await store.catalog();
      expect(features.map(({ featureId }) => featureId)).toEqual(["messages", "actions", "users"]);
      expect(features[1]).toMatchObject(changes);
    });

    it("answers the catalogue as the command left it", async () => {
      const store = await staged(open);
      const { catalog, ledger, entry } = await did(store, featureOf("extra"));
      expect(catalog).toEqual(await store.catalog());
      expect(catalog.features.at(-1)?.featureId).toBe("extra");
      expect([ledger, entry]).toEqual([null, null]);
    });

    it("refuses to delete or rename what a customer holds, or has an entity of", async () => {
      const store = await staged(open);
      const before = await store.catalog();
      const seat = { entityId: "e1", featureId: "seats", name: null, billingControls: {} };
      await did(store, { type: "createEntity", customerId: "cus", ...seat });
      for (const featureId of ["messages", "seats"]) {
        const rename = { featureId, newFeatureId: "other", changes: {} };
        expect(await refusedWith(store, { type: "deleteFeature", featureId })).toBe(
          "FEATURE_IN_USE",
        );
        await refusedWith(store, { type: "updateFeature", ...rename });
      }
      expect(await store.catalog()).toEqual(before);
    });
  });
}
