import { describe, expect, it } from "vitest";
import { amount, formatAmount } from "../../src/engine/amount.ts";
import { check } from "../../src/engine/check.ts";
import type { UsageLimit } from "../../src/engine/customer.ts";
import { usageLimitsOf } from "../../src/engine/limits.ts";
import { isRefusal } from "../../src/engine/scene.ts";
import { settle } from "../../src/engine/settle.ts";
import { Bench, CATALOG, DAY, START, usageLimit } from "../support/engine.ts";

const month = { interval: "month", intervalCount: 1 } as const;

function arm(bench: Bench, ...usageLimits: readonly UsageLimit[]) {
  return bench.run({ type: "updateCustomer", customerId: "cus", billingControls: { usageLimits } });
}

function armEntity(bench: Bench, entityId: string, ...usageLimits: readonly UsageLimit[]) {
  const billingControls = { usageLimits };
  return bench.run({ type: "updateEntity", customerId: "cus", entityId, billingControls });
}

/** "usage until" of each limit. */
function shown(bench: Bench, entityId: string | null = null): readonly string[] {
  if (!bench.ledger) return [];
  const { ledger } = settle(bench.ledger, CATALOG, bench.now);
  return usageLimitsOf(ledger, CATALOG, entityId, bench.now).map(
    ({ usage, resetsAt }) =>
      `${formatAmount(usage)} ${new Date(resetsAt ?? 0).toISOString().slice(0, 10)}`,
  );
}

function reason(bench: Bench, featureId: string, requiredBalance: string) {
  if (!bench.ledger) return null;
  const view = { ledger: bench.ledger, catalog: CATALOG, entityId: null, at: bench.now };
  const answer = check(view, {
    customerId: "cus",
    featureId,
    entityId: null,
    requiredBalance: amount(requiredBalance),
  });
  return isRefusal(answer) ? answer.code : answer.reason;
}

describe("usage limits", () => {
  it("W3 cap clamps, reject refuses, overflow goes through and counts", () => {
    const bench = new Bench();
    bench.grant();
    arm(bench, usageLimit("messages", "5"));
    bench.track("3");
    expect(bench.track("3", { overageBehavior: "reject" })?.code).toBe("INSUFFICIENT_BALANCE");
    bench.track("10");
    expect(bench.figures()).toBe("100 95 5 0");
    bench.track("10", { overageBehavior: "overflow" });
    expect([bench.figures(), shown(bench)]).toEqual(["100 85 15 0", ["15 2026-02-01"]]);
  });

  it("W4 refunds and updates do not move the counter", () => {
    const bench = new Bench();
    bench.grant();
    arm(bench, usageLimit("messages", "5"));
    bench.track("5");
    bench.track("-5");
    bench.track("1");
    expect(bench.figures()).toBe("100 100 0 0");
  });

  it("W2 a cap on credits counts what their rows pay, in credits, rollovers aside", () => {
    const bench = new Bench();
    bench.grant({
      featureId: "credits",
      rollovers: [{ balance: amount("2"), usage: amount("0"), expiresAt: null }],
    });
    arm(bench, usageLimit("credits", "1"));
    bench.track("100", { featureId: "actions" });
    expect([bench.figures("credits"), shown(bench)]).toEqual(["102 99 3 0", ["1 2026-02-01"]]);
  });

  it("W2 several rows of credits share one headroom, overage included", () => {
    const bench = new Bench();
    bench.grant({ featureId: "credits", includedGrant: amount("1"), reset: month });
    bench.grant({ featureId: "credits", includedGrant: amount("1"), overageAllowed: true });
    arm(bench, usageLimit("credits", "3", { interval: "day", anchor: "utc" }));
    bench.track("100", { featureId: "actions" });
    expect([bench.figures("credits"), shown(bench)]).toEqual(["2 0 3 1", ["3 2026-01-16"]]);
  });

  it("W1 a filter counts matching events only, compared as texts", () => {
    const bench = new Bench();
    bench.grant();
    const filter = { properties: { model: 4 } };
    arm(bench, usageLimit("messages", "5", { filter }), usageLimit("messages", "50"));
    bench.track("10", { properties: { model: "4" } });
    bench.track("10", { properties: { model: "3" } });
    bench.track("10");
    expect([bench.figures(), shown(bench)]).toEqual([
      "100 75 25 0",
      ["5 2026-02-01", "25 2026-02-01"],
    ]);
  });

  it("K4 filters that let the same events through are one limit's", () => {
    const bench = new Bench();
    const twice = [4, "4"].map((model) =>
      usageLimit("messages", "5", { filter: { properties: { model } } }),
    );
    expect(arm(bench, ...twice)?.code).toBe("INVALID_INPUT");
  });

  it("W6 an entity's own limit has its own counter, and is carved out of the customer's", () => {
    const bench = new Bench();
    bench.entity("a");
    bench.entity("b");
    bench.grant();
    arm(bench, usageLimit("messages", "10"));
    bench.track("4", { entityId: "a" });
    armEntity(bench, "a", usageLimit("messages", "3"));
    bench.track("9", { entityId: "a" });
    bench.track("9", { entityId: "b" });
    expect([shown(bench), shown(bench, "a"), bench.figures()]).toEqual([
      ["10 2026-02-01"],
      ["3 2026-02-01"],
      "100 87 13 0",
    ]);
  });

  it("W8 windows step with the balance's resets, and return to its day of the month", () => {
    const bench = new Bench();
    bench.now = Date.UTC(2026, 0, 31);
    bench.grant({ reset: month });
    arm(bench, usageLimit("messages", "5"));
    bench.track("5");
    expect(shown(bench)).toEqual(["5 2026-02-28"]);
    bench.now = Date.UTC(2026, 1, 28);
    expect(shown(bench)).toEqual(["0 2026-03-31"]);
    bench.track("2");
    expect(bench.figures()).toBe("100 98 2 0");
  });

  it.each<[string, UsageLimit["interval"], "day" | "week" | "month", readonly string[]]>([
    ["a day on a daily row steps with its resets", "day", "day", ["7 01-31", "0 02-09"]],
    ["a week on a daily row steps by itself", "week", "day", ["7 02-06", "0 02-13"]],
    ["a month on a weekly row steps by itself", "month", "week", ["7 02-28", "7 02-28"]],
    ["a month on a monthly row steps with its resets", "month", "month", ["7 02-28", "7 02-28"]],
    ["a year on a monthly row steps by itself", "year", "month", ["7 01-30", "7 01-30"]],
  ])("A19 %s", (_title, limit, interval, expected) => {
    const bench = new Bench();
    bench.now = Date.UTC(2026, 0, 30);
    bench.grant({ reset: { interval, intervalCount: 1 } });
    arm(bench, usageLimit("messages", "50", { interval: limit }));
    bench.track("7");
    const told = [Date.UTC(2026, 0, 30, 1), Date.UTC(2026, 1, 8, 1)].map((now) => {
      bench.now = now;
      return shown(bench)[0]?.replace(/ \d{4}-/, " ");
    });
    expect(told).toEqual(expected);
  });

  it("A19 a long limit counts from an explicit next reset, and anew once that is set", () => {
    const bench = new Bench();
    bench.grant({ reset: { interval: "day", intervalCount: 1 }, nextResetAt: START + DAY / 2 });
    arm(bench, usageLimit("messages", "50", { interval: "week" }));
    bench.now = START + DAY;
    bench.track("7");
    bench.now = START + 7 * DAY;
    expect(shown(bench)).toEqual(["7 2026-01-22"]);
    bench.run({
      ...{ type: "updateBalance", customerId: "cus", featureId: "messages", entityId: null },
      ...{ balanceId: null, interval: null, nextResetAt: START + 7.25 * DAY },
    });
    expect(shown(bench)).toEqual(["0 2026-01-22"]);
  });

  it("W8 of rows made at one instant the first made is the oldest, whichever is used first", () => {
    const bench = new Bench();
    bench.grant({ reset: month });
    bench.grant({ reset: { interval: "hour", intervalCount: 1 } });
    arm(bench, usageLimit("messages", "5", { interval: "week" }));
    expect(shown(bench)).toEqual(["0 2026-01-18"]);
  });

  it.each([
    ["day", "2026-01-16"],
    ["week", "2026-01-19"], // A Monday.
    ["month", "2026-02-01"],
    ["year", "2027-01-01"],
  ] as const)("W8 in UTC a %s ends on %s", (interval, end) => {
    const bench = new Bench();
    bench.grant({ reset: month });
    bench.now = START + DAY / 2;
    arm(bench, usageLimit("messages", "5", { interval, anchor: "utc" }));
    expect(shown(bench)).toEqual([`0 ${end}`]);
  });

  it("W10 a check is refused for it; an unlimited row knows no limit", () => {
    const bench = new Bench();
    bench.grant();
    arm(bench, usageLimit("messages", "5"), usageLimit("actions", "5"));
    bench.track("3");
    expect([reason(bench, "messages", "2"), reason(bench, "messages", "3")]).toEqual([
      null,
      "USAGE_LIMIT",
    ]);
    bench.grant({ featureId: "actions", unlimited: true });
    bench.track("50", { featureId: "actions" });
    expect([bench.figures("actions"), reason(bench, "actions", "9")]).toEqual(["0 0 50 0", null]);
  });

  it("C2 a ceiling without a slice to stand on lets nothing be bought", () => {
    const bench = new Bench();
    bench.grant({
      perEntityFeatureId: "users",
      planId: "team",
      overageAllowed: true,
      maxPurchase: amount("5"),
    });
    expect(reason(bench, "messages", "1")).toBe("INSUFFICIENT_BALANCE");
    bench.entity("a");
    expect(reason(bench, "messages", "105")).toBeNull();
    expect(reason(bench, "messages", "106")).toBe("PURCHASE_LIMIT");
  });

  it("W7 a cap on a member does not bind the credits themselves", () => {
    const bench = new Bench();
    bench.grant({ featureId: "credits" });
    arm(bench, usageLimit("actions", "5"));
    bench.track("10", { featureId: "actions" });
    bench.track("10", { featureId: "credits" });
    expect([bench.figures("credits"), shown(bench)]).toEqual(["100 89 11 0", ["5 2026-02-01"]]);
  });

  it("W9 editing a limit keeps its count", () => {
    const bench = new Bench();
    bench.grant();
    arm(bench, usageLimit("messages", "5"));
    bench.track("5");
    arm(bench, usageLimit("messages", "7"));
    bench.track("5");
    expect(shown(bench)).toEqual(["7 2026-02-01"]);
  });
});
