import { expect, test } from "vitest";
import { deedsOf, makes } from "./deeds.ts";
import { play, type Step } from "./story.ts";

/** A trial is 100 messages for 14 days; the plan after it 1,000 a month. */
const tom = deedsOf("tom");
const tina = deedsOf("tina");

const BEFORE = [
  makes("messages"),
  tom.signsUp("2026-01-31T09:00:00Z"),
  tina.signsUp("2026-01-31T09:00:00Z"),
];
const TRIAL = { includedGrant: 100, balanceId: "trial", expiresAt: "2026-02-14T09:00:00Z" };
const PRO = {
  includedGrant: 1000,
  planId: "pro",
  balanceId: "pro-monthly",
  reset: { interval: "MONTH" },
};

test("a trial that expires, and is converted afterwards", async () => {
  const steps: readonly Step[] = [
    {
      tells: "On 31 January Tom has not begun: he has no messages at all, not 0 of them.",
      does: tom.asksFor(1, "messages"),
      answers: { allowed: false, reason: "NO_BALANCE" },
      shows: { messages: "nothing" },
    },
    {
      tells: "He begins a trial.",
      does: tom.gets("messages", TRIAL),
      shows: { messages: "100 granted, 100 left, 0 used" },
    },
    {
      tells: "He sends 60 messages.",
      does: tom.uses(60, "messages"),
      shows: { messages: "100 granted, 40 left, 60 used" },
    },
    {
      tells: "A millisecond before its end the trial is still his.",
      does: tom.waitsUntil("2026-02-14T08:59:59.999Z"),
      shows: { messages: "100 granted, 40 left, 60 used" },
    },
    {
      tells: "On 14 February it expires, with its usage.",
      does: tom.waitsUntil("2026-02-14T09:00:00Z"),
      shows: { messages: "nothing" },
    },
    {
      tells: "He may send nothing now.",
      does: tom.asksFor(1, "messages"),
      answers: { allowed: false, reason: "NO_BALANCE" },
    },
    {
      tells: "A message that comes in nevertheless changes nothing.",
      does: tom.uses(1, "messages"),
      shows: { messages: "nothing" },
    },
    {
      tells: "On 28 February he takes the plan, and begins at 0.",
      does: tom.waitsUntil("2026-02-28T09:00:00Z"),
      shows: { messages: "nothing" },
    },
    {
      tells: "The plan brings 1,000 messages.",
      does: tom.gets("messages", PRO),
      shows: { messages: "1000 granted, 1000 left, 0 used" },
    },
    {
      tells: "He sends 300 of them.",
      does: tom.uses(300, "messages"),
      shows: { messages: "1000 granted, 700 left, 300 used" },
    },
    {
      tells: "A month later, on 28 March, he starts anew.",
      does: tom.waitsUntil("2026-03-28T09:00:00Z"),
      shows: { messages: "1000 granted, 1000 left, 0 used" },
    },
  ];
  expect(await play("tom", BEFORE, steps)).toBe(11);
});

test("a trial that is converted before it expires", async () => {
  const steps: readonly Step[] = [
    {
      tells: "Tina begins a trial.",
      does: tina.gets("messages", TRIAL),
      shows: { messages: "100 granted, 100 left, 0 used" },
    },
    {
      tells: "She sends 60 messages.",
      does: tina.uses(60, "messages"),
      shows: { messages: "100 granted, 40 left, 60 used" },
    },
    {
      tells: "She is converted early: what is left of the trial stays until its end.",
      does: tina.gets("messages", PRO),
      shows: { messages: "1100 granted, 1040 left, 60 used" },
    },
    {
      tells: "She sends 10 more: from the plan, since what resets is used before what does not.",
      does: tina.uses(10, "messages"),
      shows: { messages: "1100 granted, 1030 left, 70 used" },
      explains: {
        messages: [
          "pro-monthly includes 1000 a month (B2)",
          "trial includes 100 (B2)",
          "pro-monthly includes 1000 and 990 of it are left (B3)",
          "trial includes 100 and 40 of it are left (B3)",
          "pro-monthly includes 1000 and 10 of it are used (B4)",
          "trial includes 100 and 60 of it are used (B4)",
        ],
      },
    },
    {
      tells: "Support lengthens her trial by a week.",
      does: tina.isSet("messages", { balanceId: "trial", expiresAt: "2026-02-21T09:00:00Z" }),
      shows: { messages: "1100 granted, 1030 left, 70 used" },
    },
    {
      tells: "On the day on which it was to end it is still hers.",
      does: tina.waitsUntil("2026-02-14T09:00:00Z"),
      shows: { messages: "1100 granted, 1030 left, 70 used" },
    },
    {
      tells: "A week later it expires with its 40 messages; the plan stays.",
      does: tina.waitsUntil("2026-02-21T09:00:00Z"),
      shows: { messages: "1000 granted, 990 left, 10 used" },
    },
    {
      tells: "On 28 February, the last day of a shorter month, the plan starts anew.",
      does: tina.waitsUntil("2026-02-28T09:00:00Z"),
      shows: { messages: "1000 granted, 1000 left, 0 used" },
    },
    {
      tells:
        "She sends 5, and the next month comes back to the 31st: on the 30th nothing has reset.",
      does: tina.uses(5, "messages"),
      shows: { messages: "1000 granted, 995 left, 5 used" },
    },
    {
      tells: "On 30 March she still has 995.",
      does: tina.waitsUntil("2026-03-30T09:00:00Z"),
      shows: { messages: "1000 granted, 995 left, 5 used" },
    },
    {
      tells: "On 31 March she starts anew.",
      does: tina.waitsUntil("2026-03-31T09:00:00Z"),
      shows: { messages: "1000 granted, 1000 left, 0 used" },
    },
  ];
  expect(await play("tina", BEFORE, steps)).toBe(11);
});
