import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { CreateBalance } from "../../src/engine/command.ts";
import { inputIssues } from "../../src/engine/create-input-rules.ts";
import type { Price, RolloverConfig } from "../../src/engine/ledger.ts";
import { parsePercentage } from "../../src/engine/percentage.ts";
import type { Interval } from "../../src/engine/period.ts";
import { mostLiveRollovers } from "../../src/engine/rollover-rules.ts";
import { Bench, DAY, START } from "../support/engine.ts";

const every = (interval: Interval, intervalCount = 1) => ({ interval, intervalCount }) as const;
const month = every("month");
const carries = (given: Partial<RolloverConfig> = {}): RolloverConfig => ({
  max: null,
  maxPercentage: null,
  duration: "month",
  length: 1,
  ...given,
});
const percent = (text: string) => ({ maxPercentage: parsePercentage(text) });
const carried = (count: number) =>
  Array.from({ length: count }, () => ({
    balance: amount("1"),
    usage: amount("0"),
    expiresAt: null,
  }));
const price = (given: Partial<Price>): Price => ({
  amount: null,
  tiers: null,
  tierBehavior: null,
  billingUnits: amount("1"),
  billingMethod: "usage_based",
  ...given,
});
const tiers = (...ends: readonly (string | null)[]) =>
  ends.map((to) => ({
    to: to === null ? null : amount(to),
    amount: amount("1"),
    flatAmount: null,
  }));

type Given = Partial<CreateBalance>;

/** What is asked for and the field that is refused; null: it is accepted. */
const TABLE: readonly [rule: string, title: string, given: Given, refused: string | null][] = [
  [
    "A30",
    "max and maxPercentage together",
    { reset: month, rollover: carries({ max: amount("3"), ...percent("50") }) },
    "rollover.maxPercentage",
  ],
  ["A30", "a max of 0", { reset: month, rollover: carries({ max: amount("0") }) }, "rollover.max"],
  ["A30", "a max of 1e-10", { reset: month, rollover: carries({ max: amount("1e-10") }) }, null],
  ["A30", "0 percent", { reset: month, rollover: carries(percent("0")) }, "rollover.maxPercentage"],
  ["A30", "the smallest percentage", { reset: month, rollover: carries(percent("5e-324")) }, null],
  ["A30", "100 percent", { reset: month, rollover: carries(percent("100")) }, null],
  [
    "A30",
    "a little more than 100 percent",
    { reset: month, rollover: carries(percent("100.00000000000001")) },
    "rollover.maxPercentage",
  ],
  [
    "A30",
    "-1 percent",
    { reset: month, rollover: carries(percent("-1")) },
    "rollover.maxPercentage",
  ],
  ["A30", "no cap", { reset: month, rollover: carries() }, null],
  ["A33", "100 years", { reset: every("year", 100) }, null],
  ["A33", "101 years", { reset: every("year", 101) }, "reset.intervalCount"],
  ["A33", "1,200 months", { reset: every("month", 1200) }, null],
  ["A33", "1,201 months", { reset: every("month", 1201) }, "reset.intervalCount"],
  ["A33", "400 quarters", { reset: every("quarter", 400) }, null],
  ["A33", "401 quarters", { reset: every("quarter", 401) }, "reset.intervalCount"],
  ["A33", "200 half years", { reset: every("semi_annual", 200) }, null],
  ["A33", "201 half years", { reset: every("semi_annual", 201) }, "reset.intervalCount"],
  ["A33", "5,217 weeks", { reset: every("week", 5217) }, null],
  ["A33", "5,218 weeks", { reset: every("week", 5218) }, "reset.intervalCount"],
  ["A33", "36,525 days", { reset: every("day", 36_525) }, null],
  ["A33", "36,526 days", { reset: every("day", 36_526) }, "reset.intervalCount"],
  ["A33", "876,600 hours", { reset: every("hour", 876_600) }, null],
  ["A33", "876,601 hours", { reset: every("hour", 876_601) }, "reset.intervalCount"],
  ["A33", "52,596,001 minutes", { reset: every("minute", 52_596_001) }, "reset.intervalCount"],
  ["A34", "a price of nothing", { price: price({}) }, "price"],
  [
    "A34",
    "an amount and tiers",
    { price: price({ amount: amount("1"), tiers: tiers(null) }) },
    "price",
  ],
  ["A34", "an amount", { price: price({ amount: amount("0") }) }, null],
  ["A34", "no tiers at all", { price: price({ tiers: [] }) }, "price.tiers"],
  ["A34", "one tier without an end", { price: price({ tiers: tiers(null) }) }, null],
  ["A34", "one tier with an end", { price: price({ tiers: tiers("10") }) }, "price.tiers.0.to"],
  [
    "A34",
    "a tier that ends at 0",
    { price: price({ tiers: tiers("0", null) }) },
    "price.tiers.0.to",
  ],
  ["A34", "tiers that rise", { price: price({ tiers: tiers("10", "10.0000000001", null) }) }, null],
  [
    "A34",
    "tiers that stand still",
    { price: price({ tiers: tiers("10", "10", null) }) },
    "price.tiers.1.to",
  ],
  [
    "A34",
    "tiers that fall",
    { price: price({ tiers: tiers("100", "50", null) }) },
    "price.tiers.1.to",
  ],
  [
    "A34",
    "an open tier before the last",
    { price: price({ tiers: tiers(null, "50", null) }) },
    "price.tiers.0.to",
  ],
  [
    "A34",
    "billing units of 0",
    { price: price({ amount: amount("1"), billingUnits: amount("0") }) },
    "price.billingUnits",
  ],
  [
    "A34",
    "billing units of 1e-10",
    { price: price({ amount: amount("1"), billingUnits: amount("1e-10") }) },
    null,
  ],
  ["A34", "100 tiers", { price: price({ tiers: tiers(...rising(99), null) }) }, null],
  ["A34", "101 tiers", { price: price({ tiers: tiers(...rising(100), null) }) }, "price.tiers"],
  [
    "ceilings",
    "rollovers of 32 months a day",
    { reset: every("day"), rollover: carries({ length: 32 }) },
    null,
  ],
  [
    "ceilings",
    "rollovers of 33 months a day: 1,005 days at their longest",
    { reset: every("day"), rollover: carries({ length: 33 }) },
    "rollover.length",
  ],
  [
    "ceilings",
    "rollovers of 1,000 months a month",
    { reset: month, rollover: carries({ length: 1000 }) },
    null,
  ],
  [
    "ceilings",
    "rollovers of 1,001 months a month",
    { reset: month, rollover: carries({ length: 1001 }) },
    "rollover.length",
  ],
  [
    "ceilings",
    "rollovers of 3,000 months a quarter",
    { reset: every("quarter"), rollover: carries({ length: 3000 }) },
    null,
  ],
  [
    "ceilings",
    "rollovers a day that never expire: the last takes up what comes later",
    { reset: every("day"), rollover: carries({ duration: "forever", length: 10_000 }) },
    null,
  ],
  ["ceilings", "1,000 carried rollovers", { rollovers: carried(1000) }, null],
  ["ceilings", "1,001 carried rollovers", { rollovers: carried(1001) }, "rollovers"],
  [
    "ceilings",
    "carried ones and those to come",
    { reset: month, rollover: carries({ length: 12 }), rollovers: carried(988) },
    null,
  ],
  [
    "ceilings",
    "one too many of them",
    { reset: month, rollover: carries({ length: 12 }), rollovers: carried(989) },
    "rollovers",
  ],
  [
    "G1",
    "a credit system without an amount",
    { featureId: "credits", includedGrant: null },
    "includedGrant",
  ],
  [
    "G1",
    "a credit system with prepaid units",
    { featureId: "credits", includedGrant: null, prepaidGrant: amount("1") },
    null,
  ],
  ["G1", "unlimited credits", { featureId: "credits", includedGrant: null, unlimited: true }, null],
  [
    "G5",
    "a rollover of seats",
    { featureId: "users", reset: month, rollover: carries() },
    "rollover",
  ],
  [
    "G5",
    "carried rollovers of a flag",
    { featureId: "dashboard", includedGrant: null, rollovers: carried(1) },
    "rollovers",
  ],
  [
    "M2",
    "carried rollovers of an unlimited balance",
    { unlimited: true, includedGrant: null, rollovers: carried(1) },
    "rollovers",
  ],
  [
    "M2",
    "carried rollovers dealt out to entities",
    { perEntityFeatureId: "users", rollovers: carried(1) },
    "rollovers",
  ],
  [
    "M2",
    "a state dealt out to entities",
    { perEntityFeatureId: "users", balance: amount("5") },
    "balance",
  ],
  [
    "M2",
    "a state of a flag",
    { featureId: "dashboard", includedGrant: null, balance: amount("5") },
    "balance",
  ],
];

describe("createBalance", () => {
  it.each(TABLE)("%s %s", (_rule, _title, given, refused) => {
    const bench = new Bench();
    const before = bench.ledger;
    const refusal = bench.grant(given);
    if (refused === null) return expect(refusal).toBeNull();
    expect(refusal).toMatchObject({ code: "INVALID_INPUT" });
    const paths = refusal && "issues" in refusal ? refusal.issues.map(({ path }) => path) : [];
    expect(paths).toEqual([["input", ...refused.split(".")]]);
    expect(bench.ledger).toBe(before);
  });

  it("a customer has at most 1,000 grants, and one fewer makes room", () => {
    const bench = new Bench();
    bench.grant();
    const [grant] = bench.ledger?.grants ?? [];
    if (!bench.ledger || !grant) throw new Error("no grant");
    const copies = Array.from({ length: 999 }, (_, index) => ({ ...grant, grantId: `c${index}` }));
    bench.ledger = { ...bench.ledger, grants: copies };
    expect(bench.grant()).toBeNull();
    expect(bench.grant()).toMatchObject({ issues: [{ path: ["input", "customerId"] }] });
    expect(bench.grant({ featureId: "dashboard", includedGrant: null })).not.toBeNull();
  });

  it("all faults are told at once: of the input itself, of its feature, of the moment", () => {
    const refusal = new Bench().grant({
      includedGrant: null,
      maxPurchase: amount("-1"),
      expiresAt: START - DAY,
      price: price({ billingUnits: amount("0") }),
    });
    const paths = refusal && "issues" in refusal ? refusal.issues.map(({ path }) => path[1]) : [];
    expect(paths).toEqual(["maxPurchase", "price", "price", "includedGrant", "expiresAt"]);
  });

  it("what is wrong by itself is told without a customer", () => {
    const grant = {
      customerId: "cus",
      featureId: "messages",
      entityId: null,
      balanceId: null,
      includedGrant: amount("-5"),
      prepaidGrant: null,
      unlimited: false,
      reset: null,
      rollover: carries(),
      expiresAt: null,
      nextResetAt: START,
      planId: null,
      addOn: false,
      overageAllowed: false,
      maxPurchase: null,
      price: null,
      perEntityFeatureId: null,
      balance: null,
      rollovers: [],
    };
    expect(inputIssues(grant).map(({ path }) => path.join("."))).toEqual([
      "input.includedGrant",
      "input.nextResetAt",
      "input.rollover",
    ]);
    expect(
      inputIssues({ ...grant, includedGrant: null, rollover: null, nextResetAt: null }),
    ).toEqual([]);
  });
});

describe("how many rollovers of a slice can live at once", () => {
  it.each<[Interval, number, number, number]>([
    ["month", 1, 12, 12],
    ["month", 5, 12, 3],
    ["year", 1, 13, 2],
    ["week", 1, 1, 5],
    ["day", 1, 1, 31],
    ["day", 2, 1, 16],
    ["day", 1, 12, 366],
    ["day", 1, 48, 1461],
  ])("every %s x %i for %i months: %i", (interval, count, length, most) => {
    expect(mostLiveRollovers({ duration: "month", length }, interval, count)).toBe(most);
  });

  it("without end where they never expire", () => {
    expect(mostLiveRollovers({ duration: "forever", length: 1 }, "day", 1)).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});

describe("A33: no instant after the year 9999", () => {
  const nearTheEnd = (given: Given): Bench => {
    const bench = new Bench();
    bench.now = Date.UTC(9999, 10, 15);
    expect(bench.grant(given)).toBeNull();
    return bench;
  };

  it("a row whose next reset would be later never resets again", () => {
    const bench = nearTheEnd({ reset: month });
    expect(bench.balance()?.nextResetAt).toBe(Date.UTC(9999, 11, 15));
    bench.track("30");
    bench.now = Date.UTC(9999, 11, 31);
    expect([bench.figures(), bench.balance()?.nextResetAt]).toEqual(["100 100 0 0", null]);
    expect(nearTheEnd({ reset: every("day", 47) }).balance()?.nextResetAt).toBeNull();
    expect(nearTheEnd({ reset: every("day", 46) }).balance()?.nextResetAt).not.toBeNull();
  });

  it("a rollover that would expire later never expires", () => {
    const bench = nearTheEnd({ reset: month, rollover: carries() });
    bench.now = Date.UTC(9999, 11, 31);
    expect(bench.balance()?.rollovers.map(({ expiresAt }) => expiresAt)).toEqual([null]);
  });
});

function rising(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => String(index + 1));
}
