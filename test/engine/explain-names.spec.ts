import { describe, expect, test } from "vitest";
import { amount, formatAmount } from "../../src/engine/amount.ts";
import { explain } from "../../src/engine/explain.ts";
import { findFeature } from "../../src/engine/feature.ts";
import { Bench } from "../support/engine.ts";
import { viewsOf } from "../support/histories.ts";

interface Row {
  readonly title: string;
  readonly story: (bench: Bench) => void;
  readonly lines: readonly string[];
}

const TABLE: readonly Row[] = [
  {
    title: "four entities: three are named, the fourth is counted",
    story: (bench) => {
      for (const name of ["ada", "ben", "cleo", "dan"]) {
        bench.entity(name);
        bench.grant({ entityId: name, includedGrant: amount("10") });
      }
    },
    lines: [
      "granted entity rows null 40: 4 sources of ada, ben, cleo and 1 more: 40 granted, not shared (V4)",
      "remaining entity rows null 40: 4 sources of ada, ben, cleo and 1 more: 40 left, not shared (V4)",
      "usage entity rows null 0: 4 sources of ada, ben, cleo and 1 more: 40 granted and 0 used (V4)",
    ],
  },
  {
    title: "three entities are all named",
    story: (bench) => {
      for (const name of ["ada", "ben", "cleo"]) {
        bench.entity(name);
        bench.grant({ entityId: name, includedGrant: amount("10") });
      }
    },
    lines: [
      "granted entity rows null 30: 3 sources of ada, ben, cleo: 30 granted, not shared (V4)",
      "remaining entity rows null 30: 3 sources of ada, ben, cleo: 30 left, not shared (V4)",
      "usage entity rows null 0: 3 sources of ada, ben, cleo: 30 granted and 0 used (V4)",
    ],
  },
  {
    title: "an unlimited row of an entity makes the customer's balance unlimited",
    story: (bench) => {
      bench.entity("ada");
      bench.entity("ben");
      bench.grant({ balanceId: "endless", entityId: "ada", unlimited: true });
      bench.grant({ balanceId: "of-ben", entityId: "ben" });
      bench.grant({ balanceId: "pool" });
      bench.track("12", { entityId: "ada" });
    },
    lines: [
      "granted unlimited endless 0: 1 source of ada: unlimited: no amount is granted; 2 limited sources are not counted beside it (B60)",
      "remaining unlimited endless 0: 1 source of ada: unlimited: it never runs out, so no amount is left to count (B60)",
      "usage entity rows endless 12: 1 source of ada: unlimited and 12 used (B60, V4)",
    ],
  },
  {
    title: "unlimited rows of the customer and of two entities, and nothing limited",
    story: (bench) => {
      bench.entity("ada");
      bench.entity("ben");
      bench.grant({ balanceId: "endless", unlimited: true });
      bench.grant({ entityId: "ada", unlimited: true });
      bench.grant({ entityId: "ben", unlimited: true });
      bench.track("3", { entityId: "ada" });
    },
    lines: [
      "granted unlimited endless 0: endless is unlimited: no amount is granted (B60)",
      "remaining unlimited endless 0: endless is unlimited: it never runs out, so no amount is left to count (B60)",
      "usage unlimited endless 0: endless is unlimited and 0 are used (B60)",
      "usage entity rows null 3: 2 sources of ada, ben: unlimited and 3 used (B60, V4)",
    ],
  },
  {
    title: "four slices below zero: three entities are named, the fourth is counted",
    story: (bench) => {
      const names = ["ada", "ben", "cleo", "dan"];
      for (const name of names) bench.entity(name);
      bench.grant({ balanceId: "seats", perEntityFeatureId: "users", overageAllowed: true });
      for (const name of names) bench.track("101", { entityId: name });
    },
    lines: [
      "granted grant seats 400: seats includes 400, 100 for each of 4 users (B2)",
      "remaining grant seats 0: seats includes 400 and none of it is left, the 4 below zero for ada, ben, cleo and 1 more not taken off (B3, B51)",
      "usage grant seats 404: seats includes 400 and 404 are used, 4 of that as overage (B4)",
      "overage overage seats 4: seats stands 4 below zero for ada, ben, cleo and 1 more (A18)",
    ],
  },
  {
    title: "three slices below zero, and one at zero",
    story: (bench) => {
      const names = ["ada", "ben", "cleo", "dan"];
      for (const name of names) bench.entity(name);
      bench.grant({ balanceId: "seats", perEntityFeatureId: "users", overageAllowed: true });
      for (const name of names) bench.track(name === "dan" ? "100" : "101", { entityId: name });
    },
    lines: [
      "granted grant seats 400: seats includes 400, 100 for each of 4 users (B2)",
      "remaining grant seats 0: seats includes 400 and none of it is left, the 3 below zero for ada, ben, cleo not taken off (B3, B51)",
      "usage grant seats 403: seats includes 400 and 403 are used, 3 of that as overage (B4)",
      "overage overage seats 3: seats stands 3 below zero for ada, ben, cleo (A18)",
    ],
  },
];

describe("the lines that name entities", () => {
  test.each(TABLE)("$title", ({ story, lines }) => {
    const bench = new Bench();
    story(bench);
    const view = viewsOf(bench).find(({ entityId }) => entityId === null);
    const messages = view && findFeature(view.catalog, "messages");
    if (!messages) throw new Error("no such view");
    const told = explain(view, messages).map(
      ({ field, source, sourceId, amount: value, text }) =>
        `${field} ${source} ${sourceId} ${formatAmount(value)}: ${text}`,
    );
    expect(told).toEqual(lines);
  });
});
