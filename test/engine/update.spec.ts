import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { UpdateBalance } from "../../src/engine/command.ts";
import { UPDATE } from "../support/commands.ts";
import { Bench, DAY, START } from "../support/engine.ts";

const month = { interval: "month", intervalCount: 1 } as const;
const forever = { max: null, maxPercentage: null, duration: "forever", length: 1 } as const;
const carried = { balance: amount("40"), usage: amount("0"), expiresAt: null };

function update(bench: Bench, given: Partial<UpdateBalance>) {
  return bench.run({ ...UPDATE, ...given });
}

interface Row {
  readonly rule: string;
  readonly title: string;
  readonly setup: (bench: Bench) => unknown;
  readonly given: Partial<UpdateBalance>;
  readonly figures: string;
  readonly rows?: string;
  readonly rollovers?: string;
}

const TABLE: readonly Row[] = [
  {
    rule: "A2",
    title: "remaining lifts rows below zero first, then takes what is too much",
    setup: (bench) => [bench.grant({ overageAllowed: true }), bench.track("130"), bench.grant()],
    given: { remaining: amount("30") },
    figures: "200 30 170 0",
    rows: "g2 30, g1 0",
  },
  {
    rule: "A2",
    title: "remaining counts rollovers and takes from them first",
    setup: (bench) => bench.grant({ reset: month, rollover: forever, rollovers: [carried] }),
    given: { remaining: amount("70") },
    figures: "140 70 70 0",
    rollovers: "0/40",
  },
  {
    rule: "A2",
    title: "a lack of remaining goes to the first row, past its grant",
    setup: (bench) => [bench.grant({ reset: month }), bench.grant()],
    given: { remaining: amount("250") },
    figures: "200 250 -50 0",
    rows: "g1 150, g2 100",
  },
  {
    rule: "A2",
    title: "remaining below zero empties all and leaves the debt on the first row",
    setup: (bench) => [bench.grant({ reset: month, rollovers: [carried] }), bench.grant()],
    given: { remaining: amount("-5") },
    figures: "240 0 245 5",
    rows: "g1 -5, g2 0",
    rollovers: "0/40",
  },
  {
    rule: "A2",
    title: "with a filter only the rows it names, and their rollovers, change",
    setup: (bench) => [bench.grant({ balanceId: "a", rollovers: [carried] }), bench.grant()],
    given: { remaining: amount("10"), balanceId: "a" },
    figures: "240 110 130 0",
    rows: "a 10, g2 100",
    rollovers: "0/40",
  },
  {
    rule: "U6",
    title: "addToBalance heals overage, then goes past the grant of the first row",
    setup: (bench) => [bench.grant({ overageAllowed: true }), bench.track("130")],
    given: { addToBalance: amount("150") },
    figures: "100 120 -20 0",
  },
  {
    rule: "U6",
    title: "a negative addToBalance takes rollovers, rows, then goes below zero",
    setup: (bench) => bench.grant({ rollovers: [carried] }),
    given: { addToBalance: amount("-150") },
    figures: "140 0 150 10",
    rows: "g1 -10",
  },
  {
    rule: "U7",
    title: "usage above the grant goes below zero on the first row",
    setup: (bench) => [bench.grant(), bench.track("40")],
    given: { usage: amount("130") },
    figures: "100 0 130 30",
  },
  {
    rule: "U8",
    title: "includedGrant shifts usage and leaves the balance",
    setup: (bench) => [bench.grant(), bench.track("40")],
    given: { includedGrant: amount("150") },
    figures: "150 60 90 0",
  },
  {
    rule: "U1",
    title: "remaining is set before the grant, whatever the order of the fields",
    setup: (bench) => bench.grant(),
    given: { includedGrant: amount("10"), remaining: amount("10") },
    figures: "10 10 0 0",
  },
  {
    rule: "N1",
    title: "an unlimited balance takes usage, and remaining as its negative",
    setup: (bench) => [bench.grant({ unlimited: true }), bench.track("7")],
    given: { remaining: amount("3") },
    figures: "0 0 -3 0",
  },
  {
    rule: "U8",
    title: "includedGrant of a customer's per-entity row is the sum shown",
    setup: (bench) => [
      bench.entity("a"),
      bench.entity("b"),
      bench.grant({ perEntityFeatureId: "users", planId: "team" }),
    ],
    given: { includedGrant: amount("250") },
    figures: "250 200 50 0",
  },
];

describe("updateBalance", () => {
  it.each(TABLE)("$rule $title", ({ setup, given, figures, rows, rollovers }) => {
    const bench = new Bench();
    setup(bench);
    expect(update(bench, given)).toBeNull();
    expect(bench.figures()).toBe(figures);
    if (rows !== undefined) expect(bench.rows()).toBe(rows);
    if (rollovers !== undefined) expect(bench.rollovers()).toBe(rollovers);
  });

  it.each<[string, Partial<UpdateBalance>, string, string]>([
    ["A3 names no change", {}, "INVALID_INPUT", "input"],
    ["A3 two targets", { remaining: amount("1"), usage: amount("1") }, "INVALID_INPUT", "input"],
    [
      "A3 remaining with addToBalance",
      { remaining: amount("1"), addToBalance: amount("1") },
      "INVALID_INPUT",
      "input",
    ],
    ["U10 expiry in the past", { expiresAt: START }, "INVALID_INPUT", "input.expiresAt"],
    ["U9 no row resets", { nextResetAt: START + DAY }, "INVALID_INPUT", "input.nextResetAt"],
    ["A4 negative grant", { includedGrant: amount("-1") }, "INVALID_INPUT", "input.includedGrant"],
    ["A3 no row matches", { remaining: amount("1"), balanceId: "x" }, "BALANCE_NOT_FOUND", ""],
    ["U2 unknown feature", { remaining: amount("1"), featureId: "x" }, "FEATURE_NOT_FOUND", ""],
    ["T5 unknown entity", { remaining: amount("1"), entityId: "x" }, "ENTITY_NOT_FOUND", ""],
    ["ifRevision", { remaining: amount("1"), ifRevision: 7 }, "REVISION_MISMATCH", ""],
  ])("%s is refused and changes nothing", (_title, given, code, path) => {
    const bench = new Bench();
    bench.grant();
    const before = bench.ledger;
    const refusal = update(bench, given);
    expect(refusal?.code).toBe(code);
    const paths =
      refusal && "issues" in refusal ? refusal.issues.map((one) => one.path.join(".")) : [];
    expect(paths).toEqual(path === "" ? [] : [path]);
    expect(bench.ledger).toBe(before);
  });

  it("ifRevision at the revision shown is applied, also with a reset due in between", () => {
    const bench = new Bench();
    bench.grant({ reset: month });
    bench.track("10");
    bench.now = START + 40 * DAY;
    const ifRevision = bench.balance()?.revision ?? 0;
    expect(ifRevision).toBe(3);
    expect(update(bench, { remaining: amount("1"), ifRevision })).toBeNull();
    expect(bench.balance()?.revision).toBe(4);
  });

  it("A28 an instant that has come resets the row once, now, and is its origin from then on", () => {
    const bench = new Bench();
    bench.grant({ reset: month });
    bench.track("10");
    bench.now = Date.UTC(2026, 3, 20);
    update(bench, { usage: amount("40") });
    update(bench, { nextResetAt: Date.UTC(2026, 3, 18) });
    expect(bench.figures()).toBe("100 100 0 0");
    expect(bench.balance()?.nextResetAt).toBe(Date.UTC(2026, 4, 18));
    expect(bench.ledger?.grants[0]).toMatchObject({
      originAt: Date.UTC(2026, 3, 18),
      resetAt: bench.now,
    });
  });

  it.each<[string, number, Partial<UpdateBalance>, boolean]>([
    ["at its creation", START, {}, false],
    ["a millisecond after its creation", START + 1, {}, true],
    ["at its latest reset", Date.UTC(2026, 1, 15), {}, false],
    ["a millisecond after its latest reset", Date.UTC(2026, 1, 15) + 1, {}, true],
    [
      "at the expiry that it has then",
      Date.UTC(2026, 2, 1),
      { expiresAt: Date.UTC(2026, 2, 1) },
      false,
    ],
    [
      "before the expiry that it has then",
      Date.UTC(2026, 2, 1),
      { expiresAt: Date.UTC(2026, 2, 1) + 1 },
      true,
    ],
  ])("A28 the next reset is set %s: %i", (title, nextResetAt, given, isAllowed) => {
    const bench = new Bench();
    bench.grant({ reset: month });
    bench.now = title.includes("creation") ? START + 2 : Date.UTC(2026, 1, 16);
    if (!title.includes("creation")) bench.track("1");
    const refusal = update(bench, { nextResetAt, ...given });
    expect(refusal === null).toBe(isAllowed);
    if (refusal) expect(refusal).toMatchObject({ issues: [{ path: ["input", "nextResetAt"] }] });
  });

  it("A28 a reset by hand is now: the next instant that is set must be later than now", () => {
    const bench = new Bench();
    bench.grant({ reset: month });
    bench.now = START + 5 * DAY;
    expect(update(bench, { nextResetAt: START + DAY })).toBeNull();
    expect(update(bench, { nextResetAt: START + 2 * DAY })?.code).toBe("INVALID_INPUT");
    expect(update(bench, { nextResetAt: bench.now })?.code).toBe("INVALID_INPUT");
    bench.now += 1;
    expect(update(bench, { nextResetAt: bench.now })).toBeNull();
  });

  it("A28 what is carried by hand lives from the instant given, and is gone where that is long ago", () => {
    const bench = new Bench();
    const rollover = { max: null, maxPercentage: null, duration: "month", length: 1 } as const;
    bench.grant({ reset: { interval: "year", intervalCount: 1 }, rollover });
    bench.now = START + 100 * DAY;
    update(bench, { nextResetAt: START + DAY });
    expect([bench.figures(), bench.rollovers()]).toEqual(["100 100 0 0", ""]);
    bench.now += 1;
    update(bench, { nextResetAt: bench.now });
    expect(bench.balance()?.rollovers[0]?.expiresAt).toBe(Date.UTC(2026, 4, 25) + 1);
  });

  it("A13 expiresAt null takes the expiry away", () => {
    const bench = new Bench();
    bench.grant({ expiresAt: START + DAY });
    update(bench, { expiresAt: null });
    bench.now = START + 2 * DAY;
    expect(bench.figures()).toBe("100 100 0 0");
  });
});
