import { describe, expect, it } from "vitest";
import { amount, formatAmount } from "../../src/engine/amount.ts";
import type { CreateBalance } from "../../src/engine/command.ts";
import type { AutoTopup, BillingControls, UsageAlert } from "../../src/engine/customer.ts";
import type { Crossing } from "../../src/engine/ledger.ts";
import { Bench, DAY, START } from "../support/engine.ts";

const month = { interval: "month", intervalCount: 1 } as const;
const three = { includedGrant: amount("3") };
const overdrawn = { overageAllowed: true };

describe("an alert is crossed where its condition comes to hold (K6)", () => {
  it.each<[string, string, Partial<CreateBalance>, string, string]>([
    ["usage: at the threshold, and not again", "usage 80", {}, "79 1 1", "- x -"],
    ["usage: in one leap", "usage 80", {}, "95", "x"],
    ["usage: again once it has come back", "usage 80", {}, "80 -1 1", "x - x"],
    ["usage: a refund that stays beyond it re-arms nothing", "usage 80", {}, "90 -5 5", "x - -"],
    ["usage: beyond the grant", "usage 120", overdrawn, "119 1", "- x"],
    ["usage: 0 holds from the beginning", "usage 0", {}, "1", "-"],
    ["usage_percentage: at the threshold", "usage_percentage 80", {}, "79 1 1", "- x -"],
    ["usage_percentage: above a hundred", "usage_percentage 150", overdrawn, "149 1", "- x"],
    ["usage_percentage: a third is above", "usage_percentage 33.3333333333", three, "1", "x"],
    ["usage_percentage: a third is below", "usage_percentage 33.3333333334", three, "1", "-"],
    ["remaining: at the threshold, and not again", "remaining 20", {}, "79 1 1", "- x -"],
    ["remaining: again once it has come back", "remaining 20", {}, "80 -1 1", "x - x"],
    ["remaining: 0 is all used up", "remaining 0", {}, "99 1 5", "- x -"],
    ["remaining_percentage: at the threshold", "remaining_percentage 20", {}, "79 1 1", "- x -"],
    ["remaining_percentage: two thirds", "remaining_percentage 66.6666666667", three, "1", "x"],
    ["remaining_percentage: no more", "remaining_percentage 66.6666666666", three, "1", "-"],
  ])("%s", (_title, control, grant, values, expected) => {
    const bench = new Bench();
    bench.grant(grant);
    arm(bench, { usageAlerts: [alert(control)] });
    expect(tracked(bench, values)).toBe(expected);
  });
});

describe("a top-up is crossed below its threshold, by use (K6)", () => {
  it.each<[string, string, Partial<CreateBalance>, string, string]>([
    ["not at it", "20", {}, "80 1 1", "- x -"],
    ["again once units were bought", "20", {}, "90 -60 60", "x - x"],
    ["0 is never passed where nothing may go below it", "0", {}, "100 5", "- -"],
    ["0 is passed by overage", "0", overdrawn, "100 5", "- x"],
    ["below 0", "-50", overdrawn, "150 1", "- x"],
    ["of an unlimited balance never", "20", { unlimited: true }, "100 5", "- -"],
  ])("%s", (_title, threshold, grant, values, expected) => {
    const bench = new Bench();
    bench.grant(grant);
    arm(bench, { autoTopups: [topup(threshold)] });
    expect(tracked(bench, values)).toBe(expected);
  });

  it("a grant that lifts the balance arms it again", () => {
    const bench = new Bench();
    bench.grant();
    arm(bench, { autoTopups: [topup("20")] });
    expect(tracked(bench, "90")).toBe("x");
    bench.grant({ includedGrant: amount("5") });
    expect(tracked(bench, "1")).toBe("-");
    bench.grant({ includedGrant: amount("50") });
    expect(tracked(bench, "50")).toBe("x");
  });

  it("a balance set by hand, expired or dropped crosses alerts only", () => {
    const bench = new Bench();
    bench.grant();
    bench.grant();
    bench.grant({ expiresAt: START + DAY });
    arm(bench, { autoTopups: [topup("250")], usageAlerts: [alert("remaining 250")] });
    const selection = { customerId: "cus", featureId: "messages", entityId: null, interval: null };
    const set = { ...selection, type: "updateBalance", balanceId: null } as const;
    const crossed = ["USAGE_ALERT messages remaining 250"];
    bench.run({ ...set, remaining: amount("240") });
    expect(told(bench)).toEqual(crossed);
    bench.run({ ...set, remaining: amount("300") });
    bench.now += DAY;
    bench.run({ ...set, remaining: amount("300") });
    expect([bench.entries.at(-2)?.kind, told(bench, 2), told(bench)]).toEqual([
      "EXPIRE",
      crossed,
      [],
    ]);
    const drop = { ...selection, type: "deleteBalance", recalculateBalances: false } as const;
    bench.run({ ...drop, balanceId: "g2" });
    expect([bench.figures(), told(bench)]).toEqual(["100 200 -100 0", crossed]);
  });

  it("a check that takes, and a lock, are use", () => {
    const bench = new Bench();
    bench.grant();
    arm(bench, { autoTopups: [topup("50"), topup("5", { featureId: "credits" })] });
    const taking = { customerId: "cus", featureId: "messages", entityId: null, properties: null };
    const requiredBalance = amount("60");
    bench.run({ ...taking, type: "checkAndTrack", requiredBalance });
    expect(told(bench)).toEqual(["AUTO_TOPUP messages remaining 50, 100 to buy"]);
    bench.track("-60");
    bench.run({ ...taking, type: "createLock", requiredBalance, lockId: "L1", expiresAt: null });
    expect(told(bench)).toEqual(["AUTO_TOPUP messages remaining 50, 100 to buy"]);
  });
});

describe("what is watched", () => {
  it("nothing that is disabled", () => {
    const bench = new Bench();
    bench.grant();
    arm(bench, {
      usageAlerts: [alert("usage 10", { enabled: false })],
      autoTopups: [topup("90", { enabled: false })],
    });
    expect(tracked(bench, "50")).toBe("-");
  });

  it("every feature whose balance moved, where an alert names none", () => {
    const bench = new Bench();
    bench.grant();
    bench.grant({ featureId: "actions" });
    arm(bench, { usageAlerts: [alert("usage 10", { featureId: null, name: "busy" })] });
    bench.track("10");
    expect(told(bench)).toEqual(["USAGE_ALERT messages usage 10 busy"]);
    bench.track("10", { featureId: "actions" });
    expect(told(bench)).toEqual(["USAGE_ALERT actions usage 10 busy"]);
  });

  it("the credit system that pays", () => {
    const bench = new Bench();
    bench.grant({ featureId: "credits" });
    const actions = alert("usage 1", { featureId: "actions" });
    const credits = alert("usage 80", { featureId: "credits" });
    arm(bench, { usageAlerts: [actions, credits] });
    bench.track("399", { featureId: "actions" });
    expect(told(bench)).toEqual([]);
    bench.track("1", { featureId: "actions" });
    expect(told(bench)).toEqual(["USAGE_ALERT credits usage 80"]);
  });

  it("A31 nothing of an unlimited balance, until it is limited again", () => {
    const bench = new Bench();
    bench.grant({ includedGrant: amount("4") });
    bench.grant({ unlimited: true });
    const types = ["usage", "usage_percentage", "remaining", "remaining_percentage"];
    arm(bench, {
      usageAlerts: types.map((type) => alert(`${type} 5`)),
      autoTopups: [topup("20")],
    });
    bench.track("10");
    bench.track("10", { overageBehavior: "overflow" });
    expect(told(bench, 2)).toEqual([]);
    const rest = { entityId: null, interval: null, recalculateBalances: false } as const;
    const drop = { ...rest, type: "deleteBalance", customerId: "cus", balanceId: "g2" } as const;
    bench.run({ ...drop, featureId: "messages" });
    expect(told(bench)).toEqual(["USAGE_ALERT messages remaining 5"]);
  });

  it("of a balance that becomes unlimited, nothing", () => {
    const bench = new Bench();
    bench.grant();
    arm(bench, { usageAlerts: [alert("remaining 5")] });
    bench.grant({ unlimited: true });
    expect([bench.figures(), told(bench)]).toEqual(["0 0 0 0", []]);
  });

  it("of nothing granted, no percentage", () => {
    const bench = new Bench();
    bench.grant({ includedGrant: amount("0"), overageAllowed: true });
    arm(bench, { usageAlerts: [alert("usage_percentage 1"), alert("remaining_percentage 99")] });
    expect(tracked(bench, "10")).toBe("-");
    bench.grant({ includedGrant: amount("20") });
    expect(told(bench)).toEqual(["USAGE_ALERT messages usage_percentage 1"]);
  });
});

describe("whose it is", () => {
  it("an entity's own controls watch its own view, the customer's the customer's", () => {
    const bench = team();
    arm(bench, { usageAlerts: [alert("remaining 240")] });
    armEntity(bench, "e1", { usageAlerts: [alert("remaining 140")], autoTopups: [topup("141")] });
    bench.track("50", { entityId: "e2" });
    expect(told(bench)).toEqual([]);
    bench.track("60", { entityId: "e1" });
    expect(told(bench)).toEqual([
      "USAGE_ALERT messages remaining 240",
      "USAGE_ALERT messages remaining 140 of e1",
      "AUTO_TOPUP messages remaining 141, 100 to buy of e1",
    ]);
  });

  it("the shared pool is in each entity's view, whoever takes from it", () => {
    const bench = team();
    for (const entityId of ["e2", "e1"]) {
      armEntity(bench, entityId, { usageAlerts: [alert("remaining 150")] });
    }
    bench.track("60");
    expect(told(bench)).toEqual([
      "USAGE_ALERT messages remaining 150 of e1",
      "USAGE_ALERT messages remaining 150 of e2",
    ]);
  });

  it("an entity crosses nothing by joining", () => {
    const bench = new Bench();
    bench.grant({ featureId: "users", includedGrant: amount("2") });
    const usageAlerts = [alert("remaining 1", { featureId: "users" })];
    const seat = { customerId: "cus", featureId: "users", name: null };
    const billingControls = { usageAlerts };
    bench.run({ ...seat, type: "createEntity", entityId: "e1", billingControls });
    expect(told(bench)).toEqual([]);
    bench.entity("e2");
    expect(told(bench)).toEqual([]);
  });
});

describe("when", () => {
  it("a first grant crosses nothing, nor does the last one that goes", () => {
    const bench = new Bench();
    arm(bench, { usageAlerts: [alert("remaining 200"), alert("usage 0")] });
    bench.grant();
    expect(told(bench)).toEqual([]);
    const selection = { featureId: "messages", entityId: null, balanceId: null, interval: null };
    const drop = { ...selection, customerId: "cus", recalculateBalances: false } as const;
    bench.run({ ...drop, type: "deleteBalance" });
    expect(told(bench)).toEqual([]);
  });

  it("a control that is set where its condition holds already waits for the next time", () => {
    const bench = new Bench();
    bench.grant();
    bench.track("90");
    arm(bench, { usageAlerts: [alert("usage 80")] });
    expect(tracked(bench, "5 -20 20")).toBe("- - x");
  });

  it("an expiry crosses, at its own instant and in its own entry", () => {
    const bench = new Bench();
    bench.grant();
    bench.grant({ expiresAt: START + DAY });
    arm(bench, { usageAlerts: [alert("remaining 100")], autoTopups: [topup("150")] });
    bench.now += 2 * DAY;
    bench.track("1");
    const [expiry, track] = bench.entries.slice(-2);
    expect([expiry?.kind, expiry?.at, expiry?.crossings.map(words)]).toEqual([
      "EXPIRE",
      START + DAY,
      ["USAGE_ALERT messages remaining 100"],
    ]);
    expect([track?.kind, track?.crossings]).toEqual(["TRACK", []]);
  });

  it("a reset crosses where it takes away what stood above the grant", () => {
    const bench = new Bench();
    bench.grant({ reset: month, balance: amount("150") });
    arm(bench, { usageAlerts: [alert("remaining 100")], autoTopups: [topup("120")] });
    bench.now = Date.UTC(2026, 1, 15);
    bench.track("0");
    expect([bench.entries.at(-2)?.kind, told(bench, 2), told(bench)]).toEqual([
      "RESET",
      ["USAGE_ALERT messages remaining 100"],
      [],
    ]);
  });

  it("a new period arms it again", () => {
    const bench = new Bench();
    bench.grant({ reset: month });
    arm(bench, { usageAlerts: [alert("usage_percentage 80")], autoTopups: [topup("20")] });
    const both = [
      "USAGE_ALERT messages usage_percentage 80",
      "AUTO_TOPUP messages remaining 20, 100 to buy",
    ];
    bench.track("90");
    expect(told(bench)).toEqual(both);
    bench.now = Date.UTC(2026, 1, 15);
    bench.track("90");
    expect(told(bench, 2)).toEqual([]);
    expect(told(bench)).toEqual(both);
  });

  it("what is refused crosses nothing", () => {
    const bench = new Bench();
    bench.grant();
    arm(bench, { usageAlerts: [alert("usage 50")] });
    const entries = bench.entries.length;
    expect(bench.track("101", { overageBehavior: "reject" })?.code).toBe("INSUFFICIENT_BALANCE");
    expect(bench.entries.length).toBe(entries);
    expect(tracked(bench, "50")).toBe("x");
  });
});

/** Two entities with 100 of their own, and 100 that they share. */
function team(): Bench {
  const bench = new Bench();
  bench.grant();
  for (const entityId of ["e1", "e2"]) {
    bench.entity(entityId);
    bench.grant({ entityId });
  }
  return bench;
}

/** "usage 80" as an alert on messages. */
function alert(control: string, given: Partial<UsageAlert> = {}): UsageAlert {
  const [type, threshold = ""] = control.split(" ");
  const thresholdType = type as UsageAlert["thresholdType"];
  const what = { featureId: "messages", enabled: true, name: null };
  return { ...what, threshold: amount(threshold), thresholdType, ...given };
}

function topup(threshold: string, given: Partial<AutoTopup> = {}): AutoTopup {
  const what = { featureId: "messages", enabled: true, quantity: amount("100") };
  return { ...what, threshold: amount(threshold), ...given };
}

function arm(bench: Bench, billingControls: Partial<BillingControls>): void {
  expect(bench.run({ type: "updateCustomer", customerId: "cus", billingControls })).toBeNull();
}

function armEntity(bench: Bench, entityId: string, billingControls: Partial<BillingControls>) {
  const command = { type: "updateEntity", customerId: "cus", entityId, billingControls } as const;
  expect(bench.run(command)).toBeNull();
}

/** Which of these tracks crossed something: "- x -". */
function tracked(bench: Bench, values: string): string {
  const marks = values.split(" ").map((value) => {
    expect(bench.track(value)).toBeNull();
    return told(bench).length > 0 ? "x" : "-";
  });
  return marks.join(" ");
}

/** What an entry crossed: the last one, or the one so many from the end. */
function told(bench: Bench, fromEnd = 1): readonly string[] {
  return bench.entries.at(-fromEnd)?.crossings.map(words) ?? [];
}

function words({ kind, featureId, entityId, threshold, thresholdType, name, quantity }: Crossing) {
  const buys = quantity === null ? "" : `, ${formatAmount(quantity)} to buy`;
  const whose = entityId === null ? "" : ` of ${entityId}`;
  const called = name === null ? "" : ` ${name}`;
  return `${kind} ${featureId} ${thresholdType} ${formatAmount(threshold)}${called}${buys}${whose}`;
}
