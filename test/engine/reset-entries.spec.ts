import { describe, expect, test } from "vitest";
import { amount, formatAmount } from "../../src/engine/amount.ts";
import { UPDATE } from "../support/commands.ts";
import { Bench, DAY } from "../support/engine.ts";

/** Which resets leave an entry, and which move nothing that anyone sees (R2). */

const DAILY = { reset: { interval: "day", intervalCount: 1 } } as const;
const CARRIED = {
  ...DAILY,
  rollover: { max: null, maxPercentage: null, duration: "forever", length: 1 },
} as const;

interface Row {
  readonly title: string;
  readonly story: (bench: Bench) => void;
  readonly persistFreeOverage?: boolean;
  /** What the entry of each reset took: "-30 of g1". */
  readonly entries: readonly string[];
  /** granted remaining usage overage, a day later. */
  readonly figures: string;
}

const TABLE: readonly Row[] = [
  {
    title: "a full row is as full afterwards: no entry",
    story: (bench) => bench.grant(DAILY),
    entries: [],
    figures: "100 100 0 0",
  },
  {
    title: "what was used is refilled",
    story: (bench) => {
      bench.grant(DAILY);
      bench.track("30");
    },
    entries: ["-30: -30 of g1"],
    figures: "100 100 0 0",
  },
  {
    title: "a full row that carries adds a rollover and nothing else",
    story: (bench) => bench.grant(CARRIED),
    entries: ["-100: -100 of g1 carried"],
    figures: "200 200 0 0",
  },
  {
    title: "an empty row that carries is refilled alone",
    story: (bench) => {
      bench.grant(CARRIED);
      bench.track("100");
    },
    entries: ["-100: -100 of g1"],
    figures: "100 100 0 0",
  },
  {
    title: "a row in debt that carries has nothing to carry",
    story: (bench) => {
      bench.grant({ ...CARRIED, overageAllowed: true });
      bench.track("130");
    },
    entries: ["-130: -130 of g1"],
    figures: "100 100 0 0",
  },
  {
    title: "a debt of a free row stays where the organisation keeps it",
    story: (bench) => {
      bench.grant({ ...DAILY, overageAllowed: true });
      bench.track("130");
    },
    persistFreeOverage: true,
    entries: ["-100: -100 of g1"],
    figures: "100 70 30 0",
  },
  {
    title: "an override ends, though what is left is what the row starts with",
    story: (bench) => {
      bench.grant(DAILY);
      bench.run({ ...UPDATE, includedGrant: amount("150") });
    },
    entries: ["0: "],
    figures: "100 100 0 0",
  },
  {
    title: "of two slices the one that was used",
    story: (bench) => {
      bench.entity("ada");
      bench.entity("ben");
      bench.grant({ ...DAILY, perEntityFeatureId: "users" });
      bench.track("40", { entityId: "ben" });
    },
    entries: ["-40: -40 of g1 for ben"],
    figures: "200 200 0 0",
  },
  {
    title: "two rows at one instant are one entry",
    story: (bench) => {
      bench.grant(DAILY);
      bench.grant(DAILY);
      bench.track("150");
    },
    entries: ["-150: -100 of g1, -50 of g2"],
    figures: "200 200 0 0",
  },
];

describe("a reset", () => {
  test.each(TABLE)("$title", ({ story, persistFreeOverage = false, entries, figures }) => {
    const bench = new Bench({ ...new Bench().catalog, persistFreeOverage });
    story(bench);
    bench.now += DAY;
    bench.run({ type: "passTime", customerId: "cus" });
    const told = bench.entries
      .filter(({ kind }) => kind === "RESET")
      .map(({ value, deductions }) => {
        const parts = deductions.map((one) => {
          const whose = one.entityId === null ? "" : ` for ${one.entityId}`;
          const carried = one.rolloverId === null ? "" : " carried";
          return `${formatAmount(one.value)} of ${one.balanceId}${carried}${whose}`;
        });
        return `${formatAmount(value)}: ${parts.join(", ")}`;
      });
    expect(told).toEqual(entries);
    expect(bench.figures()).toBe(figures);
  });
});
