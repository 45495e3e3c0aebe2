import { describe, expect, it } from "vitest";
import { amount, formatAmount } from "../../src/engine/amount.ts";
import type { CreateBalance } from "../../src/engine/command.ts";
import { isDue, settleSome } from "../../src/engine/settle.ts";
import { Bench, CATALOG, DAY, START } from "../support/engine.ts";

const daily = { reset: { interval: "day", intervalCount: 1 } } as const;
const brief = { expiresAt: START + DAY } as const;
const actions = { featureId: "actions" } as const;
const ada = { entityId: "ada" } as const;

type Given = Partial<CreateBalance>;

/** A row for each, of which 10 are used where it resets. */
function benchWith(rows: readonly Given[]): Bench {
  const bench = new Bench();
  bench.entity("ada");
  for (const row of rows) bench.grant({ balance: amount("90"), ...row });
  return bench;
}

/** "kind feature owner" of each step by the second day, at most so many at once; and whether more is due. */
function stepsOf(bench: Bench, most: number, now = START + DAY): readonly string[] {
  if (!bench.ledger) throw new Error("no customer");
  const { ledger, steps, isBehind } = settleSome(bench.ledger, CATALOG, now, most);
  const risen = ledger.seq - bench.ledger.seq;
  bench.ledger = ledger;
  const told = steps.map(({ kind, featureId, entityId, value }) =>
    [kind, featureId, entityId, value && formatAmount(value)].filter(Boolean).join(" "),
  );
  return [...told, `${risen}${isBehind ? " behind" : ""}`];
}

describe("what falls due at one instant", () => {
  it.each<[string, readonly Given[], readonly string[]]>([
    ["two rows of one feature that reset", [daily, daily], ["RESET messages", "1"]],
    ["two rows that expire", [brief, brief], ["EXPIRE messages", "1"]],
    [
      "rows of two features",
      [daily, { ...daily, ...actions }],
      ["RESET messages", "RESET actions", "2"],
    ],
    [
      "rows of two owners",
      [daily, { ...daily, ...ada }],
      ["RESET messages", "RESET messages ada", "2"],
    ],
    [
      "rows of one owner with another's between them",
      [daily, { ...daily, ...ada }, daily],
      ["RESET messages", "RESET messages ada", "RESET messages", "3"],
    ],
    [
      "a row that expires and one that resets",
      [daily, brief],
      ["EXPIRE messages", "RESET messages", "2"],
    ],
    ["a row that is full, and stays so", [{ ...daily, balance: null }], ["0"]],
  ])("is a step for each feature and owner: %s", (_title, rows, expected) => {
    expect(stepsOf(benchWith(rows), 10)).toEqual(expected);
  });

  it("is never cut in two", () => {
    const bench = benchWith([daily, daily, daily, { ...daily, ...actions }, brief]);
    expect(stepsOf(bench, 1)).toEqual(["EXPIRE messages", "1 behind"]);
    expect(stepsOf(bench, 1)).toEqual(["RESET messages", "1 behind"]);
    expect(bench.ledger?.grants.map(({ resetAt }) => resetAt)).toEqual([
      ...[START + DAY, START + DAY, START + DAY, null],
    ]);
    expect(stepsOf(bench, 1)).toEqual(["RESET actions", "1"]);
    expect(stepsOf(bench, 1)).toEqual(["0"]);
  });
});

describe("a lock's end is a step of its own", () => {
  it("though another ends at the same instant, and takes its value back", () => {
    const bench = benchWith([daily]);
    const asked = { type: "createLock", customerId: "cus", ...actions } as const;
    bench.grant(actions);
    for (const lockId of ["one", "two"]) {
      const held = { lockId, expiresAt: START + DAY, properties: null, entityId: null };
      bench.run({ ...asked, ...held, requiredBalance: amount("7") });
    }
    expect(stepsOf(bench, 10)).toEqual([
      "FINALIZE actions -7",
      "FINALIZE actions -7",
      "RESET messages",
      "3",
    ]);
    expect(bench.figures("actions")).toBe("100 100 0 0");
  });
});

describe("something is due", () => {
  it.each([
    [null, START + DAY - 1, false],
    [null, START + DAY, true],
    [null, START + DAY + 1, true],
    [START, START + 2 * DAY, false],
    [START + DAY, START, true],
  ])("with the test clock at %s, at %i: %s", (testClock, now, expected) => {
    const { ledger } = benchWith([daily]);
    if (!ledger) throw new Error("no customer");
    const customer = { ...ledger.customer, testClock };
    expect(isDue({ ...ledger, customer }, now)).toBe(expected);
    expect(isDue({ ...ledger, customer, grants: [] }, now)).toBe(false);
  });

  it("no longer once full rows have passed on, to the last boundary at once", () => {
    const bench = benchWith([{ ...daily, balance: null }]);
    expect(stepsOf(bench, 1, START + 3 * DAY + 5)).toEqual(["0"]);
    const [grant] = bench.ledger?.grants ?? [];
    expect([grant?.resetAt, grant?.nextResetAt]).toEqual([START + 3 * DAY, START + 4 * DAY]);
  });
});
