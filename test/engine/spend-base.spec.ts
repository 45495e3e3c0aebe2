import { describe, expect, it } from "vitest";
import { amount, formatAmount } from "../../src/engine/amount.ts";
import type { CreateBalance } from "../../src/engine/command.ts";
import type { SpendLimit } from "../../src/engine/customer.ts";
import { Bench } from "../support/engine.ts";

const MONTHLY = { interval: "month", intervalCount: 1 } as const;
const ONE_OFF = { interval: "one_off", intervalCount: 1 } as const;
const MAIN = { planId: "pro", reset: MONTHLY, overageAllowed: true } as const;

function spend(bench: Bench, given: Partial<SpendLimit> = {}): void {
  const limit: SpendLimit = {
    featureId: "messages",
    enabled: true,
    overageLimit: amount("10"),
    limitType: "usage_percentage",
    skipOverageBilling: false,
    ...given,
  };
  const billingControls = { spendLimits: [limit] };
  expect(bench.run({ type: "updateCustomer", customerId: "cus", billingControls })).toBeNull();
}

interface Row {
  readonly title: string;
  readonly grants: readonly Partial<CreateBalance>[];
  /** Overage once far too much has been used. */
  readonly overage: string;
}

/** Ten percent of the base. */
const BASES: readonly Row[] = [
  { title: "a main plan that resets", grants: [MAIN], overage: "10" },
  {
    title: "all of them together",
    grants: [MAIN, { ...MAIN, planId: "team", includedGrant: amount("50") }],
    overage: "15",
  },
  {
    title: "not an add-on",
    grants: [MAIN, { planId: "extra", addOn: true, reset: MONTHLY }],
    overage: "10",
  },
  {
    title: "not what is prepaid",
    grants: [{ ...MAIN, prepaidGrant: amount("70") }],
    overage: "10",
  },
  { title: "not a standalone row", grants: [MAIN, { reset: MONTHLY }], overage: "10" },
  {
    title: "not a one-off plan",
    grants: [MAIN, { planId: "gift", reset: ONE_OFF }],
    overage: "10",
  },
  { title: "not a plan without a period", grants: [MAIN, { planId: "gift" }], overage: "10" },
  {
    title: "not rollovers",
    grants: [
      {
        ...MAIN,
        rollover: { max: null, maxPercentage: null, duration: "forever", length: 1 },
        rollovers: [{ balance: amount("90"), usage: amount("0"), expiresAt: null }],
      },
    ],
    overage: "10",
  },
];

describe("the base of a spend limit in percent (O4)", () => {
  it.each(BASES)("$title", ({ grants, overage }) => {
    const bench = new Bench();
    for (const grant of grants) expect(bench.grant(grant)).toBeNull();
    spend(bench);
    bench.track("10000");
    expect(formatAmount(bench.balance()?.overage ?? amount("-1"))).toBe(overage);
  });

  it("of nothing is no limit at all", () => {
    const bench = new Bench();
    bench.grant({ overageAllowed: true });
    spend(bench);
    bench.track("10000");
    expect(bench.figures()).toBe("100 0 10000 9900");
  });

  it("counts an allowance for each entity that has a slice of it", () => {
    const bench = new Bench();
    bench.entity("ada");
    bench.entity("ben");
    bench.grant({ ...MAIN, perEntityFeatureId: "users" });
    spend(bench);
    bench.track("10000");
    expect(bench.figures()).toBe("200 0 220 20");
  });

  it.each<[string, Partial<SpendLimit>, string]>([
    ["in units it has no base", { limitType: "absolute" }, "10"],
    ["without an amount it is none", { overageLimit: null }, "9900"],
    ["switched off it is none", { enabled: false }, "9900"],
    ["of no feature it limits none", { featureId: null }, "9900"],
    ["of another feature it does not limit this one", { featureId: "actions" }, "9900"],
  ])("%s", (_title, given, overage) => {
    const bench = new Bench();
    bench.grant(MAIN);
    spend(bench, given);
    bench.track("10000");
    expect(formatAmount(bench.balance()?.overage ?? amount("-1"))).toBe(overage);
  });

  it("measures what already stands below zero (O3)", () => {
    const bench = new Bench();
    bench.grant(MAIN);
    spend(bench);
    bench.track("106");
    bench.track("100");
    expect(bench.figures()).toBe("100 0 110 10");
    spend(bench, { overageLimit: amount("5") });
    bench.track("100");
    expect(bench.figures()).toBe("100 0 110 10");
  });
});

describe("maxPurchase (B7)", () => {
  const PRICE = {
    amount: amount("1"),
    tiers: null,
    tierBehavior: null,
    billingUnits: amount("1"),
    billingMethod: "usage_based",
  } as const;

  it.each<[string, readonly Partial<CreateBalance>[], string | null]>([
    ["nothing to buy", [{}], null],
    ["a ceiling on a free row that may not go below zero", [{ maxPurchase: amount("20") }], null],
    ["a ceiling", [{ ...MAIN, maxPurchase: amount("20") }], "20"],
    ["no ceiling", [MAIN], null],
    [
      "the sum of all ceilings",
      [
        { ...MAIN, maxPurchase: amount("20") },
        { ...MAIN, planId: "team", maxPurchase: amount("15") },
      ],
      "35",
    ],
    [
      "one without",
      [
        { ...MAIN, maxPurchase: amount("20") },
        { ...MAIN, planId: "team" },
      ],
      null,
    ],
    [
      "an add-on's counts as any other's",
      [
        { ...MAIN, maxPurchase: amount("20") },
        { ...MAIN, planId: "extra", addOn: true, maxPurchase: amount("15") },
      ],
      "35",
    ],
    ["what is prepaid can be bought", [{ prepaidGrant: amount("5") }], null],
    ["up to its ceiling", [{ prepaidGrant: amount("5"), maxPurchase: amount("20") }], "20"],
    [
      "prepaid without a ceiling beside one with",
      [{ ...MAIN, maxPurchase: amount("20") }, { prepaidGrant: amount("5") }],
      null,
    ],
    ["a price by use", [{ price: PRICE, maxPurchase: amount("20") }], "20"],
    [
      "a price in advance",
      [{ price: { ...PRICE, billingMethod: "prepaid" }, maxPurchase: amount("20") }],
      "20",
    ],
    [
      "a free row without a ceiling adds nothing",
      [{ ...MAIN, maxPurchase: amount("20") }, {}],
      "20",
    ],
  ])("%s", (_title, grants, expected) => {
    const bench = new Bench();
    for (const grant of grants) expect(bench.grant(grant)).toBeNull();
    const shown = bench.balance()?.maxPurchase;
    expect(shown == null ? null : formatAmount(shown)).toBe(expected);
  });
});
