import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import { controlIssues, mergedControls } from "../../src/engine/control-rules.ts";
import {
  type AutoTopup,
  type BillingControls,
  NO_CONTROLS,
  type SpendLimit,
  type UsageAlert,
} from "../../src/engine/customer.ts";
import type { Json } from "../../src/engine/feature.ts";
import type { Refusal } from "../../src/engine/refusal.ts";
import { Bench, CATALOG, usageLimit } from "../support/engine.ts";

const limit = (filter: Json | null, featureId = "messages") =>
  usageLimit(featureId, "5", { filter });
const spend = (given: Partial<SpendLimit> = {}): SpendLimit => ({
  featureId: "messages",
  enabled: true,
  overageLimit: amount("5"),
  limitType: "absolute",
  skipOverageBilling: false,
  ...given,
});
const alert = (given: Partial<UsageAlert> = {}): UsageAlert => ({
  featureId: "messages",
  enabled: true,
  threshold: amount("5"),
  thresholdType: "usage",
  name: null,
  ...given,
});
const topup = (given: Partial<AutoTopup> = {}): AutoTopup => ({
  featureId: "messages",
  enabled: true,
  threshold: amount("5"),
  quantity: amount("1"),
  ...given,
});
const overage = (featureId = "messages") => ({ featureId, enabled: true });
const many = <T>(count: number, entry: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => entry(index));
const distinct = (index: number) => limit({ properties: { index } });

type Given = Partial<BillingControls>;

/** What is given, and the fields refused, of the list's own path on. */
const TABLE: readonly [rule: string, title: string, given: Given, refused: readonly string[]][] = [
  ["A21", "no filter", { usageLimits: [limit(null)] }, []],
  ["A21", "one property", { usageLimits: [limit({ properties: { a: "x" } })] }, []],
  [
    "A21",
    "four properties of every kind",
    { usageLimits: [limit({ properties: { a: "", b: 0, c: false, d: -1.5 } })] },
    [],
  ],
  [
    "A21",
    "every other shape",
    {
      usageLimits: [
        limit({}),
        limit({ model: "x" }),
        limit({ properties: {} }),
        limit({ properties: null }),
        limit({ properties: "x" }),
        limit({ properties: ["x"] }),
        limit({ properties: { a: "x" }, also: 1 }),
        limit({ properties: { a: 1, b: 2, c: 3, d: 4, e: 5 } }),
        limit({ properties: { a: null } }),
        limit({ properties: { a: "x", b: ["x"] } }),
        limit({ properties: { a: { is: "x" } } }),
      ].map((one, index) => ({ ...one, featureId: CATALOG.features[index % 5]?.featureId ?? "" })),
    },
    many(11, (index) => `usageLimits.${index}.filter`),
  ],
  [
    "A21",
    "an unknown feature of a limit",
    { usageLimits: [limit(null, "ghost")] },
    ["usageLimits.0.featureId"],
  ],
  [
    "A21",
    "of a spend limit",
    { spendLimits: [spend(), spend({ featureId: "ghost" })] },
    ["spendLimits.1.featureId"],
  ],
  ["A21", "a spend limit of no feature", { spendLimits: [spend({ featureId: null })] }, []],
  [
    "A21",
    "of an overage control",
    { overageAllowed: [overage("ghost")] },
    ["overageAllowed.0.featureId"],
  ],
  [
    "A21",
    "of an alert",
    { usageAlerts: [alert({ featureId: "ghost" })] },
    ["usageAlerts.0.featureId"],
  ],
  ["A21", "an alert of every feature", { usageAlerts: [alert({ featureId: null })] }, []],
  [
    "A21",
    "of a top-up",
    { autoTopups: [topup({ featureId: "ghost" })] },
    ["autoTopups.0.featureId"],
  ],
  [
    "K4",
    "one limit a feature and filter",
    { usageLimits: [limit(null), limit(null), limit(null, "actions")] },
    ["usageLimits.1.featureId"],
  ],
  [
    "K4",
    "filters that read the same are the same",
    { usageLimits: [limit({ properties: { a: 4 } }), limit({ properties: { a: "4" } })] },
    ["usageLimits.1.featureId"],
  ],
  [
    "K4",
    "one spend limit a feature, and one of none",
    { spendLimits: [spend(), spend({ featureId: null }), spend(), spend({ featureId: null })] },
    ["spendLimits.2.featureId", "spendLimits.3.featureId"],
  ],
  [
    "K4",
    "one overage control a feature",
    { overageAllowed: [overage(), overage()] },
    ["overageAllowed.1.featureId"],
  ],
  ["K4", "one top-up a feature", { autoTopups: [topup(), topup()] }, ["autoTopups.1.featureId"]],
  ["K6", "as many alerts of one feature as are wanted", { usageAlerts: [alert(), alert()] }, []],
  ["W1", "a limit of 0", { usageLimits: [usageLimit("messages", "0")] }, []],
  [
    "W1",
    "a limit below 0",
    { usageLimits: [usageLimit("messages", "-0.0000000001")] },
    ["usageLimits.0.limit"],
  ],
  [
    "O3",
    "a spend limit without end, and of 0",
    {
      spendLimits: [
        spend({ overageLimit: null }),
        spend({ featureId: "actions", overageLimit: amount("0") }),
      ],
    },
    [],
  ],
  [
    "O3",
    "a spend limit below 0",
    { spendLimits: [spend({ overageLimit: amount("-1") })] },
    ["spendLimits.0.overageLimit"],
  ],
  ["K6", "a threshold of 0", { usageAlerts: [alert({ threshold: amount("0") })] }, []],
  [
    "K6",
    "a threshold below 0",
    { usageAlerts: [alert({ threshold: amount("-1") })] },
    ["usageAlerts.0.threshold"],
  ],
  [
    "K6",
    "all that remains",
    { usageAlerts: [alert({ threshold: amount("100"), thresholdType: "remaining_percentage" })] },
    [],
  ],
  [
    "K6",
    "more than remains",
    { usageAlerts: [alert({ threshold: amount("100.1"), thresholdType: "remaining_percentage" })] },
    ["usageAlerts.0.threshold"],
  ],
  [
    "K6",
    "more usage than is granted",
    { usageAlerts: [alert({ threshold: amount("100.1"), thresholdType: "usage_percentage" })] },
    [],
  ],
  [
    "K6",
    "a top-up of 1, below 0",
    { autoTopups: [topup({ quantity: amount("1"), threshold: amount("-1") })] },
    [],
  ],
  [
    "K6",
    "a top-up of less",
    { autoTopups: [topup({ quantity: amount("0.9999999999") })] },
    ["autoTopups.0.quantity"],
  ],
  ["ceilings", "100 limits", { usageLimits: many(100, distinct) }, []],
  ["ceilings", "101 limits", { usageLimits: many(101, distinct) }, ["usageLimits"]],
  ["ceilings", "100 alerts", { usageAlerts: many(100, () => alert()) }, []],
  ["ceilings", "101 alerts", { usageAlerts: many(101, () => alert()) }, ["usageAlerts"]],
  [
    "ceilings",
    "101 of every other list",
    {
      spendLimits: many(101, () => spend()),
      overageAllowed: many(101, () => overage()),
      autoTopups: many(101, () => topup()),
    },
    ["spendLimits", "overageAllowed", "autoTopups"],
  ],
  [
    "K4",
    "all that are wrong at once",
    { usageLimits: [usageLimit("ghost", "-1")], autoTopups: [topup({ quantity: amount("0") })] },
    ["usageLimits.0.featureId", "usageLimits.0.limit", "autoTopups.0.quantity"],
  ],
];

function pathsOf(refusal: BillingControls | Refusal | null): readonly string[] {
  const issues = refusal && "issues" in refusal ? refusal.issues : [];
  return issues.map(({ path }) => path.join(".").replace("input.billingControls.", ""));
}

describe("billing controls", () => {
  it.each(TABLE)("%s %s", (_rule, _title, given, refused) => {
    expect(pathsOf(mergedControls(NO_CONTROLS, given, CATALOG))).toEqual(refused);
  });

  it("without a catalog every feature passes, and nothing else does", () => {
    const given = { usageLimits: [usageLimit("ghost", "-1")], overageAllowed: [overage("ghost")] };
    expect(controlIssues(given, null).map(({ path }) => path.slice(2).join("."))).toEqual([
      "usageLimits.0.limit",
    ]);
  });

  it("K4 a list given replaces that list, the others stay", () => {
    const current = { ...NO_CONTROLS, usageLimits: [limit(null)], usageAlerts: [alert()] };
    expect(mergedControls(current, { usageLimits: [], autoTopups: [topup()] }, CATALOG)).toEqual({
      ...NO_CONTROLS,
      usageAlerts: [alert()],
      autoTopups: [topup()],
    });
  });

  it("a stored list that is not given is not looked at", () => {
    const stale = { ...NO_CONTROLS, usageLimits: many(101, () => limit({ model: "x" }, "ghost")) };
    expect(mergedControls(stale, { usageAlerts: [alert()] }, CATALOG)).toEqual({
      ...stale,
      usageAlerts: [alert()],
    });
  });

  it("A21 an unknown feature is refused wherever controls are set, and changes nothing", () => {
    const bench = new Bench();
    const customer = { customerId: "cus" };
    const billingControls = { overageAllowed: [overage("ghost")] };
    const named = { ...customer, entityId: "a", name: null, billingControls };
    const fresh = { name: null, email: null, fingerprint: null, metadata: {}, config: {} };
    bench.entity("b");
    const { ledger } = bench;
    const refusals = [
      bench.run({ type: "updateCustomer", ...customer, billingControls }),
      bench.run({ type: "createEntity", ...named, featureId: "users" }),
      bench.run({ type: "updateEntity", ...named, entityId: "b" }),
    ];
    expect(refusals.map(pathsOf)).toEqual(many(3, () => ["overageAllowed.0.featureId"]));
    expect(bench.ledger).toBe(ledger);
    bench.ledger = null;
    const create = { type: "createCustomer", ...customer, ...fresh, testClock: null } as const;
    expect(pathsOf(bench.run({ ...create, billingControls }))).toEqual([
      "overageAllowed.0.featureId",
    ]);
    expect(bench.ledger).toBeNull();
  });
});
