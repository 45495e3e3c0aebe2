import { describe, expect, it } from "vitest";
import { amount, formatAmount } from "../../src/engine/amount.ts";
import type { CreateBalance } from "../../src/engine/command.ts";
import type { UsageLimit } from "../../src/engine/customer.ts";
import { usageLimitsOf } from "../../src/engine/limits.ts";
import { settle } from "../../src/engine/settle.ts";
import { Bench, CATALOG, DAY, START, usageLimit } from "../support/engine.ts";

const HOUR = DAY / 24;
const MONTHLY = { interval: "month", intervalCount: 1 } as const;

/** A grant of messages that resets so many days and hours from now. */
function resetting(days: number, given: Partial<CreateBalance> = {}): Partial<CreateBalance> {
  return { reset: MONTHLY, nextResetAt: START + days * DAY + 7 * HOUR, ...given };
}

function arm(bench: Bench, given: Partial<UsageLimit>, featureId = "messages"): void {
  const usageLimits = [usageLimit(featureId, "5", given)];
  const billingControls = { usageLimits };
  expect(bench.run({ type: "updateCustomer", customerId: "cus", billingControls })).toBeNull();
}

/** "usage until" of the customer's one limit, or of an entity's. */
function shown(bench: Bench, entityId: string | null = null): string {
  if (!bench.ledger) return "no ledger";
  const { ledger } = settle(bench.ledger, CATALOG, bench.now);
  const [limit] = usageLimitsOf(ledger, CATALOG, entityId, bench.now);
  const until = limit?.resetsAt == null ? "never" : new Date(limit.resetsAt).toISOString();
  return limit ? `${formatAmount(limit.usage)} until ${until.slice(0, 16)}` : "none";
}

interface Row {
  readonly title: string;
  readonly grants: readonly Partial<CreateBalance>[];
  readonly limit: Partial<UsageLimit>;
  readonly of?: string;
  readonly ends: string;
}

const ANCHORS: readonly Row[] = [
  {
    title: "a day ends at the hour of the balance's reset, not at midnight",
    grants: [resetting(3)],
    limit: { interval: "day" },
    ends: "2026-01-15T07:00",
  },
  {
    title: "a week ends on its weekday",
    grants: [resetting(10)],
    limit: { interval: "week" },
    ends: "2026-01-18T07:00",
  },
  {
    title: "a month ends with it",
    grants: [resetting(10)],
    limit: { interval: "month" },
    ends: "2026-01-25T07:00",
  },
  {
    title: "in UTC none of this matters",
    grants: [resetting(10)],
    limit: { interval: "month", anchor: "utc" },
    ends: "2026-02-01T00:00",
  },
  {
    title: "a balance that never resets leaves the calendar",
    grants: [{}],
    limit: { interval: "week" },
    ends: "2026-01-19T00:00",
  },
  {
    title: "a row that resets anchors it, though one that does not is older",
    grants: [{}, resetting(10)],
    limit: { interval: "month" },
    ends: "2026-01-25T07:00",
  },
  {
    title: "a plan's row before a standalone one",
    grants: [resetting(10), resetting(12, { planId: "pro" })],
    limit: { interval: "month" },
    ends: "2026-01-27T07:00",
  },
  {
    title: "a main plan's before an add-on's",
    grants: [resetting(10, { planId: "extra", addOn: true }), resetting(12, { planId: "pro" })],
    limit: { interval: "month" },
    ends: "2026-01-27T07:00",
  },
  {
    title: "an add-on's before a standalone one",
    grants: [resetting(10), resetting(12, { planId: "extra", addOn: true })],
    limit: { interval: "month" },
    ends: "2026-01-27T07:00",
  },
  {
    title: "of two alike the older, though the other resets first",
    grants: [resetting(12, { planId: "pro" }), resetting(10, { planId: "team" })],
    limit: { interval: "month" },
    ends: "2026-01-27T07:00",
  },
  {
    title: "its own row before that of the credits that can pay",
    grants: [
      resetting(10, { featureId: "credits", planId: "pro" }),
      resetting(12, { featureId: "actions" }),
    ],
    limit: { interval: "month" },
    of: "actions",
    ends: "2026-01-27T07:00",
  },
  {
    title: "the credits' where its own never resets",
    grants: [{ featureId: "actions" }, resetting(10, { featureId: "credits" })],
    limit: { interval: "month" },
    of: "actions",
    ends: "2026-01-25T07:00",
  },
  {
    title: "never that of a feature that the credits pay for",
    grants: [resetting(10, { featureId: "actions" })],
    limit: { interval: "month" },
    of: "credits",
    ends: "2026-02-01T00:00",
  },
];

describe("what a window is anchored to (W8)", () => {
  it.each(ANCHORS)("$title", ({ grants, limit, of = "messages", ends }) => {
    const bench = new Bench();
    for (const grant of grants) expect(bench.grant(grant)).toBeNull();
    arm(bench, limit, of);
    expect(shown(bench)).toBe(`0 until ${ends}`);
  });

  it("is the reset of a row in view: not of what an entity owns, for the customer", () => {
    const bench = new Bench();
    bench.entity("ada");
    bench.grant(resetting(10, { entityId: "ada" }));
    arm(bench, { interval: "month" });
    const billingControls = { usageLimits: [usageLimit("messages", "5")] };
    bench.run({ type: "updateEntity", customerId: "cus", entityId: "ada", billingControls });
    expect([shown(bench), shown(bench, "ada")]).toEqual([
      "0 until 2026-02-01T00:00",
      "0 until 2026-01-25T07:00",
    ]);
  });
});

describe("what a window has counted (W9)", () => {
  it.each<[string, Partial<UsageLimit>, number]>([
    ["a day", { interval: "day", anchor: "utc" }, Date.UTC(2026, 0, 16)],
    ["a week", { interval: "week", anchor: "utc" }, Date.UTC(2026, 0, 19)],
    ["a month", { interval: "month", anchor: "utc" }, Date.UTC(2026, 1, 1)],
    ["a year", { interval: "year", anchor: "utc" }, Date.UTC(2027, 0, 1)],
  ])("binds to the last millisecond of %s, and is gone with it", (_title, limit, end) => {
    const bench = new Bench();
    bench.grant();
    arm(bench, limit);
    bench.track("4");
    bench.now = end - 1;
    bench.track("4");
    expect(bench.figures()).toBe("100 95 5 0");
    bench.now = end;
    expect(shown(bench)).toMatch(/^0 until /);
    bench.track("4");
    expect(bench.figures()).toBe("100 91 9 0");
  });

  it("is gone where the window's end moves, though its beginning stays", () => {
    const bench = new Bench();
    bench.now = Date.UTC(2026, 5, 1); // A Monday, and the first of the month.
    bench.grant();
    arm(bench, { interval: "week", anchor: "utc" });
    bench.track("5");
    expect(shown(bench)).toBe("5 until 2026-06-08T00:00");
    arm(bench, { interval: "month", anchor: "utc" });
    expect(shown(bench)).toBe("0 until 2026-07-01T00:00");
  });

  it("is gone where its beginning moves, though its end stays", () => {
    const bench = new Bench();
    bench.now = Date.UTC(2026, 0, 31, 12);
    bench.grant();
    arm(bench, { interval: "month", anchor: "utc" });
    bench.track("5");
    arm(bench, { interval: "day", anchor: "utc" });
    expect(shown(bench)).toBe("0 until 2026-02-01T00:00");
  });

  it("of one limit is not another's: each feature and each filter counts by itself", () => {
    const bench = new Bench();
    bench.grant();
    bench.grant({ featureId: "actions" });
    const usageLimits = [
      usageLimit("messages", "5"),
      usageLimit("actions", "7", { enabled: false }),
    ];
    const billingControls = { usageLimits };
    bench.run({ type: "updateCustomer", customerId: "cus", billingControls });
    bench.track("3");
    bench.track("60", { featureId: "actions" });
    const { ledger } = bench;
    const counters = ledger?.counters.map(({ key, usage }) => [key.includes("messages"), usage]);
    expect(counters).toEqual([[true, amount("3")]]);
  });
});
