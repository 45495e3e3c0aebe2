import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { CreateBalance } from "../../src/engine/command.ts";
import { Bench } from "../support/engine.ts";

const seat = (given: Partial<CreateBalance> = {}): Partial<CreateBalance> => ({
  featureId: "users",
  planId: "pro",
  ...given,
});
const included = (units: string) => ({ includedGrant: amount(units) });

interface Row {
  readonly title: string;
  readonly rows: readonly Partial<CreateBalance>[];
  /** Entities that come, "-a" for one that leaves; a code where it is refused. */
  readonly comings: readonly string[];
  readonly balance: string;
}

const TABLE: readonly Row[] = [
  {
    title: "plan rows are one pool: the base row first, then the add-on",
    rows: [seat(included("1")), seat({ ...included("2"), addOn: true })],
    comings: ["a", "b"],
    balance: "g1 0, g2 1",
  },
  {
    title: "one more than they hold goes below zero on the first row",
    rows: [seat(included("1")), seat({ ...included("1"), addOn: true })],
    comings: ["a", "b", "c"],
    balance: "g1 -1, g2 0",
  },
  {
    title: "or on the first row whose ceiling lets it",
    rows: [
      seat({ ...included("1"), maxPurchase: amount("-0") }),
      seat({ ...included("1"), addOn: true, maxPurchase: amount("1") }),
    ],
    comings: ["a", "b", "c", "d", "e", "f FEATURE_LIMIT_REACHED"],
    balance: "g1 -1, g2 -2",
  },
  {
    title: "the ceiling contains the included part: 1 and 2 more let 4 below zero",
    rows: [seat({ ...included("1"), maxPurchase: amount("2") })],
    comings: ["a", "b", "c", "d", "e FEATURE_LIMIT_REACHED"],
    balance: "g1 -3",
  },
  {
    title: "prepaid seats count like included ones",
    rows: [
      seat({ includedGrant: amount("0"), prepaidGrant: amount("1"), maxPurchase: amount("0") }),
    ],
    comings: ["a", "b", "c FEATURE_LIMIT_REACHED"],
    balance: "g1 -1",
  },
  {
    title: "a seat given back heals what is below zero before it fills another row",
    rows: [seat(included("1")), seat({ ...included("1"), addOn: true })],
    comings: ["a", "b", "c", "-a", "-b"],
    balance: "g1 1, g2 0",
  },
  {
    title: "a standalone row is no part of a pool of plan rows",
    rows: [seat({ ...included("5"), planId: null }), seat(included("1"))],
    comings: ["a", "b"],
    balance: "g1 5, g2 -1",
  },
  {
    title: "without a plan row the standalone ones are the pool",
    rows: [seat({ ...included("1"), planId: null }), seat({ ...included("1"), planId: null })],
    comings: ["a", "b"],
    balance: "g1 0, g2 0",
  },
  {
    title: "half a seat here and half a seat there are one",
    rows: [seat(included("0.5")), seat({ ...included("0.5"), addOn: true })],
    comings: ["a"],
    balance: "g1 0, g2 0",
  },
  {
    title: "a row that belongs to an entity seats nobody",
    rows: [seat(included("1"))],
    comings: ["a", "b"],
    balance: "g1 -1",
  },
];

describe("seats are pooled (A29)", () => {
  it.each(TABLE)("$title", ({ rows, comings, balance }) => {
    const bench = new Bench();
    for (const row of rows) bench.grant(row);
    for (const coming of comings) {
      const [name = "", code] = coming.split(" ");
      const refusal = name.startsWith("-")
        ? bench.run({ type: "deleteEntity", customerId: "cus", entityId: name.slice(1) })
        : bench.entity(name);
      expect(refusal?.code).toBe(code);
    }
    expect(bench.rows("users")).toBe(balance);
  });

  it("an unlimited row takes every seat and is given it back", () => {
    const bench = new Bench();
    bench.grant(seat({ unlimited: true, ...{ includedGrant: null } }));
    bench.grant(seat(included("3")));
    bench.entity("a");
    bench.entity("b");
    expect(bench.figures("users")).toBe("0 0 2 0");
    bench.run({ type: "deleteEntity", customerId: "cus", entityId: "a" });
    expect(bench.figures("users")).toBe("0 0 1 0");
    expect(bench.ledger?.grants[1]?.slices[0]?.balance).toBe(amount("3"));
  });

  it("without any row nobody is counted, and nobody is refused", () => {
    const bench = new Bench();
    expect([bench.entity("a"), bench.figures("users")]).toEqual([null, "none"]);
  });
});

interface Arrival {
  readonly title: string;
  readonly before: readonly Partial<CreateBalance>[];
  readonly entities: readonly string[];
  readonly row: Partial<CreateBalance>;
  readonly balance: string;
}

const ARRIVALS: readonly Arrival[] = [
  {
    title: "those who sit on no seat yet sit on it",
    before: [],
    entities: ["a", "b"],
    row: seat(included("5")),
    balance: "g1 3",
  },
  {
    title: "those whom another row of the pool has counted do not",
    before: [seat(included("5"))],
    entities: ["a", "b"],
    row: seat({ ...included("5"), addOn: true }),
    balance: "g1 3, g2 5",
  },
  {
    title: "what stands below zero on an older row stays there",
    before: [seat(included("1"))],
    entities: ["a", "b"],
    row: seat({ ...included("5"), addOn: true }),
    balance: "g1 -1, g2 5",
  },
  {
    title: "a first plan row counts all: what a standalone row counted is not of its pool",
    before: [seat({ ...included("5"), planId: null })],
    entities: ["a", "b"],
    row: seat(included("5")),
    balance: "g1 3, g2 3",
  },
  {
    title: "a standalone row beside plan rows counts nobody",
    before: [seat(included("1"))],
    entities: ["a", "b"],
    row: seat({ ...included("5"), planId: null }),
    balance: "g1 -1, g2 5",
  },
  {
    title: "usage below zero on another row seats nobody twice",
    before: [seat({ ...included("1"), balance: amount("9") })],
    entities: ["a"],
    row: seat({ ...included("5"), addOn: true }),
    balance: "g1 8, g2 4",
  },
  {
    title: "a balance that is carried over has counted them elsewhere",
    before: [],
    entities: ["a", "b"],
    row: seat({ ...included("5"), balance: amount("4") }),
    balance: "g1 4",
  },
  {
    title: "fewer seats than entities: the row begins below zero",
    before: [],
    entities: ["a", "b", "c"],
    row: seat(included("2")),
    balance: "g1 -1",
  },
];

describe("a new seat row counts the entities that are there (A29)", () => {
  it.each(ARRIVALS)("$title", ({ before, entities, row, balance }) => {
    const bench = new Bench();
    for (const other of before) bench.grant(other);
    for (const entity of entities) bench.entity(entity);
    bench.grant(row);
    expect(bench.rows("users")).toBe(balance);
  });

  it("seat rows have no interval, so that no order of three of them goes round in a circle", () => {
    const bench = new Bench();
    bench.grant(seat({ reset: { interval: "month", intervalCount: 1 } }));
    expect(bench.ledger?.grants[0]).toMatchObject({ interval: null, nextResetAt: null });
  });
});
