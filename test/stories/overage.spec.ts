import { expect, test } from "vitest";
import { deedsOf, makes } from "./deeds.ts";
import { play, type Step } from "./story.ts";

/** Otto pays as he goes: 1,000 calls a month are included, each one more is charged. */
const otto = deedsOf("otto");

const BEFORE = [makes("calls"), otto.signsUp("2026-01-15T12:00:00Z")];

const STEPS: readonly Step[] = [
  {
    tells: "Otto takes the pay-as-you-go plan: 1,000 calls a month, then 0.01 a call.",
    does: otto.gets("calls", {
      includedGrant: 1000,
      planId: "payg",
      balanceId: "payg-monthly",
      reset: { interval: "MONTH" },
      overageAllowed: true,
      price: { amount: "0.01", billingMethod: "USAGE_BASED" },
    }),
    shows: { calls: "1000 granted, 1000 left, 0 used" },
  },
  {
    tells: "He makes all of the 1,000 calls.",
    does: otto.uses(1000, "calls"),
    shows: { calls: "1000 granted, 0 left, 1000 used" },
  },
  {
    tells: "200 more calls are let through: they are overage.",
    does: otto.uses(200, "calls"),
    shows: { calls: "1000 granted, 0 left, 1200 used, 200 over" },
    explains: {
      calls: [
        "payg-monthly includes 1000 a month (B2)",
        "payg-monthly includes 1000 and none of it is left, the 200 below zero not taken off (B3, B51)",
        "payg-monthly includes 1000 and 1200 are used, 200 of that as overage (B4)",
        "payg-monthly stands 200 below zero (A18)",
      ],
    },
  },
  {
    tells: "He sets a spend limit: at most 300 calls beyond what is included.",
    does: otto.chooses({
      billingControls: { spendLimits: [{ featureId: "calls", enabled: true, overageLimit: 300 }] },
    }),
    shows: { calls: "1000 granted, 0 left, 1200 used, 200 over" },
  },
  {
    tells: "100 more calls would be within it.",
    does: otto.asksFor(100, "calls"),
    answers: { allowed: true, reason: null },
  },
  {
    tells: "101 would not, and he is told that it is the spend limit.",
    does: otto.asksFor(101, "calls"),
    answers: { allowed: false, reason: "SPEND_LIMIT" },
  },
  {
    tells: "He reports 150 calls all the same: 100 of them count, up to the limit.",
    does: otto.uses(150, "calls"),
    shows: { calls: "1000 granted, 0 left, 1300 used, 300 over" },
  },
  {
    tells: "One more call that must fit or fail fails, and nothing moves.",
    does: otto.uses(1, "calls", { overageBehavior: "REJECT" }),
    answers: {
      __typename: "InsufficientBalanceError",
      code: "INSUFFICIENT_BALANCE",
      required: 1,
      available: 0,
    },
    shows: { calls: "1000 granted, 0 left, 1300 used, 300 over" },
  },
  {
    tells: "He lifts the spend limit and switches overage off altogether.",
    does: otto.chooses({
      billingControls: {
        spendLimits: [],
        overageAllowed: [{ featureId: "calls", enabled: false }],
      },
    }),
    shows: { calls: "1000 granted, 0 left, 1300 used, 300 over" },
  },
  {
    tells: "A call is no longer allowed.",
    does: otto.asksFor(1, "calls"),
    answers: { allowed: false, reason: "INSUFFICIENT_BALANCE" },
  },
  {
    tells: "10 calls that come in nevertheless do not count.",
    does: otto.uses(10, "calls"),
    shows: { calls: "1000 granted, 0 left, 1300 used, 300 over" },
  },
  {
    tells: "An outage is made good: 250 calls are given back, and heal the overage first.",
    does: otto.uses(-250, "calls"),
    shows: { calls: "1000 granted, 0 left, 1050 used, 50 over" },
  },
  {
    tells: "He buys 200 calls; they do not pay for the overage, which stands apart.",
    does: otto.gets("calls", { includedGrant: 200, balanceId: "top-up" }),
    shows: { calls: "1200 granted, 200 left, 1050 used, 50 over" },
  },
  {
    tells: "Support recalculates: the top-up pays for the overage.",
    does: otto.isRecalculated("calls"),
    shows: { calls: "1200 granted, 150 left, 1050 used" },
  },
  {
    tells: "A new month begins: 1,000 new calls, and what is left of the top-up.",
    does: otto.waitsUntil("2026-02-15T12:00:00Z"),
    shows: { calls: "1200 granted, 1150 left, 50 used" },
  },
];

test("pay as you go: overage, a limit reached, control off, a refund, a recalculation", async () => {
  expect(await play("otto", BEFORE, STEPS)).toBe(15);
});
