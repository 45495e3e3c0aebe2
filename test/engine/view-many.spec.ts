import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { Catalog } from "../../src/engine/feature.ts";
import { holdingsOf, inViewOf, type View } from "../../src/engine/view.ts";
import { Bench, CATALOG, DAY, feature, START } from "../support/engine.ts";
import { watched } from "../support/many-parts.ts";

const SOLD: Catalog = {
  ...CATALOG,
  features: [...CATALOG.features, feature("rooms", { consumable: false }), feature("words")],
};

/** The same, but that credits are used up for themselves: no credit system that others go before. */
const PLAIN: Catalog = {
  ...SOLD,
  features: SOLD.features.map((one) => (one.featureId === "credits" ? feature("credits") : one)),
};

/** Three users and a room; eight grants that matter, and as many of words as are asked for. */
function benchWith(words: number): Bench {
  const bench = new Bench(SOLD);
  for (const entityId of ["ada", "ben", "cyd"]) bench.entity(entityId);
  const room = { entityId: "room", featureId: "rooms", name: null, billingControls: {} } as const;
  bench.run({ ...room, type: "createEntity", customerId: "cus" });
  const of = (text: string) => ({ includedGrant: amount(text) });
  bench.grant({ ...of("7"), featureId: "credits", expiresAt: START + 2 * DAY });
  bench.grant({ ...of("10"), expiresAt: START + 5 * DAY });
  bench.grant({ ...of("20"), expiresAt: START + DAY });
  bench.grant({ ...of("3"), entityId: "ada" });
  bench.grant({ ...of("4"), entityId: "ben" });
  bench.grant({ ...of("5"), perEntityFeatureId: "users", planId: "team" });
  bench.grant({ ...of("50"), featureId: "actions", entityId: "ada" });
  bench.grant({ ...of("60"), featureId: "actions" });
  for (let count = 0; count < words; count += 1) bench.grant({ ...of("1"), featureId: "words" });
  return bench;
}

function viewOf(bench: Bench, given: Partial<View> & { readonly pooled?: boolean } = {}): View {
  if (!bench.ledger) throw new Error("no customer");
  const { customer } = bench.ledger;
  const config = { ...customer.config, disablePooledBalance: !(given.pooled ?? true) };
  const ledger = { ...bench.ledger, customer: { ...customer, config } };
  return { ledger, catalog: bench.catalog, entityId: null, at: START, ...given };
}

function idsOf(view: View, featureIds: readonly string[]): string {
  return holdingsOf(view, featureIds)
    .map(({ grant, slices }) => `${grant.grantId}:${slices.length}`)
    .join(" ");
}

const both = ["messages", "credits"];
type Asked = readonly [Partial<View> & { readonly pooled?: boolean }, readonly string[], string];

/** Who looks, at which features, and the rows in deduction order, each with how many slices are in view. */
const TABLE: readonly Asked[] = [
  [{}, ["messages"], "g3:1 g2:1 g6:3"],
  [{}, both, "g3:1 g2:1 g1:1 g6:3"],
  [{ catalog: PLAIN }, both, "g3:1 g1:1 g2:1 g6:3"],
  [{}, both, "g3:1 g2:1 g1:1 g6:3"],
  [{ pooled: false }, ["messages"], "g3:1 g2:1 g6:3"],
  [{ entityId: "ada" }, ["messages"], "g4:1 g6:1 g3:1 g2:1"],
  [{ entityId: "ben" }, ["messages"], "g5:1 g6:1 g3:1 g2:1"],
  [{ entityId: "cyd" }, ["messages"], "g6:1 g3:1 g2:1"],
  [{ entityId: "room" }, ["messages"], "g3:1 g2:1"],
  [{ entityId: "ada", pooled: false }, ["messages"], "g4:1 g6:1"],
  [{ entityId: "ben", pooled: false }, ["messages"], "g5:1 g6:1"],
  [{ entityId: "cyd", pooled: false }, ["messages"], "g6:1"],
  [{ entityId: "room", pooled: false }, ["messages"], ""],
  [{ entityId: "ada" }, ["actions", "credits"], "g7:1 g8:1 g1:1"],
  [{ entityId: "ben" }, ["actions", "credits"], "g8:1 g1:1"],
  [{ entityId: "cyd" }, ["actions", "credits"], "g8:1 g1:1"],
  [{}, ["users"], ""],
];

describe.each([0, 32])("of eight grants and %i more", (words) => {
  it.each([
    ["in turn", TABLE],
    ["in turn, the last first", TABLE.toReversed()],
  ])("everyone sees their rows, asked %s", (_title, asked) => {
    const bench = benchWith(words);
    for (const [given, featureIds, expected] of asked) {
      const view = viewOf(bench, given);
      expect(idsOf(view, featureIds)).toBe(expected);
      const unordered = inViewOf(view, featureIds).map(({ grant }) => grant.grantId);
      const ids = holdingsOf(view, featureIds).map(({ grant }) => grant.grantId);
      expect(unordered.toSorted()).toEqual(ids.toSorted());
    }
  });

  it("everyone has their balance, before and after a track of one of them", () => {
    const bench = benchWith(words);
    const figures = () =>
      [null, "ada", "ben", "cyd", "room"].map((who) => bench.figures("messages", who));
    expect(figures()).toEqual(["52 52 0 0", "38 38 0 0", "39 39 0 0", "35 35 0 0", "30 30 0 0"]);
    expect(bench.figures("actions")).toBe("110 110 0 0");
    expect(bench.figures("actions", "ben")).toBe("60 60 0 0");
    bench.track("6", { entityId: "ada" });
    expect(figures()).toEqual(["52 46 6 0", "38 32 6 0", "39 39 0 0", "35 35 0 0", "30 30 0 0"]);
    bench.ledger = viewOf(bench, { pooled: false }).ledger;
    expect(figures()).toEqual(["52 46 6 0", "8 2 6 0", "9 9 0 0", "5 5 0 0", "none"]);
  });

  it("a row dealt out to entities is the customer's while there is none", () => {
    const bench = benchWith(words);
    bench.grant({ perEntityFeatureId: "rooms" });
    bench.run({ type: "deleteEntity", customerId: "cus", entityId: "room" });
    const last = `g${words + 9}`;
    expect(idsOf(viewOf(bench), ["messages"])).toBe(`g3:1 g2:1 g6:3 ${last}:0`);
    expect(idsOf(viewOf(bench, { entityId: "ada" }), ["messages"])).toBe("g4:1 g6:1 g3:1 g2:1");
    const ids = inViewOf(viewOf(bench), ["messages"]).map(({ grant }) => grant.grantId);
    expect(ids.includes(last)).toBe(true);
  });
});

describe("the order of many rows is found once", () => {
  /** The view with a row of which it is seen whether its expiry is asked for, as the order does. */
  const sorting = (bench: Bench) => {
    const { ledger } = viewOf(bench);
    const [first, second, ...others] = ledger.grants;
    if (!first || !second) throw new Error("no grants");
    const { seen, reads } = watched(second, "expiresAt");
    bench.ledger = { ...ledger, grants: [first, seen, ...others] };
    return reads;
  };

  it.each([
    [31, [false, true, true]],
    [32, [true, false, false]],
  ])("of %i: sorted for a sum, for a list, and for the list again", (count, expected) => {
    const bench = benchWith(count - 8);
    const sorts = sorting(bench);
    const looks = [inViewOf, holdingsOf, holdingsOf];
    expect(looks.map((look) => sorts(() => look(viewOf(bench), ["messages"])))).toEqual(expected);
  });

  it("for all entities that own nothing of their own", () => {
    const bench = benchWith(32);
    const sorts = sorting(bench);
    const sorted = [null, "cyd", "room", "ada", "ben", "cyd", "ada", null].map((entityId) =>
      sorts(() => holdingsOf(viewOf(bench, { entityId }), ["messages"])),
    );
    expect(sorted).toEqual([true, true, false, true, true, false, false, false]);
  });
});
