import { expect, test } from "vitest";
import { deedsOf, makes } from "./deeds.ts";
import { play, type Step } from "./story.ts";

/** Lena's agents run for minutes: what a run may cost is set aside before, and settled after. */
const lena = deedsOf("lena");

const BEFORE = [
  makes("tokens"),
  makes("credits", {
    type: "CREDIT_SYSTEM",
    creditSchema: [{ meteredFeatureId: "tokens", creditCost: "0.002" }],
  }),
  lena.signsUp("2026-01-15T12:00:00Z"),
];

const STEPS: readonly Step[] = [
  {
    tells: "Lena's plan: 10,000 tokens a day, and 50 credits that last a year.",
    does: lena.gets("tokens", {
      includedGrant: 10_000,
      balanceId: "daily",
      reset: { interval: "DAY" },
    }),
    shows: { tokens: "10000 granted, 10000 left, 0 used" },
  },
  {
    tells: "The credits are a gift with an end.",
    does: lena.gets("credits", {
      includedGrant: 50,
      balanceId: "gift",
      expiresAt: "2027-01-15T12:00:00Z",
    }),
    shows: { credits: "50 granted, 50 left, 0 used" },
  },
  {
    tells:
      "A run that may take 12,000 tokens sets them aside: the 2,000 too many are paid in credits.",
    does: lena.setsAside("run-1", 12_000, "tokens", { expiresAt: "2026-01-15T13:00:00Z" }),
    answers: { allowed: true, lock: { lockId: "run-1", status: "HELD" } },
    shows: {
      tokens: "10000 granted, 0 left, 10000 used",
      credits: "50 granted, 46 left, 4 used",
    },
  },
  {
    tells: "A second run under the same name is refused.",
    does: lena.setsAside("run-1", 1, "tokens"),
    answers: { code: "LOCK_ALREADY_EXISTS" },
  },
  {
    tells: "A run that may take 30,000 does not fit any more, and takes nothing.",
    does: lena.setsAside("run-2", 30_000, "tokens"),
    answers: { allowed: false, reason: "INSUFFICIENT_BALANCE", lock: null },
    shows: { credits: "50 granted, 46 left, 4 used" },
  },
  {
    tells: "The first run took 7,000 in the end: the credits come back first, then the tokens.",
    does: lena.settles("run-1", 7_000),
    shows: {
      tokens: "10000 granted, 3000 left, 7000 used",
      credits: "50 granted, 50 left, 0 used",
    },
  },
  {
    tells: "It cannot be settled twice.",
    does: lena.settles("run-1"),
    answers: { code: "LOCK_NOT_FOUND" },
  },
  {
    tells: "A third run sets 2,000 aside for an hour, and its machine dies.",
    does: lena.setsAside("run-3", 2_000, "tokens", { expiresAt: "2026-01-15T13:00:00Z" }),
    shows: { tokens: "10000 granted, 1000 left, 9000 used" },
  },
  {
    tells: "An hour later they are back by themselves.",
    does: lena.waitsUntil("2026-01-15T13:00:00Z"),
    shows: { tokens: "10000 granted, 3000 left, 7000 used" },
  },
  {
    tells: "Late in the night a run sets 3,000 aside.",
    does: lena.setsAside("run-4", 3_000, "tokens"),
    shows: { tokens: "10000 granted, 0 left, 10000 used" },
  },
  {
    tells: "The new day fills her tokens, with the run still going.",
    does: lena.waitsUntil("2026-01-16T12:00:00Z"),
    shows: { tokens: "10000 granted, 10000 left, 0 used" },
  },
  {
    tells: "It is given up: yesterday's tokens do not come on top of today's (A11).",
    does: lena.givesUp("run-4"),
    shows: { tokens: "10000 granted, 10000 left, 0 used" },
  },
];

test("a customer whose runs cost what nobody knows before", async () => {
  expect(await play("lena", BEFORE, STEPS)).toBe(12);
});
