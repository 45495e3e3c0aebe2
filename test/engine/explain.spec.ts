import { describe, expect, test } from "vitest";
import { amount, formatAmount } from "../../src/engine/amount.ts";
import type { CreateBalance } from "../../src/engine/command.ts";
import { explain } from "../../src/engine/explain.ts";
import { findFeature } from "../../src/engine/feature.ts";
import type { View } from "../../src/engine/view.ts";
import { UPDATE } from "../support/commands.ts";
import { Bench, DAY, feature } from "../support/engine.ts";
import { viewsOf } from "../support/histories.ts";

const MONTHLY: Partial<CreateBalance> = { reset: { interval: "month", intervalCount: 1 } };
const PRO: Partial<CreateBalance> = { balanceId: "pro-monthly", ...MONTHLY };
const OVERAGE: Partial<CreateBalance> = { overageAllowed: true };

interface Row {
  readonly title: string;
  readonly story: (bench: Bench) => void;
  readonly entityId?: string;
  readonly lines: readonly string[];
}

const TABLE: readonly Row[] = [
  {
    title: "nothing owned has nothing to explain",
    story: () => undefined,
    lines: [],
  },
  {
    title: "a monthly plan, partly used",
    story: (bench) => {
      bench.grant(PRO);
      bench.track("80");
    },
    lines: [
      "granted grant pro-monthly 100: pro-monthly includes 100 a month (B2)",
      "remaining grant pro-monthly 20: pro-monthly includes 100 and 20 of it are left (B3)",
      "usage grant pro-monthly 80: pro-monthly includes 100 and 80 of it are used (B4)",
    ],
  },
  {
    title: "two sources, each named by what it has: the caller's id, the plan, or its own id",
    story: (bench) => {
      bench.grant({ planId: "pro", ...MONTHLY, prepaidGrant: amount("50") });
      bench.grant({ includedGrant: amount("10") });
      bench.track("150");
    },
    lines: [
      "granted grant g1 100: plan pro includes 100 a month (B2)",
      "granted prepaid g1 50: plan pro has 50 prepaid (B2)",
      "granted grant g2 10: grant g2 includes 10 (B2)",
      "remaining grant g1 0: plan pro grants 150 and none of it is left (B3)",
      "remaining grant g2 10: grant g2 includes 10 and 10 of it are left (B3)",
      "usage grant g1 150: plan pro grants 150 and 150 of it are used (B4)",
      "usage grant g2 0: grant g2 includes 10 and none of it is used (B4)",
    ],
  },
  {
    title:
      "overage is told where it stands, and is not netted against what another source has left",
    story: (bench) => {
      bench.grant({ ...PRO, overageAllowed: true });
      bench.track("130");
      bench.grant({ balanceId: "top-up", includedGrant: amount("1") });
    },
    lines: [
      "granted grant pro-monthly 100: pro-monthly includes 100 a month (B2)",
      "granted grant top-up 1: top-up includes 1 (B2)",
      "remaining grant pro-monthly 0: pro-monthly includes 100 and none of it is left, the 30 below zero not taken off (B3, B51)",
      "remaining grant top-up 1: top-up includes 1 and 1 of it is left (B3)",
      "usage grant pro-monthly 130: pro-monthly includes 100 and 130 are used, 30 of that as overage (B4)",
      "usage grant top-up 0: top-up includes 1 and none of it is used (B4)",
      "overage overage pro-monthly 30: pro-monthly stands 30 below zero (A18)",
    ],
  },
  {
    title: "a balance set above its grant shows usage below zero",
    story: (bench) => {
      bench.grant(PRO);
      bench.run({ ...UPDATE, addToBalance: amount("20") });
    },
    lines: [
      "granted grant pro-monthly 100: pro-monthly includes 100 a month (B2)",
      "remaining grant pro-monthly 120: pro-monthly includes 100 and 120 are left, 20 above its grant (B3)",
      "usage grant pro-monthly -20: pro-monthly includes 100 and holds 120: used -20 (B4)",
    ],
  },
  {
    title: "an adjusted grant tells the adjustment and how long it lasts",
    story: (bench) => {
      bench.grant(PRO);
      bench.track("80");
      bench.run({ ...UPDATE, includedGrant: amount("150") });
    },
    lines: [
      "granted grant pro-monthly 100: pro-monthly includes 100 a month (B2)",
      "granted adjustment pro-monthly 50: an update changed what pro-monthly includes by 50 until 2026-02-15 00:00 UTC (U8)",
      "remaining grant pro-monthly 20: pro-monthly grants 150 and 20 of it are left (B3)",
      "usage grant pro-monthly 130: pro-monthly grants 150 and 130 of it are used (B4)",
    ],
  },
  {
    title: "rollovers come first, soonest expiry first, as usage takes them",
    story: (bench) => {
      const rollover = { max: null, maxPercentage: null, duration: "month", length: 3 } as const;
      bench.grant({ ...PRO, rollover });
      bench.track("60");
      bench.now += 31 * DAY;
      bench.track("15");
    },
    lines: [
      "granted rollover g1-1771113600000 40: pro-monthly carried over 40, usable until 2026-05-15 00:00 UTC (B2)",
      "granted grant pro-monthly 100: pro-monthly includes 100 a month (B2)",
      "remaining rollover g1-1771113600000 25: 25 of the 40 that pro-monthly carried over are left (B3)",
      "remaining grant pro-monthly 100: pro-monthly includes 100 and 100 of it are left (B3)",
      "usage rollover g1-1771113600000 15: 15 of the 40 that pro-monthly carried over are used (B4)",
      "usage grant pro-monthly 0: pro-monthly includes 100 and none of it is used (B4)",
    ],
  },
  {
    title: "what locks hold is used, and told apart",
    story: (bench) => {
      bench.grant(PRO);
      bench.track("80");
      const lock = { lockId: "call", requiredBalance: amount("5"), expiresAt: null };
      const { customerId, featureId, entityId } = UPDATE;
      bench.run({
        type: "createLock",
        customerId,
        featureId,
        entityId,
        properties: null,
        ...lock,
      });
    },
    lines: [
      "granted grant pro-monthly 100: pro-monthly includes 100 a month (B2)",
      "remaining grant pro-monthly 15: pro-monthly includes 100 and 15 of it are left (B3)",
      "usage grant pro-monthly 85: pro-monthly includes 100 and 85 of it are used (B4)",
      "usage lock null 0: 5 are held by locks and counted as used until they are settled (L1)",
    ],
  },
  {
    title: "slices are added up for the customer, with the names of those below zero",
    story: dealtOut,
    lines: [
      "granted grant seat-plan 200: seat-plan includes 200, 100 for each of 2 users (B2)",
      "granted entity rows g2 30: 1 source of ben: 30 granted, not shared (V4)",
      "remaining grant seat-plan 100: seat-plan includes 200 and 100 of it are left, the 50 below zero for ada not taken off (B3, B51)",
      "remaining entity rows g2 30: 1 source of ben: 30 left, not shared (V4)",
      "usage grant seat-plan 150: seat-plan includes 200 and 150 of it are used, 50 of that as overage (B4)",
      "usage entity rows g2 0: 1 source of ben: 30 granted and 0 used (V4)",
      "overage overage seat-plan 50: seat-plan stands 50 below zero for ada (A18)",
    ],
  },
  {
    title: "an entity is told its own slice, and why the shared pool is not there for it",
    story: (bench) => {
      dealtOut(bench);
      bench.grant({ includedGrant: amount("500") });
      const config = { disablePooledBalance: true };
      bench.run({ type: "updateCustomer", customerId: "cus", config });
    },
    entityId: "ben",
    lines: [
      "granted grant g2 30: grant g2 includes 30 (B2)",
      "granted grant seat-plan 100: seat-plan includes 100 for ben (B2)",
      "remaining grant g2 30: grant g2 includes 30 and 30 of it are left (B3)",
      "remaining grant seat-plan 100: seat-plan includes 100 and 100 of it are left (B3)",
      "remaining pool null 0: the customer's 1 source with 500 of messages left is not for ben: the shared pool is switched off (V3)",
      "usage grant g2 0: grant g2 includes 30 and none of it is used (B4)",
      "usage grant seat-plan 0: seat-plan includes 100 and none of it is used (B4)",
    ],
  },
  {
    title: "what entities own is netted among itself",
    story: (bench) => {
      bench.entity("ada");
      bench.entity("ben");
      bench.grant({ entityId: "ada", overageAllowed: true });
      bench.grant({ entityId: "ben" });
      bench.track("130", { entityId: "ada" });
    },
    lines: [
      "granted entity rows null 200: 2 sources of ada, ben: 200 granted, not shared (V4)",
      "remaining entity rows null 70: 2 sources of ada, ben: 70 left in sum, of 100 above zero and 30 below, not shared (V4)",
      "usage entity rows null 130: 2 sources of ada, ben: 200 granted and 130 used (V4)",
    ],
  },
  {
    title: "an unlimited source makes the others vanish, and says so",
    story: (bench) => {
      bench.grant({ balanceId: "enterprise", unlimited: true });
      bench.grant(PRO);
      bench.track("12");
    },
    lines: [
      "granted unlimited enterprise 0: enterprise is unlimited: no amount is granted; 1 limited source is not counted beside it (B60)",
      "remaining unlimited enterprise 0: enterprise is unlimited: it never runs out, so no amount is left to count (B60)",
      "usage unlimited enterprise 12: enterprise is unlimited and 12 are used (B60)",
    ],
  },
];

describe("the lines of a balance", () => {
  test.each(TABLE)("$title", ({ story, entityId = null, lines }) => {
    const bench = new Bench();
    story(bench);
    const told = linesOf(viewsOf(bench).find((view) => view.entityId === entityId));
    expect(told).toEqual(lines);
  });

  test("a flag has no figures to explain", () => {
    const bench = new Bench();
    bench.grant({ featureId: "dashboard", includedGrant: null });
    const [view] = viewsOf(bench);
    expect(view && explain(view, feature("dashboard", { type: "boolean" }))).toEqual([]);
  });
});

function linesOf(view: View | undefined): readonly string[] {
  const messages = view && findFeature(view.catalog, "messages");
  if (!messages) throw new Error("no such view");
  return explain(view, messages).map(
    ({ field, source, sourceId, amount: value, text }) =>
      `${field} ${source} ${sourceId} ${formatAmount(value)}: ${text}`,
  );
}

/** 100 for each of ada and ben; ada is 50 beyond, ben has 30 of his own. */
function dealtOut(bench: Bench): void {
  bench.entity("ada");
  bench.entity("ben");
  bench.grant({ balanceId: "seat-plan", perEntityFeatureId: "users", planId: "team", ...OVERAGE });
  bench.track("150", { entityId: "ada" });
  bench.grant({ entityId: "ben", includedGrant: amount("30") });
}
