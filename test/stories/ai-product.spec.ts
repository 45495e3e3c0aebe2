import { expect, test } from "vitest";
import { deedsOf, makes } from "./deeds.ts";
import { play, type Step } from "./story.ts";

/**
 * Maya pays for an AI product in credits: a chat costs 1, an image 5. Her plan brings 1,000 a month; up to
 * 300 that she leaves are carried over for a month.
 */
const maya = deedsOf("maya");

const BEFORE = [
  makes("chats"),
  makes("images"),
  makes("credits", {
    type: "CREDIT_SYSTEM",
    creditSchema: [
      { meteredFeatureId: "chats", creditCost: 1 },
      { meteredFeatureId: "images", creditCost: 5 },
    ],
  }),
  maya.signsUp("2026-01-15T12:00:00Z"),
];

const STEPS: readonly Step[] = [
  {
    tells: "On 15 January Maya takes the Pro plan: 1,000 credits a month.",
    does: maya.gets("credits", {
      includedGrant: 1000,
      planId: "pro",
      balanceId: "pro-monthly",
      reset: { interval: "MONTH" },
      rollover: { max: 300, duration: "MONTH", length: 1 },
    }),
    shows: { credits: "1000 granted, 1000 left, 0 used" },
  },
  {
    tells: "She chats 400 times, which costs 400 credits.",
    does: maya.uses(400, "chats"),
    shows: { credits: "1000 granted, 600 left, 400 used", chats: "nothing" },
  },
  {
    tells: "She makes 60 images, which costs 300 credits.",
    does: maya.uses(60, "images"),
    shows: { credits: "1000 granted, 300 left, 700 used" },
  },
  {
    tells: "One image has failed and is given back: 5 credits.",
    does: maya.uses(-1, "images"),
    shows: { credits: "1000 granted, 305 left, 695 used" },
  },
  {
    tells: "On 15 February a new month begins; of the 305 she left, 300 are carried over.",
    does: maya.waitsUntil("2026-02-15T12:00:00Z"),
    shows: { credits: "1300 granted, 1300 left, 0 used" },
    carries: { credits: ["300 of 300 until 2026-03-15"] },
  },
  {
    tells: "She chats 200 times; what was carried over goes first.",
    does: maya.uses(200, "chats"),
    shows: { credits: "1300 granted, 1100 left, 200 used" },
    carries: { credits: ["100 of 300 until 2026-03-15"] },
    explains: {
      credits: [
        "pro-monthly carried over 300, usable until 2026-03-15 12:00 UTC (B2)",
        "pro-monthly includes 1000 a month (B2)",
        "100 of the 300 that pro-monthly carried over are left (B3)",
        "pro-monthly includes 1000 and 1000 of it are left (B3)",
        "200 of the 300 that pro-monthly carried over are used (B4)",
        "pro-monthly includes 1000 and none of it is used (B4)",
      ],
    },
  },
  {
    tells: "A minute before it expires, what was carried over is still hers.",
    does: maya.waitsUntil("2026-03-15T11:59:00Z"),
    shows: { credits: "1300 granted, 1100 left, 200 used" },
    carries: { credits: ["100 of 300 until 2026-03-15"] },
  },
  {
    tells: "On 15 March the old 100 expire, and 300 of February's 1,000 are carried over.",
    does: maya.waitsUntil("2026-03-15T12:00:00Z"),
    shows: { credits: "1300 granted, 1300 left, 0 used" },
    carries: { credits: ["300 of 300 until 2026-04-15"] },
  },
  {
    tells: "She asks to be told when only a tenth is left.",
    does: maya.chooses({
      billingControls: {
        usageAlerts: [
          {
            featureId: "credits",
            thresholdType: "REMAINING_PERCENTAGE",
            threshold: 10,
            name: "Nearly out",
          },
        ],
      },
    }),
    shows: { credits: "1300 granted, 1300 left, 0 used" },
  },
  {
    tells: "A campaign takes 233 images: a little more than a tenth is left.",
    does: maya.uses(233, "images"),
    answers: { entry: { crossings: [] } },
    shows: { credits: "1300 granted, 135 left, 1165 used" },
  },
  {
    tells: "With one more it is a tenth, and the ledger notes that she is to be told.",
    does: maya.uses(1, "images"),
    answers: {
      entry: { crossings: [{ kind: "USAGE_ALERT", featureId: "credits", name: "Nearly out" }] },
    },
    shows: { credits: "1300 granted, 130 left, 1170 used" },
  },
  {
    tells: "The last 26 spend every credit; that she is to be told was noted already.",
    does: maya.uses(26, "images"),
    answers: { entry: { crossings: [] } },
    shows: { credits: "1300 granted, 0 left, 1300 used" },
  },
  {
    tells: "One more chat is not allowed, and she is told why.",
    does: maya.asksFor(1, "chats"),
    answers: { allowed: false, reason: "INSUFFICIENT_BALANCE" },
    shows: { credits: "1300 granted, 0 left, 1300 used" },
  },
  {
    tells: "She buys a top-up of 500 credits that never expire.",
    does: maya.gets("credits", { includedGrant: 500, balanceId: "top-up" }),
    shows: { credits: "1800 granted, 500 left, 1300 used" },
  },
  {
    tells: "Now the chat is allowed.",
    does: maya.asksFor(1, "chats"),
    answers: { allowed: true, reason: null },
  },
  {
    tells: "She chats 150 times, all from the top-up.",
    does: maya.uses(150, "chats"),
    shows: { credits: "1800 granted, 350 left, 1450 used" },
  },
  {
    tells: "On 15 April a new month begins: nothing was left to carry over, the top-up stays.",
    does: maya.waitsUntil("2026-04-15T12:00:00Z"),
    shows: { credits: "1500 granted, 1350 left, 150 used" },
    carries: { credits: [] },
    explains: {
      credits: [
        "pro-monthly includes 1000 a month (B2)",
        "top-up includes 500 (B2)",
        "pro-monthly includes 1000 and 1000 of it are left (B3)",
        "top-up includes 500 and 350 of it are left (B3)",
        "pro-monthly includes 1000 and none of it is used (B4)",
        "top-up includes 500 and 150 of it are used (B4)",
      ],
    },
  },
];

test("three months of an AI product: grant, spend, reset, roll over, top up, expire", async () => {
  expect(await play("maya", BEFORE, STEPS)).toBe(17);
});
