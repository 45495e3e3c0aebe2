import { describe, expect, test } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import { check } from "../../src/engine/check.ts";
import type { CheckAnswer } from "../../src/engine/command.ts";
import type { BillingControls, UsageLimit } from "../../src/engine/customer.ts";
import type { Json } from "../../src/engine/feature.ts";
import type { Refusal } from "../../src/engine/refusal.ts";
import { isRefusal } from "../../src/engine/scene.ts";
import { checkAndTrack } from "../../src/engine/take.ts";
import type { View } from "../../src/engine/view.ts";
import { Bench, DAY, usageLimit } from "../support/engine.ts";
import { viewsOf } from "../support/histories.ts";

const MONTHLY = { reset: { interval: "month", intervalCount: 1 } } as const;
const PRO = { balanceId: "pro-monthly", ...MONTHLY } as const;
const DAILY = { interval: "day", anchor: "utc" } as const;
const OVERAGE = { overageAllowed: true } as const;

interface Ask {
  readonly value: string;
  readonly featureId?: string;
  readonly entityId?: string;
  readonly properties?: Json;
}

interface Row extends Ask {
  readonly title: string;
  readonly story: (bench: Bench) => void;
  readonly told: string;
}

const TABLE: readonly Row[] = [
  {
    title: "C1 nothing owned",
    story: () => undefined,
    value: "1",
    told: "NO_BALANCE: 1 of messages required, nothing that pays for it is owned (C1).",
  },
  {
    title: "C1 nothing in view, as the shared pool is switched off (V3)",
    story: (bench) => {
      bench.entity("ben");
      bench.grant({ includedGrant: amount("500") });
      switchPoolOff(bench);
    },
    ...{ value: "1", entityId: "ben" },
    told: "NO_BALANCE: 1 of messages required, nothing that pays for it is owned (C1); the customer's 1 source with 500 of messages left is not for ben: the shared pool is switched off (V3).",
  },
  {
    title: "C1 nothing in view, as only entities own it (V6)",
    story: (bench) => {
      bench.entity("ada");
      bench.entity("ben");
      bench.grant({ entityId: "ada", includedGrant: amount("10") });
      bench.grant({ entityId: "ben", includedGrant: amount("20") });
    },
    value: "1",
    told: "NO_BALANCE: 1 of messages required, nothing that pays for it is owned (C1); 2 sources of ada, ben with 30 of messages left are not for the customer itself (V6).",
  },
  {
    title: "C2 enough",
    story: partlyUsed,
    value: "20",
    told: "allowed: 20 of messages required, 20 remaining: pro-monthly 20 of 100.",
  },
  {
    title: "C2 giving back",
    story: partlyUsed,
    value: "-5",
    told: "allowed: -5 of messages required, 20 remaining: pro-monthly 20 of 100; giving back is always allowed (C2).",
  },
  {
    title: "D4 unlimited",
    story: (bench) => {
      bench.grant(PRO);
      bench.grant({ balanceId: "enterprise", unlimited: true });
    },
    value: "1000000",
    told: "allowed: 1000000 of messages required, unlimited: enterprise; it takes everything (D4).",
  },
  {
    title: "D15 too little, and no overage",
    story: (bench) => {
      partlyUsed(bench);
      bench.grant({ planId: "team", includedGrant: amount("5") });
      bench.grant({ includedGrant: amount("0.5") });
    },
    value: "120",
    told: "INSUFFICIENT_BALANCE: 120 of messages required, 25.5 remaining: pro-monthly 20 of 100, plan team 5 of 5, grant g3 0.5 of 0.5; for the other 94.5 no overage is allowed (D15).",
  },
  {
    title: "D15 too little, and overage switched off",
    story: (bench) => {
      bench.grant({ ...PRO, ...OVERAGE });
      bench.track("130");
      control(bench, { overageAllowed: [{ featureId: "messages", enabled: false }] });
    },
    value: "1",
    told: "INSUFFICIENT_BALANCE: 1 of messages required, 0 remaining: pro-monthly 0 of 100 (30 below zero); for the other 1 a control forbids overage (D15).",
  },
  {
    title: "D15 overage without a ceiling",
    story: (bench) => {
      bench.grant({ ...PRO, ...OVERAGE });
      bench.track("80");
    },
    value: "50",
    told: "allowed: 50 of messages required, 20 remaining: pro-monthly 20 of 100; for the other 30 overage is allowed (D15).",
  },
  {
    title: "D15 overage that a control allows",
    story: (bench) => {
      partlyUsed(bench);
      control(bench, { overageAllowed: [{ featureId: "messages", enabled: true }] });
    },
    value: "50",
    told: "allowed: 50 of messages required, 20 remaining: pro-monthly 20 of 100; for the other 30 a control allows overage (D15).",
  },
  ...(
    [
      ["35", "allowed"],
      ["36", "SPEND_LIMIT"],
    ] as const
  ).map(([value, verdict]) => ({
    title: `O3 a spend limit: ${verdict}`,
    story: (bench: Bench) => {
      bench.grant({ ...PRO, ...OVERAGE });
      bench.track("125");
      bench.grant({ balanceId: "top-up", includedGrant: amount("10") });
      limitSpend(bench, "50");
    },
    value,
    told: `${verdict}: ${value} of messages required, 10 remaining: pro-monthly 0 of 100 (25 below zero), top-up 10 of 10; for the other ${Number(value) - 10} the spend limit of 50 leaves 25, with 25 of overage so far (O3).`,
  })),
  ...(
    [
      ["40", "allowed"],
      ["41", "PURCHASE_LIMIT"],
    ] as const
  ).map(([value, verdict]) => ({
    title: `O1 a purchase ceiling: ${verdict}`,
    story: (bench: Bench) => {
      bench.grant({ ...PRO, ...OVERAGE, maxPurchase: amount("50") });
      bench.track("110");
    },
    value,
    told: `${verdict}: ${value} of messages required, 0 remaining: pro-monthly 0 of 100 (10 below zero); for the other ${value} the purchase ceiling of 50 leaves 40, with 10 of it used (O1).`,
  })),
  {
    title: "W10 a usage limit on some events only, until its window closes",
    story: (bench) => {
      bench.grant(PRO);
      const properties = { model: "large", region: 7 };
      limitUsage(
        bench,
        usageLimit("messages", "50"),
        usageLimit("messages", "5", { ...DAILY, filter: { properties } }),
      );
      bench.track("3", { properties });
    },
    ...{ value: "3", properties: { model: "large", region: "7" } },
    told: "USAGE_LIMIT: 3 of messages required, 97 remaining: pro-monthly 97 of 100; the usage limit of 5 a day on messages where model is large and region is 7 leaves 2, with 3 used, until 2026-01-16 00:00 UTC (W10).",
  },
  {
    title: "W6 an entity's own usage limit",
    story: (bench) => {
      bench.entity("ada");
      bench.grant(PRO);
      const billingControls = { usageLimits: [usageLimit("messages", "0", DAILY)] };
      bench.run({ type: "updateEntity", customerId: "cus", entityId: "ada", billingControls });
    },
    ...{ value: "1", entityId: "ada" },
    told: "USAGE_LIMIT: 1 of messages required, 100 remaining: pro-monthly 100 of 100; the usage limit of 0 a day on messages for ada leaves 0, with 0 used, until 2026-01-16 00:00 UTC (W10).",
  },
  {
    title: "W2 a usage limit on the credits that pay",
    story: (bench) => {
      bench.grant({ featureId: "credits" });
      limitUsage(bench, usageLimit("credits", "1", DAILY));
    },
    ...{ value: "6", featureId: "actions" },
    told: "USAGE_LIMIT: 6 of actions cost 1.2 of credits, 100 remaining: grant g1 100 of 100; the usage limit of 1 a day on credits leaves 1, with 0 used, until 2026-01-16 00:00 UTC (W10).",
  },
  {
    title: "W2 what rollovers pay does not count against a limit on credits",
    story: (bench) => {
      const rollover = { balance: amount("2"), usage: amount("0"), expiresAt: null };
      bench.grant({ featureId: "credits", rollovers: [rollover] });
      limitUsage(bench, usageLimit("credits", "1", DAILY));
    },
    ...{ value: "16", featureId: "actions" },
    told: "USAGE_LIMIT: 16 of actions cost 3.2 of credits, 102 remaining: rollover of grant g1 2 of 2, grant g1 100 of 100; rollovers pay 2 of it, so the limit counts 1.2 (W2); the usage limit of 1 a day on credits leaves 1, with 0 used, until 2026-01-16 00:00 UTC (W10).",
  },
  {
    title: "A20 a purchase ceiling counts the overage of its own rows, each up to its own",
    story: (bench) => {
      bench.grant({ ...PRO, ...OVERAGE, maxPurchase: amount("20"), balance: amount("-30") });
      bench.grant({ ...OVERAGE, planId: "team", maxPurchase: amount("20") });
      bench.grant({ planId: "trial", balance: amount("-60") });
    },
    value: "121",
    told: "PURCHASE_LIMIT: 121 of messages required, 100 remaining: pro-monthly 0 of 100 (30 below zero), plan trial 0 of 100 (60 below zero), plan team 100 of 100; for the other 21 the purchase ceiling of 40 leaves 20, with 20 of it used (O1).",
  },
  {
    title: "C3 rollovers count, soonest expiry first",
    story: (bench) => {
      const rollover = { max: null, maxPercentage: null, duration: "month", length: 3 } as const;
      bench.grant({ ...PRO, rollover });
      bench.track("60");
      bench.now += 31 * DAY;
      bench.track("15");
    },
    value: "126",
    told: "INSUFFICIENT_BALANCE: 126 of messages required, 125 remaining: rollover of pro-monthly 25 of 40, pro-monthly 100 of 100; for the other 1 no overage is allowed (D15).",
  },
  {
    title: "C4 a credit system pays",
    story: (bench) => {
      bench.grant({ featureId: "credits", includedGrant: amount("0.5") });
    },
    ...{ value: "3", featureId: "actions" },
    told: "INSUFFICIENT_BALANCE: 3 of actions cost 0.6 of credits, 0.5 remaining: grant g1 0.5 of 0.5; for the other 0.1 no overage is allowed (D15).",
  },
  {
    title: "C4 the feature's own balance is not added to the credits, but told",
    story: (bench) => {
      bench.grant({ featureId: "credits", includedGrant: amount("0.5") });
      bench.grant({ featureId: "actions", includedGrant: amount("2") });
    },
    ...{ value: "3", featureId: "actions" },
    told: "INSUFFICIENT_BALANCE: 3 of actions cost 0.6 of credits, 0.5 remaining: grant g1 0.5 of 0.5; for the other 0.1 no overage is allowed (D15); beside it actions, 2 remaining: grant g2 2 of 2 (C4).",
  },
  {
    title: "V5 the customer has all slices, and not what an entity owns (V6)",
    story: dealtOut,
    value: "101",
    told: "INSUFFICIENT_BALANCE: 101 of messages required, 100 remaining: seat-plan 100 of 200; for the other 1 no overage is allowed (D15); 1 source of ben with 30 of messages left is not for the customer itself (V6).",
  },
  {
    title: "V2 an entity has its own, its slice, and not the pool that is switched off (V3)",
    story: (bench) => {
      dealtOut(bench);
      bench.grant({ includedGrant: amount("300") });
      bench.grant({ includedGrant: amount("200") });
      switchPoolOff(bench);
    },
    ...{ value: "131", entityId: "ben" },
    told: "INSUFFICIENT_BALANCE: 131 of messages required, 130 remaining: seat-plan 100 of 100, grant g2 30 of 30; for the other 1 no overage is allowed (D15); the customer's 2 sources with 500 of messages left are not for ben: the shared pool is switched off (V3).",
  },
  {
    title: "V3 a pool without a limit is told as such",
    story: (bench) => {
      dealtOut(bench);
      bench.grant({ unlimited: true });
      switchPoolOff(bench);
    },
    ...{ value: "1", entityId: "ada" },
    told: "INSUFFICIENT_BALANCE: 1 of messages required, 0 remaining: seat-plan 0 of 100; for the other 1 no overage is allowed (D15); the customer's 1 source without a limit is not for ada: the shared pool is switched off (V3).",
  },
  {
    title: "a long list ends with the sum of the others",
    story: (bench) => {
      for (let count = 1; count <= 12; count += 1) bench.grant({ includedGrant: amount(count) });
      bench.track("24");
    },
    value: "55",
    told: "INSUFFICIENT_BALANCE: 55 of messages required, 54 remaining: grant g1 0 of 1, grant g2 0 of 2, grant g3 0 of 3, grant g4 0 of 4, grant g5 0 of 5 and 7 more with 54 of 63 in sum; for the other 1 no overage is allowed (D15).",
  },
];

describe("a verdict in words", () => {
  test.each(TABLE)("$title", ({ story, told, ...ask }) => {
    const bench = new Bench();
    story(bench);
    expect(verdict(bench, ask)).toBe(told);
  });

  test.each([
    [true, "allowed: dashboard is granted (C2)."],
    [false, "NO_BALANCE: dashboard is not granted (C1)."],
  ])("a flag, granted: %s", (granted, told) => {
    const bench = new Bench();
    if (granted) bench.grant({ featureId: "dashboard", includedGrant: null });
    expect(verdict(bench, { value: "1", featureId: "dashboard" })).toBe(told);
  });
});

describe("all or nothing", () => {
  test("C6 what can pay together is told in units of the feature", () => {
    const bench = new Bench();
    bench.grant({ featureId: "credits", includedGrant: amount("0.5") });
    bench.grant({ featureId: "actions", includedGrant: amount("2") });
    expect(taking(bench, { value: "4.5", featureId: "actions" })).toBe(
      "allowed: 4.5 of actions taken.",
    );
    expect(taking(bench, { value: "5", featureId: "actions" })).toBe(
      `${verdict(bench, { value: "5", featureId: "actions" })} Nothing is taken: 4.5 of 5 of actions would fit (C5).`,
    );
  });

  test("A20 a ceiling binds under a control too, and a denial tells what would fit", () => {
    const bench = new Bench();
    bench.grant({ ...PRO, maxPurchase: amount("5") });
    control(bench, { overageAllowed: [{ featureId: "messages", enabled: true }] });
    expect(taking(bench, { value: "110" })).toBe(
      "PURCHASE_LIMIT: 110 of messages required, 100 remaining: pro-monthly 100 of 100; for the other 10 the purchase ceiling of 5 leaves 5, with 0 of it used (O1). Nothing is taken: 105 of 110 of messages would fit (C5).",
    );
  });

  test("C6 of nothing owned nothing would fit", () => {
    expect(taking(new Bench(), { value: "1" })).toBe(TABLE[0]?.told);
  });
});

/** "reason: explanation", or "allowed: explanation". */
function verdict(bench: Bench, { value, ...asked }: Ask): string {
  const { featureId = "messages", entityId = null, properties = null } = asked;
  const wish = { customerId: "cus", featureId, entityId, properties };
  return told(check(viewIn(bench, entityId), { ...wish, requiredBalance: amount(value) }));
}

/** The same of a check that takes what it allows. */
function taking(bench: Bench, { value, featureId = "messages" }: Ask): string {
  const wish = { customerId: "cus", featureId, entityId: null, properties: null };
  const command = { type: "checkAndTrack", ...wish, requiredBalance: amount(value) } as const;
  const act = checkAndTrack(viewIn(bench, null), command);
  return told(isRefusal(act) ? act : act.result);
}

function told(answer: CheckAnswer | Refusal): string {
  if (isRefusal(answer)) return answer.code;
  return `${answer.reason ?? "allowed"}: ${answer.explanation}`;
}

function viewIn(bench: Bench, entityId: string | null): View {
  const view = viewsOf(bench).find((candidate) => candidate.entityId === entityId);
  if (!view) throw new Error("no such view");
  return view;
}

function partlyUsed(bench: Bench): void {
  bench.grant(PRO);
  bench.track("80");
}

/** 100 for each of ada and ben; ada has used hers, ben has 30 of his own. */
function dealtOut(bench: Bench): void {
  bench.entity("ada");
  bench.entity("ben");
  bench.grant({ balanceId: "seat-plan", perEntityFeatureId: "users", planId: "team" });
  bench.track("100", { entityId: "ada" });
  bench.grant({ entityId: "ben", includedGrant: amount("30") });
}

function switchPoolOff(bench: Bench): void {
  const config = { disablePooledBalance: true };
  bench.run({ type: "updateCustomer", customerId: "cus", config });
}

function limitUsage(bench: Bench, ...usageLimits: readonly UsageLimit[]): void {
  control(bench, { usageLimits });
}

function control(bench: Bench, billingControls: Partial<BillingControls>): void {
  bench.run({ type: "updateCustomer", customerId: "cus", billingControls });
}

function limitSpend(bench: Bench, overageLimit: string): void {
  const limit = { overageLimit: amount(overageLimit), limitType: "absolute" } as const;
  const entry = { featureId: "messages", enabled: true, skipOverageBilling: false, ...limit };
  control(bench, { spendLimits: [entry] });
}
