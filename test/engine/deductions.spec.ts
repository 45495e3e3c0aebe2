import { describe, expect, it } from "vitest";
import { amount, formatAmount, ZERO } from "../../src/engine/amount.ts";
import { changedFeatures, deductionsBetween } from "../../src/engine/deduction.ts";
import type { Deduction, Grant, Ledger, Rollover, Slice } from "../../src/engine/ledger.ts";
import { Bench, DAY, START } from "../support/engine.ts";

/** "balanceId rolloverId entityId value", a dash for none. */
function told(deductions: readonly Deduction[]): readonly string[] {
  return deductions.map(
    ({ balanceId, rolloverId, entityId, value }) =>
      `${balanceId} ${rolloverId ?? "-"} ${entityId ?? "-"} ${formatAmount(value)}`,
  );
}

function ledgerOf(...grants: readonly Grant[]): Ledger {
  const { ledger } = new Bench();
  if (!ledger) throw new Error("no ledger");
  return { ...ledger, grants };
}

function slice(balance: string, entityId: string | null = null): Slice {
  return { entityId, balance: amount(balance), adjustment: ZERO };
}

function rollover(rolloverId: string, balance: string, entityId: string | null = null): Rollover {
  return { rolloverId, entityId, balance: amount(balance), usage: ZERO, expiresAt: null };
}

function grantLike(given: Partial<Grant>): Grant {
  const bench = new Bench();
  bench.grant();
  const [grant] = bench.ledger?.grants ?? [];
  if (!grant) throw new Error("no grant");
  return { ...grant, ...given };
}

const ONE = grantLike({ slices: [slice("10")] });

interface Row {
  readonly title: string;
  readonly before: readonly Grant[];
  readonly after: readonly Grant[];
  readonly told: readonly string[];
}

const a = rollover("a", "1");
const b = rollover("b", "2");
const c = rollover("c", "3");
const carrying = (...rollovers: readonly Rollover[]) => ({ ...ONE, rollovers });

const TABLE: readonly Row[] = [
  { title: "nothing moved", before: [ONE], after: [ONE], told: [] },
  { title: "another object that is the same", before: [ONE], after: [{ ...ONE }], told: [] },
  {
    title: "taken",
    before: [ONE],
    after: [{ ...ONE, slices: [slice("7")] }],
    told: ["g1 - - 3"],
  },
  {
    title: "given back",
    before: [ONE],
    after: [{ ...ONE, slices: [slice("12")] }],
    told: ["g1 - - -2"],
  },
  { title: "a grant that came", before: [], after: [ONE], told: ["g1 - - -10"] },
  { title: "a grant that went", before: [ONE], after: [], told: ["g1 - - 10"] },
  {
    title: "one that came comes before one that went",
    before: [ONE],
    after: [grantLike({ grantId: "g2", externalId: "mine", slices: [slice("4")] })],
    told: ["mine - - -4", "g1 - - 10"],
  },
  {
    title: "slices of entities, those that left among them",
    before: [{ ...ONE, slices: [slice("5", "ada"), slice("5", "ben")] }],
    after: [{ ...ONE, slices: [slice("4", "ada"), slice("5", "cyd")] }],
    told: ["g1 - ada 1", "g1 - ben 5", "g1 - cyd -5"],
  },
  {
    title: "rollovers before rows",
    before: [{ ...ONE, rollovers: [a] }],
    after: [{ ...ONE, rollovers: [rollover("a", "0")], slices: [slice("9")] }],
    told: ["g1 a - 1", "g1 - - 1"],
  },
  {
    title: "one rollover added behind the others",
    before: [carrying(a, b)],
    after: [carrying(a, b, c)],
    told: ["g1 c - -3"],
  },
  {
    title: "one added before them",
    before: [carrying(b, c)],
    after: [carrying(a, b, c)],
    told: ["g1 a - -1"],
  },
  {
    title: "one gone from the middle",
    before: [carrying(a, b, c)],
    after: [carrying(a, c)],
    told: ["g1 b - 2"],
  },
  {
    title: "all gone",
    before: [carrying(a, b)],
    after: [carrying()],
    told: ["g1 a - 1", "g1 b - 2"],
  },
  {
    title: "in another order, and one of them spent",
    before: [carrying(a, b, c)],
    after: [carrying(c, rollover("b", "0"), a)],
    told: ["g1 b - 2"],
  },
  {
    title: "the same lists around one that changed",
    before: [carrying(a, b, c)],
    after: [carrying(a, rollover("b", "1.5"), c)],
    told: ["g1 b - 0.5"],
  },
  {
    title: "a rollover trimmed to nothing where another comes",
    before: [carrying(a, b)],
    after: [carrying(b, c)],
    told: ["g1 a - 1", "g1 c - -3"],
  },
  {
    title: "parts of one rollover, by entity",
    before: [carrying(rollover("a", "1", "ada"), rollover("a", "1", "ben"))],
    after: [carrying(rollover("a", "1", "ada"), rollover("a", "0", "ben"))],
    told: ["g1 a ben 1"],
  },
];

describe("what stands lower or higher after a change (B43)", () => {
  it.each(TABLE)("$title", ({ before, after, told: expected }) => {
    expect(told(deductionsBetween(ledgerOf(...before), ledgerOf(...after)))).toEqual(expected);
  });

  it("is told with its row's feature, plan, owner and period", () => {
    const owned = grantLike({
      externalId: "mine",
      featureId: "credits",
      planId: "pro",
      entityId: "ada",
      interval: "week",
      intervalCount: 2,
      nextResetAt: START + DAY,
      slices: [slice("10")],
    });
    expect(deductionsBetween(ledgerOf(owned), ledgerOf())).toEqual([
      {
        balanceId: "mine",
        rolloverId: null,
        featureId: "credits",
        planId: "pro",
        entityId: "ada",
        interval: "week",
        intervalCount: 2,
        resetsAt: START + DAY,
        value: amount("10"),
      },
    ]);
  });

  it("of a slice names its entity", () => {
    const bench = new Bench();
    bench.entity("ada");
    bench.grant({ perEntityFeatureId: "users", planId: "team" });
    bench.track("5");
    expect(told(bench.entries.at(-1)?.deductions ?? [])).toEqual(["g1 - ada 5"]);
  });
});

describe("the features of which anything changed", () => {
  const credits = grantLike({ grantId: "g2", featureId: "credits" });

  it.each<[string, readonly Grant[], readonly Grant[], readonly string[]]>([
    ["none", [ONE, credits], [ONE, credits], []],
    ["another order is no change", [ONE, credits], [credits, ONE], []],
    ["one of two", [ONE, credits], [{ ...ONE }, credits], ["messages"]],
    ["one that came", [ONE], [ONE, credits], ["credits"]],
    ["one that went", [ONE, credits], [ONE], ["credits"]],
    ["each once", [ONE, credits], [{ ...ONE }, { ...credits }], ["messages", "credits"]],
  ])("%s", (_title, before, after, expected) => {
    expect(changedFeatures(ledgerOf(...before), ledgerOf(...after))).toEqual(expected);
  });
});
