import { describe, expect, it } from "vitest";
import type { Grant } from "../../src/engine/ledger.ts";
import { byDeductionOrder } from "../../src/engine/order.ts";
import { Bench, CATALOG, DAY, START } from "../support/engine.ts";

/** What a criterion prefers, and what it puts behind. */
interface Criterion {
  readonly rule: string;
  readonly title: string;
  readonly ahead: Partial<Grant>;
  readonly behind: Partial<Grant>;
  readonly entityId?: string;
}

const PER_ENTITY: Partial<Grant> = { perEntityFeatureId: "users" };
const OWNED: Partial<Grant> = { entityId: "ada" };
const NEVER_RESETS = { nextResetAt: null, expiresAt: null } as const;

/** In the order in which they are asked. */
const CRITERIA: readonly Criterion[] = [
  {
    rule: "D2.1",
    title: "to the customer its own rows before those dealt out to entities",
    ahead: {},
    behind: PER_ENTITY,
  },
  {
    rule: "D2.1",
    title: "to the customer its own rows before those that entities own",
    ahead: {},
    behind: OWNED,
  },
  {
    rule: "D2.1",
    title: "to an entity its slice before the pool",
    ahead: PER_ENTITY,
    behind: {},
    entityId: "ada",
  },
  {
    rule: "D2.1",
    title: "to an entity its own row before the pool",
    ahead: OWNED,
    behind: {},
    entityId: "ada",
  },
  { rule: "D2.2", title: "flags first", ahead: { featureId: "dashboard" }, behind: {} },
  { rule: "D2.3", title: "credits last", ahead: {}, behind: { featureId: "credits" } },
  { rule: "D2.4", title: "unlimited first", ahead: { unlimited: true }, behind: {} },
  {
    rule: "D2.5",
    title: "what resets before what does not",
    ahead: { nextResetAt: START + 99 * DAY },
    behind: NEVER_RESETS,
  },
  {
    rule: "D2.6",
    title: "the shorter period",
    ahead: { interval: "month", intervalCount: 1 },
    behind: { interval: "week", intervalCount: 5 },
  },
  {
    rule: "D2.7",
    title: "the sooner expiry",
    ahead: { expiresAt: START + 2 * DAY },
    behind: { expiresAt: START + 3 * DAY },
  },
  {
    rule: "D2.8",
    title: "of two entities the first by id",
    ahead: { entityId: "ada" },
    behind: { entityId: "ben" },
  },
  { rule: "D2.9", title: "main plans before add-ons", ahead: {}, behind: { addOn: true } },
  {
    rule: "D2.10",
    title: "what may not go below zero first",
    ahead: {},
    behind: { overageAllowed: true },
  },
  {
    rule: "D2.11",
    title: "the older, whatever its place",
    ahead: { createdAt: START - 1 },
    behind: { createdAt: START },
  },
];

describe("which of two grants is used first", () => {
  it.each(CRITERIA)("$rule $title", ({ ahead, behind, entityId = null }) => {
    expect(orderOf(ahead, behind, entityId)).toEqual([-1, 1]);
  });

  const pairs = CRITERIA.flatMap((earlier, index) =>
    CRITERIA.slice(index + 1).flatMap((later) => {
      const [ahead, behind] = [
        { ...later.behind, ...earlier.ahead },
        { ...later.ahead, ...earlier.behind },
      ];
      const entityId = earlier.entityId ?? null;
      const isApart = tellsApart(earlier, later);
      return isApart ? [{ title: `${earlier.rule} ${later.rule}`, ahead, behind, entityId }] : [];
    }),
  );

  it.each(pairs)("an earlier criterion outweighs a later one: $title", (pair) => {
    expect(orderOf(pair.ahead, pair.behind, pair.entityId)).toEqual([-1, 1]);
  });

  it.each<[string, Partial<Grant>, Partial<Grant>]>([
    [
      "D2.2 asks of features, not of grants",
      { featureId: "dashboard" },
      { featureId: "dashboard" },
    ],
    ["D2.3 two credit systems", { featureId: "credits" }, { featureId: "credits" }],
    ["D2.5 when it resets is no matter", { nextResetAt: START + DAY }, { nextResetAt: START }],
    ["D2.6 without a period nothing is shorter", { interval: null }, { interval: "day" }],
    ["D2.6 nor with one", { interval: "one_off" }, { interval: null }],
    [
      "D2.6 a quarter is three months",
      { interval: "quarter" },
      { interval: "month", intervalCount: 3 },
    ],
    ["D2.7 both never", { expiresAt: null }, { expiresAt: null }],
    ["D2.8 one entity", OWNED, OWNED],
    ["D2.8 what one owns and what is dealt out to all", OWNED, PER_ENTITY],
    ["D2.11 the same in all", {}, {}],
  ])("%s: neither", (_title, left, right) => {
    expect(orderOf(left, right, null)).toEqual([0, 0]);
  });

  it.each<[string, Partial<Grant>, Partial<Grant>]>([
    ["a minute, twice", { interval: "minute", intervalCount: 59 }, { interval: "hour" }],
    ["hours", { interval: "hour", intervalCount: 23 }, { interval: "day" }],
    ["days", { interval: "day", intervalCount: 6 }, { interval: "week" }],
    ["weeks", { interval: "week", intervalCount: 4 }, { interval: "month" }],
    ["months", { interval: "month", intervalCount: 2 }, { interval: "quarter" }],
    ["quarters", { interval: "quarter" }, { interval: "semi_annual" }],
    ["twelve months, of 30 days", { interval: "month", intervalCount: 12 }, { interval: "year" }],
    ["a long time", { interval: "year", intervalCount: 99 }, { interval: "one_off" }],
  ])("D2.6 shorter: %s", (_title, ahead, behind) => {
    expect(orderOf(ahead, behind, null)).toEqual([-1, 1]);
  });

  it("a feature that the catalogue does not know is neither a flag nor credits", () => {
    const ghost = { featureId: "ghost" };
    expect(orderOf(ghost, {}, null)).toEqual([0, 0]);
    expect(orderOf({ featureId: "dashboard" }, ghost, null)).toEqual([-1, 1]);
    expect(orderOf(ghost, { featureId: "credits" }, null)).toEqual([-1, 1]);
  });

  it("D2.7 what never expires is last", () => {
    const [sooner, never] = [{ expiresAt: START + DAY }, { expiresAt: null }];
    expect(orderOf(sooner, never, null)).toEqual([-1, 1]);
  });
});

describe("D2.11 creation order", () => {
  it("decides between rows that are alike: the first made is used first", () => {
    const bench = new Bench();
    bench.grant();
    bench.now += DAY;
    bench.grant();
    bench.grant();
    bench.track("150");
    expect(bench.rows()).toBe("g1 0, g2 50, g3 100");
    bench.track("-120");
    expect(bench.rows()).toBe("g1 100, g2 70, g3 100");
  });

  it("is told by the instant, also where the clock went back", () => {
    const bench = new Bench();
    bench.grant();
    bench.now -= DAY;
    bench.grant();
    bench.track("30");
    expect(bench.rows()).toBe("g2 70, g1 100");
  });
});

/** How two grants compare, and how they do the other way round. */
function orderOf(ahead: Partial<Grant>, behind: Partial<Grant>, entityId: string | null) {
  const viewpoint = { catalog: CATALOG, entityId };
  const [left, right] = [grantLike(ahead), grantLike(behind)];
  return [byDeductionOrder(viewpoint, left, right), byDeductionOrder(viewpoint, right, left)];
}

function grantLike(given: Partial<Grant>): Grant {
  const bench = new Bench();
  bench.grant({ reset: { interval: "day", intervalCount: 1 } });
  const [grant] = bench.ledger?.grants ?? [];
  if (!grant) throw new Error("no grant");
  return { ...grant, ...given };
}

/** Whether one grant can have what the earlier prefers and what the later does not. */
function tellsApart(earlier: Criterion, later: Criterion): boolean {
  const bothByEntity = earlier.rule === "D2.1" && later.rule === "D2.8";
  if (earlier.rule === later.rule || bothByEntity) return false;
  const fields = new Set(Object.keys({ ...earlier.ahead, ...earlier.behind }));
  return Object.keys({ ...later.ahead, ...later.behind }).every((field) => !fields.has(field));
}
