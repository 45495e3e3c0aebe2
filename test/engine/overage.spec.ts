import { describe, expect, test } from "vitest";
import {
  type Amount,
  amount,
  formatAmount,
  LIMIT,
  minus,
  plus,
  SMALLEST,
} from "../../src/engine/amount.ts";
import { check } from "../../src/engine/check.ts";
import type { CheckAnswer, Checked } from "../../src/engine/command.ts";
import type { BillingControls, SpendLimit } from "../../src/engine/customer.ts";
import type { Catalog, Json } from "../../src/engine/feature.ts";
import type { Refusal } from "../../src/engine/refusal.ts";
import { isRefusal } from "../../src/engine/scene.ts";
import { checkAndTrack } from "../../src/engine/take.ts";
import type { View } from "../../src/engine/view.ts";
import { Bench, CATALOG, feature, usageLimit } from "../support/engine.ts";
import { viewsOf } from "../support/histories.ts";

const LARGEST = minus(LIMIT, SMALLEST);
const OVERAGE = { overageAllowed: true } as const;

const PRICE = {
  ...{ amount: amount("1"), tiers: null, tierBehavior: null, billingUnits: amount("1") },
  billingMethod: "usage_based",
} as const;

interface Row {
  readonly title: string;
  readonly story: (bench: Bench) => void;
  readonly featureId?: string;
  readonly entityId?: string;
  readonly properties?: Json;
  /** What may be had now; null: without end. */
  readonly available: string | null;
  /** Why more is refused, and how much more; left out: by the smallest amount more. */
  readonly reason?: string;
  readonly step?: string;
  /** What a taking finds where several balances add up; left out: the same. */
  readonly together?: string;
}

const OVERDRAWN: readonly Row[] = [
  {
    title: "D15 a row that may not go below zero gives what it has",
    story: (bench) => bench.grant(),
    ...{ available: "100", reason: "INSUFFICIENT_BALANCE" },
  },
  {
    title: "D15 one that may, without a ceiling, has no end",
    story: (bench) => bench.grant(OVERAGE),
    available: null,
  },
  {
    title: "O1 one that may, down to its ceiling",
    story: (bench) => bench.grant({ ...OVERAGE, maxPurchase: amount("20") }),
    ...{ available: "120", reason: "PURCHASE_LIMIT" },
  },
  {
    title: "O1 what it stands below zero is taken off its ceiling",
    story: (bench) => {
      bench.grant({ ...OVERAGE, maxPurchase: amount("20"), balance: amount("-12.5") });
    },
    ...{ available: "7.5", reason: "PURCHASE_LIMIT" },
  },
  {
    title: "A20 what a sibling stands below zero is not",
    story: (bench) => {
      bench.grant({ ...OVERAGE, includedGrant: amount("10"), maxPurchase: amount("20") });
      bench.grant({ includedGrant: amount("50"), balance: amount("-60") });
    },
    ...{ available: "30", reason: "PURCHASE_LIMIT" },
  },
  {
    title: "A20 a row below its ceiling adds nothing, and takes nothing from its sibling",
    story: (bench) => {
      bench.grant({ ...OVERAGE, maxPurchase: amount("20"), balance: amount("-50") });
      bench.grant({ ...OVERAGE, maxPurchase: amount("30"), balance: amount("-10") });
    },
    ...{ available: "20", reason: "PURCHASE_LIMIT" },
  },
  {
    title: "A20 ceilings add up, that of a row which may not go below zero aside",
    story: (bench) => {
      bench.grant({ ...OVERAGE, includedGrant: amount("10"), maxPurchase: amount("20") });
      bench.grant({ ...OVERAGE, includedGrant: amount("5"), maxPurchase: amount("5") });
      bench.grant({ includedGrant: amount("1"), maxPurchase: amount("1000") });
    },
    ...{ available: "41", reason: "PURCHASE_LIMIT" },
  },
  {
    title: "A20 one row without a ceiling among others that have one: without end",
    story: (bench) => {
      bench.grant({ ...OVERAGE, maxPurchase: amount("20") });
      bench.grant(OVERAGE);
    },
    available: null,
  },
  {
    title: "A20 a ceiling of 0",
    story: (bench) => bench.grant({ ...OVERAGE, maxPurchase: amount("0") }),
    ...{ available: "100", reason: "PURCHASE_LIMIT" },
  },
  {
    title: "D15 a control allows all rows, down to their ceilings",
    story: (bench) => {
      bench.grant({ maxPurchase: amount("20") });
      bench.grant({ maxPurchase: amount("3") });
      allowOverage(bench, true);
    },
    ...{ available: "223", reason: "PURCHASE_LIMIT" },
  },
  {
    title: "D15 a control allows rows without a ceiling: without end",
    story: (bench) => {
      bench.grant();
      allowOverage(bench, true);
    },
    available: null,
  },
  {
    title: "O2 a control adds nothing where a row may go below zero by its own nature",
    story: (bench) => {
      bench.grant({ ...OVERAGE, maxPurchase: amount("20") });
      bench.grant({ includedGrant: amount("50") });
      allowOverage(bench, true);
    },
    ...{ available: "170", reason: "PURCHASE_LIMIT" },
  },
  {
    title: "D15 a control forbids what a row may by its own nature",
    story: (bench) => {
      bench.grant(OVERAGE);
      allowOverage(bench, false);
    },
    ...{ available: "100", reason: "INSUFFICIENT_BALANCE" },
  },
  {
    title: "D15 a control on another feature is of no account",
    story: (bench) => {
      bench.grant();
      control(bench, { overageAllowed: [{ featureId: "actions", enabled: true }] });
    },
    ...{ available: "100", reason: "INSUFFICIENT_BALANCE" },
  },
  {
    title: "D15 an entity's control stands in the customer's place",
    story: (bench) => {
      bench.entity("ada");
      bench.grant();
      allowOverage(bench, false);
      const billingControls = { overageAllowed: [{ featureId: "messages", enabled: true }] };
      bench.run({ type: "updateEntity", customerId: "cus", entityId: "ada", billingControls });
    },
    ...{ entityId: "ada", available: null },
  },
  {
    title: "D15 a free seat may not go below zero where all or nothing is taken",
    story: (bench) => bench.grant({ featureId: "users", includedGrant: amount("2") }),
    ...{ featureId: "users", available: "2", reason: "INSUFFICIENT_BALANCE" },
  },
];

const SPEND: readonly Row[] = [
  {
    title: "O3 a spend limit replaces the ceiling, above it",
    story: (bench) => {
      bench.grant({ ...OVERAGE, maxPurchase: amount("20") });
      limitSpend(bench, "50");
    },
    ...{ available: "150", reason: "SPEND_LIMIT" },
  },
  {
    title: "O3 and below it, or where there is none",
    story: (bench) => {
      bench.grant({ ...OVERAGE, maxPurchase: amount("20") });
      bench.grant(OVERAGE);
      limitSpend(bench, "5");
    },
    ...{ available: "205", reason: "SPEND_LIMIT" },
  },
  {
    title: "O3 all overage in view is taken off the budget, a sibling's too",
    story: (bench) => {
      bench.grant({ ...OVERAGE, balance: amount("-10") });
      bench.grant({ balance: amount("-60") });
      limitSpend(bench, "100");
    },
    ...{ available: "30", reason: "SPEND_LIMIT" },
  },
  {
    title: "O3 a budget that is overspent is 0",
    story: (bench) => {
      bench.grant({ ...OVERAGE, balance: amount("-60") });
      bench.grant({ includedGrant: amount("7") });
      limitSpend(bench, "50");
    },
    ...{ available: "7", reason: "SPEND_LIMIT" },
  },
  {
    title: "A20 a spend limit gives nothing where no row may go below zero",
    story: (bench) => {
      bench.grant();
      limitSpend(bench, "50");
    },
    ...{ available: "100", reason: "INSUFFICIENT_BALANCE" },
  },
  {
    title: "O7 a spend limit on overage that a control allows",
    story: (bench) => {
      bench.grant({ maxPurchase: amount("20") });
      allowOverage(bench, true, [spendLimit("50")]);
    },
    ...{ available: "150", reason: "SPEND_LIMIT" },
  },
  {
    title: "O6 a spend limit that is switched off",
    story: (bench) => {
      bench.grant({ ...OVERAGE, maxPurchase: amount("20") });
      control(bench, { spendLimits: [spendLimit("50", { enabled: false })] });
    },
    ...{ available: "120", reason: "PURCHASE_LIMIT" },
  },
  {
    title: "O4 a spend limit as a share of the recurring plans' allowance",
    story: (bench) => {
      const reset = { interval: "month", intervalCount: 1 } as const;
      bench.grant({ ...OVERAGE, planId: "pro", reset });
      const limitType = "usage_percentage";
      control(bench, { spendLimits: [spendLimit("30", { limitType })] });
    },
    ...{ available: "130", reason: "SPEND_LIMIT" },
  },
];

const SLICES: readonly Row[] = [
  {
    title: "A20 a row without slices adds nothing",
    story: (bench) => bench.grant({ ...OVERAGE, perEntityFeatureId: "users", planId: "team" }),
    ...{ available: "0", reason: "INSUFFICIENT_BALANCE" },
  },
  {
    title: "A20 nor does it where it is unlimited",
    story: (bench) => {
      bench.grant({ unlimited: true, perEntityFeatureId: "users", planId: "team" });
      bench.grant({ includedGrant: amount("10") });
    },
    ...{ available: "10", reason: "INSUFFICIENT_BALANCE" },
  },
  {
    title: "A20 nor to a sibling; but it may go below zero by nature, so a control adds nothing",
    story: (bench) => {
      bench.grant({ ...OVERAGE, perEntityFeatureId: "users", planId: "team" });
      bench.grant({ includedGrant: amount("10") });
      allowOverage(bench, true);
    },
    ...{ available: "10", reason: "INSUFFICIENT_BALANCE" },
  },
  {
    title: "A20 each slice has the ceiling for itself",
    story: (bench) => {
      dealtOut(bench);
      bench.track("105", { entityId: "ada" });
    },
    ...{ available: "135", reason: "PURCHASE_LIMIT" },
  },
  {
    title: "V2 an entity has the ceiling of its own slice",
    story: (bench) => {
      dealtOut(bench);
      bench.track("105", { entityId: "ada" });
    },
    ...{ entityId: "ada", available: "15", reason: "PURCHASE_LIMIT" },
  },
  {
    title: "O3 the slices share one spend budget",
    story: (bench) => {
      dealtOut(bench);
      bench.track("105", { entityId: "ada" });
      limitSpend(bench, "30");
    },
    ...{ available: "125", reason: "SPEND_LIMIT" },
  },
];

const LIMITS: readonly Row[] = [
  {
    title: "D4 unlimited has no end",
    story: (bench) => bench.grant({ unlimited: true }),
    available: null,
  },
  {
    title: "W10 nor does a usage limit bind it",
    story: (bench) => {
      bench.grant({ unlimited: true });
      control(bench, { usageLimits: [usageLimit("messages", "5")] });
    },
    available: null,
  },
  {
    title: "W10 a usage limit leaves less than there is",
    story: (bench) => {
      bench.grant(OVERAGE);
      control(bench, { usageLimits: [usageLimit("messages", "5")] });
      bench.track("2");
    },
    ...{ available: "3", reason: "USAGE_LIMIT" },
  },
  {
    title: "W10 or more",
    story: (bench) => {
      bench.grant();
      control(bench, { usageLimits: [usageLimit("messages", "500")] });
    },
    ...{ available: "100", reason: "INSUFFICIENT_BALANCE" },
  },
  {
    title: "A21 a limit with a filter binds what matches it",
    story: filtered,
    ...{ properties: { model: "x", tier: "2", beta: true, other: null } },
    ...{ available: "5", reason: "USAGE_LIMIT" },
  },
  ...(
    [
      ["nothing is said of the event", undefined],
      ["a property is missing", { model: "x", tier: 2 }],
      ["a property differs", { model: "y", tier: 2, beta: true }],
      ["a boolean is not true", { model: "x", tier: 2, beta: false }],
      ["a list is no text", { model: ["x"], tier: 2, beta: true }],
      ["nor is null, or an object", { model: "x", tier: 2, beta: { toString: "true" } }],
    ] as const
  ).map(([title, properties]) => ({
    title: `A21 a limit with a filter does not bind where ${title}`,
    story: filtered,
    ...(properties && { properties }),
    ...{ available: "100", reason: "INSUFFICIENT_BALANCE" },
  })),
  {
    title: "A21 the word null is not null",
    story: (bench) => limitWhere(bench, { model: "null" }),
    ...{ properties: { model: null }, available: "100", reason: "INSUFFICIENT_BALANCE" },
  },
  {
    title: "W2 a limit on credits, asked of the credits themselves, leaves rollovers out",
    story: (bench) => {
      carryCredits(bench);
      control(bench, { usageLimits: [usageLimit("credits", "1")] });
    },
    ...{ featureId: "credits", available: "3", reason: "USAGE_LIMIT" },
  },
  {
    title: "W2 or of what they pay for",
    story: (bench) => {
      carryCredits(bench);
      control(bench, { usageLimits: [usageLimit("credits", "1")] });
    },
    ...{ featureId: "actions", available: "15", reason: "USAGE_LIMIT", step: "0.000000001" },
  },
  {
    title: "W2 a limit on the units that credits pay for counts units",
    story: (bench) => {
      carryCredits(bench);
      control(bench, { usageLimits: [usageLimit("actions", "4")] });
    },
    ...{ featureId: "actions", available: "4", reason: "USAGE_LIMIT" },
  },
];

const CREDITS: readonly Row[] = [
  {
    title: "C4 credits are told as units, rollovers included",
    story: carryCredits,
    ...{ featureId: "actions", available: "510", reason: "INSUFFICIENT_BALANCE" },
    step: "0.000000001",
  },
  {
    title: "C4 rounded down to what they pay for in full",
    story: (bench) => bench.grant({ featureId: "tokens", includedGrant: amount("200") }),
    ...{ featureId: "messages", available: "66.6666666666", reason: "INSUFFICIENT_BALANCE" },
  },
  {
    title: "C4 overage of credits, in units",
    story: (bench) => {
      const given = { includedGrant: amount("3"), maxPurchase: amount("3") };
      bench.grant({ ...OVERAGE, ...given, featureId: "tokens" });
    },
    ...{ featureId: "messages", available: "2", reason: "PURCHASE_LIMIT" },
  },
  {
    title: "C4 the own balance, where it allows more than the credits",
    story: (bench) => {
      bench.grant();
      bench.grant({ featureId: "tokens", includedGrant: amount("9") });
    },
    ...{ featureId: "messages", available: "100", reason: "INSUFFICIENT_BALANCE" },
    together: "103",
  },
  {
    title: "C4 the credits, where they allow more than the own balance: they do not add up",
    story: (bench) => {
      bench.grant({ includedGrant: amount("7") });
      bench.grant({ featureId: "tokens" });
    },
    ...{ featureId: "messages", available: "33.3333333333", reason: "INSUFFICIENT_BALANCE" },
    together: "40.3333333333",
  },
  {
    title: "C4 the last credits that are chosen allow most",
    story: (bench) => {
      bench.grant({ featureId: "tokens", includedGrant: amount("9") });
      bench.grant({ featureId: "coins", includedGrant: amount("20") });
    },
    ...{ featureId: "messages", available: "20", reason: "INSUFFICIENT_BALANCE" },
    together: "23",
  },
  {
    title: "C4 credits that are chosen for amounts which they cannot pay add nothing",
    story: (bench) => {
      bench.grant({ featureId: "tokens", includedGrant: amount("9") });
      bench.grant({ featureId: "beads", includedGrant: amount("13.5") });
    },
    ...{ featureId: "messages", available: "3", reason: "INSUFFICIENT_BALANCE" },
    together: "12",
  },
  {
    title: "C4 nor do credits that an earlier balance leaves no amount to",
    story: (bench) => {
      bench.grant();
      bench.grant({ featureId: "tokens", includedGrant: amount("9") });
      bench.grant({ featureId: "coins", includedGrant: amount("20") });
    },
    ...{ featureId: "messages", available: "100", reason: "INSUFFICIENT_BALANCE" },
    together: "123",
  },
  {
    title: "C4 credits are chosen for no more units than they are, whatever those cost",
    story: (bench) => {
      bench.grant({ featureId: "tokens", includedGrant: amount("9") });
      bench.grant({ featureId: "crumbs", includedGrant: amount("20") });
    },
    ...{ featureId: "messages", available: "20", reason: "INSUFFICIENT_BALANCE" },
    ...{ step: "0.000000001", together: "103" },
  },
  {
    title: "C4 the first credits, as none is chosen by its units",
    story: (bench) => {
      bench.grant({ featureId: "credits", includedGrant: amount("3") });
    },
    ...{ featureId: "actions", available: "15", reason: "INSUFFICIENT_BALANCE" },
    step: "0.000000001",
  },
  {
    title: "D4 own balance and unlimited credits: without end",
    story: (bench) => {
      bench.grant();
      bench.grant({ featureId: "tokens", unlimited: true });
    },
    ...{ featureId: "messages", available: null },
  },
  {
    title: "O2 a row of credits that may go below zero keeps no control from the feature's own",
    story: (bench) => {
      bench.grant({ featureId: "actions", includedGrant: amount("10"), maxPurchase: amount("20") });
      const none = { includedGrant: amount("0"), maxPurchase: amount("0") };
      bench.grant({ ...OVERAGE, ...none, featureId: "credits" });
      control(bench, { overageAllowed: [{ featureId: "actions", enabled: true }] });
    },
    ...{ featureId: "actions", available: "30", reason: "PURCHASE_LIMIT", step: "0.000000001" },
  },
  {
    title: "A20 beyond what is paid in full there is what rounds to 0",
    story: (bench) => bench.grant({ featureId: "dust", includedGrant: amount("0") }),
    ...{ featureId: "messages", available: "0", reason: "INSUFFICIENT_BALANCE", step: "0.5" },
  },
];

/** What messages cost of each. */
const PAID: Catalog = {
  ...CATALOG,
  features: [
    ...CATALOG.features,
    ...(
      [
        ["tokens", "3"],
        ["coins", "1"],
        ["dust", "0.0000000001"],
        ["beads", "1.5"],
        ["crumbs", "0.2"],
      ] as const
    ).map(([featureId, cost]) =>
      feature(featureId, {
        type: "credit_system",
        creditSchema: [{ meteredFeatureId: "messages", creditCost: amount(cost) }],
      }),
    ),
  ],
};

describe.each([
  ["how far below zero", OVERDRAWN],
  ["spend limits", SPEND],
  ["slices", SLICES],
  ["limits", LIMITS],
  ["credits", CREDITS],
])("A20 %s", (_group, rows) => {
  test.each(rows)("$title", ({ story, available, reason, step = "1e-10", together, ...asked }) => {
    const bench = new Bench(PAID);
    story(bench);
    const most = amount(available ?? "1e15");
    const told = ask(bench, asked, most);
    expect(told.available === null ? null : formatAmount(told.available)).toBe(available);
    expect([told.allowed, told.reason]).toEqual([true, null]);
    const covered = together === undefined ? most : amount(together);
    expect(takes(bench, asked, covered).allowed).toBe(true);
    if (available === null) return;
    const more = plus(most, amount(step));
    expect(ask(bench, asked, more)).toMatchObject({ allowed: false, reason });
    expect(takes(bench, asked, plus(covered, amount(step)))).toMatchObject({
      allowed: false,
      reason,
    });
  });
});

test.each([
  ["a free seat", null, "2 0 5 3"],
  ["a seat with a price", PRICE, "2 0 2 0"],
])("D15 %s, where what fits is taken", (_title, price, figures) => {
  const bench = new Bench();
  bench.grant({ featureId: "users", includedGrant: amount("2"), planId: "team", price });
  bench.track("5", { featureId: "users" });
  expect(bench.figures("users")).toBe(figures);
});

test.each([
  ["ignores a ceiling", {}, "100 0 150 50"],
  ["ignores that a row may not go below zero", { overageAllowed: false }, "100 0 150 50"],
] as const)("D14 overflow %s", (_title, given, figures) => {
  const bench = new Bench();
  bench.grant({ ...OVERAGE, maxPurchase: amount("20"), ...given });
  bench.track("150", { overageBehavior: "overflow" });
  expect(bench.figures()).toBe(figures);
});

test("D12 a row stops at its ceiling, the next that has none takes the rest", () => {
  const bench = new Bench();
  bench.grant({ ...OVERAGE, maxPurchase: amount("20") });
  bench.grant(OVERAGE);
  bench.track("250", { overageBehavior: "reject" });
  expect(bench.rows()).toBe("g1 -20, g2 -30");
});

test("O3 overflow keeps to a spend limit", () => {
  const bench = new Bench();
  bench.grant({ maxPurchase: amount("20") });
  limitSpend(bench, "30");
  bench.track("150", { overageBehavior: "overflow" });
  expect(bench.figures()).toBe("100 0 130 30");
});

describe("A20 what rounds to 0", () => {
  const messages = { featureId: "messages" };

  test("is allowed at 0, and takes 0", () => {
    const bench = new Bench(PAID);
    bench.grant({ featureId: "dust", includedGrant: amount("0") });
    const value = amount("0.4999999999");
    expect(ask(bench, messages, value)).toMatchObject({ allowed: true, requiredBalance: 0n });
    expect(takes(bench, messages, value)).toMatchObject({ allowed: true, deductions: [] });
    expect(bench.track("0.4999999999", { overageBehavior: "reject" })).toBeNull();
    expect(bench.track("0.5", { overageBehavior: "reject" })?.code).toBe("INSUFFICIENT_BALANCE");
    expect(bench.figures("dust")).toBe("0 0 0 0");
  });

  test("is paid by what is there, before it is waived", () => {
    const bench = new Bench(PAID);
    bench.grant({ featureId: "dust", includedGrant: amount("0") });
    bench.grant({ featureId: "coins", includedGrant: amount("1") });
    bench.track("0.4");
    expect(bench.figures("coins")).toBe("1 0.6 0.4 0");
  });

  test("is waived where it rounds to 0 for one of those that could pay", () => {
    const bench = new Bench(PAID);
    bench.grant({ featureId: "coins", includedGrant: amount("0") });
    bench.grant({ featureId: "dust", includedGrant: amount("0") });
    expect(ask(bench, messages, amount("0.4")).allowed).toBe(false);
    expect(takes(bench, messages, amount("0.4"))).toMatchObject({ allowed: true, deductions: [] });
  });

  test("is not asked of the next that could pay", () => {
    const bench = new Bench(PAID);
    bench.grant({ featureId: "crumbs", includedGrant: amount("0.5") });
    bench.grant({ featureId: "coins" });
    bench.track("2.5000000002");
    expect([bench.figures("crumbs"), bench.figures("coins")]).toEqual([
      "0.5 0 0.5 0",
      "100 100 0 0",
    ]);
  });

  test("is allowed where a row without slices would pay", () => {
    const bench = new Bench(PAID);
    bench.grant({ featureId: "dust", perEntityFeatureId: "users", planId: "team" });
    expect(takes(bench, messages, amount("0.4")).allowed).toBe(true);
    expect(takes(bench, messages, amount("0.5")).allowed).toBe(false);
  });

  test("a cost is compared rounded: 0.2 x 2.5000000002 fits into 0.5, x 2.5000000003 does not", () => {
    const bench = new Bench();
    bench.grant({ featureId: "credits", includedGrant: amount("0.5") });
    const actions = { featureId: "actions" };
    const [fits, not] = [amount("2.5000000002"), amount("2.5000000003")];
    expect([ask(bench, actions, fits).allowed, ask(bench, actions, not).allowed]).toEqual([
      true,
      false,
    ]);
    expect(takes(bench, actions, not).allowed).toBe(false);
    expect(takes(bench, actions, fits)).toMatchObject({ deductions: [{ value: amount("0.5") }] });
  });
});

describe("what is available besides", () => {
  test.each([
    ["of a flag that is granted, without end", true, null],
    ["of a flag that is not, nothing", false, "0"],
  ])("%s", (_title, granted, available) => {
    const bench = new Bench();
    if (granted) bench.grant({ featureId: "dashboard", includedGrant: null });
    const told = ask(bench, { featureId: "dashboard" }, amount("1")).available;
    expect(told === null ? null : formatAmount(told)).toBe(available);
  });

  test("C1 of nothing owned, nothing", () => {
    expect(ask(new Bench(), {}, amount("1"))).toMatchObject({ allowed: false, available: 0n });
  });

  test("no more than may be asked for", () => {
    const bench = new Bench(PAID);
    bench.grant({ featureId: "dust" });
    expect(ask(bench, { featureId: "messages" }, amount("1")).available).toBe(
      amount("1000000000000"),
    );
    bench.grant({ featureId: "dust", includedGrant: amount("100000000") });
    expect(ask(bench, { featureId: "messages" }, LARGEST)).toMatchObject({
      ...{ allowed: true, available: LARGEST },
    });
  });
});

interface Asked {
  readonly featureId?: string;
  readonly entityId?: string;
  readonly properties?: Json;
}

function ask(bench: Bench, asked: Asked, value: Amount): Checked {
  const { featureId = "messages", entityId = null, properties = null } = asked;
  const wish = { customerId: "cus", featureId, entityId, properties, requiredBalance: value };
  return answered(check(viewIn(bench, entityId), wish));
}

function takes(bench: Bench, asked: Asked, value: Amount): CheckAnswer {
  const { featureId = "messages", entityId = null, properties = null } = asked;
  const wish = { customerId: "cus", featureId, entityId, properties, requiredBalance: value };
  const act = checkAndTrack(viewIn(bench, entityId), { type: "checkAndTrack", ...wish });
  return answered(isRefusal(act) ? act : act.result);
}

function answered<T extends object>(answer: T | Refusal): T {
  if (isRefusal(answer)) throw new Error(answer.code);
  return answer;
}

function viewIn(bench: Bench, entityId: string | null): View {
  const view = viewsOf(bench).find((candidate) => candidate.entityId === entityId);
  if (!view) throw new Error("no such view");
  return view;
}

/** 100 for each of ada and ben, who may each go 20 below zero. */
function dealtOut(bench: Bench): void {
  bench.entity("ada");
  bench.entity("ben");
  const given = { perEntityFeatureId: "users", planId: "team", maxPurchase: amount("20") };
  bench.grant({ ...OVERAGE, ...given });
}

/** 100 credits, and 2 that were carried over. */
function carryCredits(bench: Bench): void {
  const rollover = { balance: amount("2"), usage: amount("0"), expiresAt: null };
  bench.grant({ featureId: "credits", rollovers: [rollover] });
}

function filtered(bench: Bench): void {
  limitWhere(bench, { model: "x", tier: 2, beta: "true" });
}

function limitWhere(bench: Bench, properties: Json): void {
  bench.grant();
  control(bench, { usageLimits: [usageLimit("messages", "5", { filter: { properties } })] });
}

function allowOverage(bench: Bench, enabled: boolean, spendLimits: SpendLimit[] = []): void {
  control(bench, { overageAllowed: [{ featureId: "messages", enabled }], spendLimits });
}

function limitSpend(bench: Bench, overageLimit: string): void {
  control(bench, { spendLimits: [spendLimit(overageLimit)] });
}

function spendLimit(overageLimit: string, given: Partial<SpendLimit> = {}): SpendLimit {
  return {
    featureId: "messages",
    enabled: true,
    overageLimit: amount(overageLimit),
    limitType: "absolute",
    skipOverageBilling: false,
    ...given,
  };
}

function control(bench: Bench, billingControls: Partial<BillingControls>): void {
  bench.run({ type: "updateCustomer", customerId: "cus", billingControls });
}
