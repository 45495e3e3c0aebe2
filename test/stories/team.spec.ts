import { expect, test } from "vitest";
import { deedsOf, makes } from "./deeds.ts";
import { play, type Step } from "./story.ts";

/** Acme has a team plan: 5 seats, 100 calls a month for each seat, and 1,000 that all share. */
const acme = deedsOf("acme");
const globex = deedsOf("globex");
const monthly = { reset: { interval: "MONTH" } };
const perSeat = { includedGrant: 100, planId: "team", perEntityFeatureId: "seats", ...monthly };

const BEFORE = [
  makes("seats", { consumable: false }),
  makes("calls"),
  acme.signsUp("2026-01-15T12:00:00Z"),
  globex.signsUp("2026-01-15T12:00:00Z"),
  globex.gets("seats", { includedGrant: 2, planId: "team" }),
  globex.gets("calls", { ...perSeat, balanceId: "per-seat" }),
];

const STEPS: readonly Step[] = [
  {
    tells: "Acme gets 5 seats.",
    does: acme.gets("seats", { includedGrant: 5, planId: "team" }),
    shows: { seats: "5 granted, 5 left, 0 used", calls: "nothing" },
  },
  {
    tells: "Each seat is to bring 100 calls; nobody sits there yet.",
    does: acme.gets("calls", { ...perSeat, balanceId: "per-seat" }),
    shows: { calls: "0 granted, 0 left, 0 used" },
  },
  {
    tells: "Acme gets 1,000 calls that all share.",
    does: acme.gets("calls", {
      includedGrant: 1000,
      planId: "team",
      balanceId: "shared",
      ...monthly,
    }),
    shows: { calls: "1000 granted, 1000 left, 0 used" },
  },
  {
    tells: "Ada joins: a seat is taken, and her 100 calls come with it.",
    does: acme.isJoinedBy("ada", "seats"),
    shows: {
      seats: "5 granted, 4 left, 1 used",
      calls: "1100 granted, 1100 left, 0 used",
      "calls of ada": "1100 granted, 1100 left, 0 used",
    },
  },
  {
    tells: "Ben joins; each sees their own 100 and the shared 1,000.",
    does: acme.isJoinedBy("ben", "seats"),
    shows: {
      seats: "5 granted, 3 left, 2 used",
      calls: "1200 granted, 1200 left, 0 used",
      "calls of ada": "1100 granted, 1100 left, 0 used",
      "calls of ben": "1100 granted, 1100 left, 0 used",
    },
  },
  {
    tells: "Ada makes 130 calls: her own 100, then 30 of the shared ones. Ben sees the 30.",
    does: acme.uses(130, "calls", { entityId: "ada" }),
    shows: {
      calls: "1200 granted, 1070 left, 130 used",
      "calls of ada": "1100 granted, 970 left, 130 used",
      "calls of ben": "1100 granted, 1070 left, 30 used",
    },
    explains: {
      "calls of ben": [
        "per-seat includes 100 a month for ben (B2)",
        "shared includes 1000 a month (B2)",
        "per-seat includes 100 and 100 of it are left (B3)",
        "shared includes 1000 and 970 of it are left (B3)",
        "per-seat includes 100 and none of it is used (B4)",
        "shared includes 1000 and 30 of it are used (B4)",
      ],
    },
  },
  {
    tells: "A nightly job of nobody's makes 70 calls: shared ones.",
    does: acme.uses(70, "calls"),
    shows: {
      calls: "1200 granted, 1000 left, 200 used",
      "calls of ada": "1100 granted, 900 left, 200 used",
      "calls of ben": "1100 granted, 1000 left, 100 used",
    },
  },
  {
    tells: "Ben is given 50 calls of his own; Ada does not see them, Acme's total does.",
    does: acme.gets("calls", { includedGrant: 50, entityId: "ben", balanceId: "bonus" }),
    shows: {
      calls: "1250 granted, 1050 left, 200 used",
      "calls of ada": "1100 granted, 900 left, 200 used",
      "calls of ben": "1150 granted, 1050 left, 100 used",
    },
  },
  {
    tells: "Ben makes 20 calls, from the monthly 100 of his seat before his bonus.",
    does: acme.uses(20, "calls", { entityId: "ben" }),
    shows: {
      calls: "1250 granted, 1030 left, 220 used",
      "calls of ada": "1100 granted, 900 left, 200 used",
      "calls of ben": "1150 granted, 1030 left, 120 used",
    },
  },
  {
    tells: "Ben leaves for Globex: his seat is free, his calls and their usage are gone.",
    does: acme.isLeftBy("ben"),
    shows: {
      seats: "5 granted, 4 left, 1 used",
      calls: "1100 granted, 900 left, 200 used",
      "calls of ada": "1100 granted, 900 left, 200 used",
      "calls of ben": "nothing",
    },
  },
  {
    tells: "At Globex he begins anew; Acme does not notice.",
    does: globex.isJoinedBy("ben", "seats"),
    shows: {
      seats: "5 granted, 4 left, 1 used",
      calls: "1100 granted, 900 left, 200 used",
      "calls of ben": "nothing",
    },
  },
  {
    tells: "Acme stops sharing: Ada has what her seat brings, and that is used up.",
    does: acme.chooses({ config: { disablePooledBalance: true } }),
    shows: {
      calls: "1100 granted, 900 left, 200 used",
      "calls of ada": "100 granted, 0 left, 100 used",
    },
    explains: {
      "calls of ada": [
        "per-seat includes 100 a month for ada (B2)",
        "per-seat includes 100 and none of it is left (B3)",
        "the customer's 1 source with 900 of calls left is not for ada: the shared pool is switched off (V3)",
        "per-seat includes 100 and 100 of it are used (B4)",
      ],
    },
  },
  {
    tells: "Ada tries 10 more calls; none fits, and the shared ones stay.",
    does: acme.uses(10, "calls", { entityId: "ada" }),
    shows: {
      calls: "1100 granted, 900 left, 200 used",
      "calls of ada": "100 granted, 0 left, 100 used",
    },
  },
  {
    tells: "Acme shares again.",
    does: acme.chooses({ config: { disablePooledBalance: false } }),
    shows: { "calls of ada": "1100 granted, 900 left, 200 used" },
  },
  {
    tells: "A new month begins for the calls; seats are held, not used up, and stay taken.",
    does: acme.waitsUntil("2026-02-15T12:00:00Z"),
    shows: {
      seats: "5 granted, 4 left, 1 used",
      calls: "1100 granted, 1100 left, 0 used",
      "calls of ada": "1100 granted, 1100 left, 0 used",
    },
  },
];

test("a team with seats: people join and leave, share a pool, and one moves", async () => {
  expect(await play("acme", BEFORE, STEPS)).toBe(15);
});

test("who moves begins anew where they go", async () => {
  const before = [...BEFORE, acme.gets("seats", { includedGrant: 5, planId: "team" })];
  const steps: readonly Step[] = [
    {
      tells: "Ben, who was at Acme, joins Globex under the same id.",
      does: globex.isJoinedBy("ben", "seats"),
      shows: {
        seats: "2 granted, 1 left, 1 used",
        calls: "100 granted, 100 left, 0 used",
        "calls of ben": "100 granted, 100 left, 0 used",
      },
    },
  ];
  const past = [acme.isJoinedBy("ben", "seats"), acme.isLeftBy("ben")];
  expect(await play("globex", [...before, ...past], steps)).toBe(1);
});
