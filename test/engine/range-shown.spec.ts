import { describe, expect, it } from "vitest";
import { amount, formatAmount } from "../../src/engine/amount.ts";
import { check } from "../../src/engine/check.ts";
import { isRefusal } from "../../src/engine/scene.ts";
import { Bench, CATALOG, feature } from "../support/engine.ts";

/** 1e10 credits for a message, and 3 for an action. */
const catalog = {
  ...CATALOG,
  features: [
    feature("messages"),
    feature("actions"),
    feature("credits", {
      type: "credit_system",
      creditSchema: [
        { meteredFeatureId: "messages", creditCost: amount("1e10") },
        { meteredFeatureId: "actions", creditCost: amount("3") },
      ],
    }),
  ],
};

const BEYOND = [
  { featureId: "messages", least: "1e8", most: "99999999.9999999999" },
  { featureId: "actions", least: "333333333333333333.3333333334", most: "333333333333333333" },
  { featureId: "messages", least: "999999999999999999.9999999999", most: "1e-10" },
];

describe("A33 what a check requires is an amount too, in credits", () => {
  it.each(BEYOND)("$least $featureId cost too many, $most do not", ({ featureId, least, most }) => {
    for (const unlimited of [false, true]) {
      const bench = new Bench(catalog);
      bench.grant({ featureId: "credits", unlimited });
      const asked = (value: string) => checked(bench, featureId, value);
      expect(asked(least)).toMatchObject({
        code: "INVALID_INPUT",
        issues: [
          {
            path: ["input", "requiredBalance"],
            message: "would take 1e18 or more of credits: use a smaller amount",
          },
        ],
      });
      expect(isRefusal(asked(most))).toBe(false);
    }
  });

  it("what is available costs no more than can be told, where overage would pay for twice as much", () => {
    const bench = new Bench(catalog);
    const most = amount("9e17");
    const overage = { overageAllowed: true, maxPurchase: most };
    bench.grant({ featureId: "credits", includedGrant: most, ...overage });
    const available = amount("333333333333333333.3333333333");
    expect(checked(bench, "actions", "1")).toMatchObject({ allowed: true, available });
    expect(checked(bench, "actions", formatAmount(available))).toMatchObject({
      allowed: true,
      requiredBalance: amount("999999999999999999.9999999999"),
    });
  });

  it("checkAndTrack is refused likewise, whether it would be allowed or not", () => {
    for (const overageAllowed of [false, true]) {
      const bench = new Bench(catalog);
      bench.grant({ featureId: "credits", overageAllowed, includedGrant: amount("9e17") });
      const before = bench.ledger;
      expect(
        bench.run({
          type: "checkAndTrack",
          customerId: "cus",
          featureId: "actions",
          entityId: null,
          requiredBalance: amount("5e17"),
          properties: null,
        }),
      ).toMatchObject({
        issues: [{ message: "would take 1e18 or more of credits: use a smaller amount" }],
      });
      expect(bench.ledger).toBe(before);
    }
  });
});

describe("A33 what a deletion of several features moves is one amount", () => {
  const NINE = amount("9e17");
  const selection = { customerId: "cus", entityId: null, balanceId: null, interval: null };
  const remove = (bench: Bench, featureId: string | null) =>
    bench.run({
      ...selection,
      type: "deleteBalance",
      featureId,
      all: featureId === null,
      recalculateBalances: false,
    });

  it("so that they go one feature at a time where it is too large", () => {
    const bench = new Bench(catalog);
    bench.grant({ includedGrant: NINE });
    bench.grant({ featureId: "actions", includedGrant: NINE });
    const message =
      "would bring the amount that this change moves to 1e18 or more: delete the balances of one feature first";
    expect(remove(bench, null)).toEqual({
      code: "INVALID_INPUT",
      issues: [{ path: ["input"], message }],
    });
    expect(remove(bench, "actions")).toBeNull();
    expect(remove(bench, null)).toBeNull();
    expect(bench.ledger?.grants).toEqual([]);
  });
});

function checked(bench: Bench, featureId: string, value: string) {
  const { ledger, now: at } = bench;
  if (!ledger) throw new Error("the bench has a customer");
  const view = { ledger, catalog, entityId: null, at };
  const wish = { customerId: "cus", entityId: null, featureId };
  return check(view, { ...wish, requiredBalance: amount(value) });
}
