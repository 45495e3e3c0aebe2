import { describe, expect, it } from "vitest";
import { type Amount, amount } from "../../src/engine/amount.ts";
import type { CreateLock } from "../../src/engine/command.ts";
import type { LockStatus } from "../../src/engine/ledger.ts";
import { dueAt } from "../../src/engine/settle.ts";
import { UPDATE } from "../support/commands.ts";
import { Bench, DAY, START } from "../support/engine.ts";

const HOUR = DAY / 24;
const MONTHLY = { interval: "month", intervalCount: 1 } as const;

function lock(bench: Bench, value: string, given: Partial<CreateLock> = {}) {
  const refusal = bench.run({
    type: "createLock",
    customerId: "cus",
    featureId: "messages",
    entityId: null,
    requiredBalance: amount(value),
    lockId: "L",
    expiresAt: null,
    properties: null,
    ...given,
  });
  expect(refusal).toBeNull();
}

function finalize(bench: Bench, overrideValue: Amount | null, action: "confirm" | "release") {
  const command = {
    type: "finalizeLock",
    customerId: "cus",
    lockId: "L",
    properties: null,
  } as const;
  return bench.run({ ...command, action, overrideValue });
}

function statusOf(bench: Bench): LockStatus | undefined {
  bench.track("0");
  return bench.ledger?.locks.find(({ lockId }) => lockId === "L")?.status;
}

describe("a lock without an expiry (L10)", () => {
  it("holds for 24 hours to the millisecond, and then simply stands", () => {
    const bench = new Bench();
    bench.grant();
    lock(bench, "30");
    expect(bench.ledger && dueAt(bench.ledger)).toBe(START + DAY);
    bench.now = START + DAY;
    expect(bench.figures()).toBe("100 70 30 0");
    expect(finalize(bench, null, "release")?.code).toBe("LOCK_NOT_FOUND");
    expect(bench.figures()).toBe("100 70 30 0");
    lock(bench, "1"); // Its id is free again (L11).
    expect(bench.entries.map(({ kind }) => kind)).toEqual(["CREATE", "LOCK", "LOCK"]);
  });

  it("can be undone in the last of them", () => {
    const bench = new Bench();
    bench.grant();
    lock(bench, "30");
    bench.now = START + DAY - 1;
    expect(finalize(bench, null, "release")).toBeNull();
    expect(bench.figures()).toBe("100 100 0 0");
  });

  it("holds its id for as long", () => {
    const bench = new Bench();
    bench.grant();
    lock(bench, "30");
    bench.now = START + DAY - 1;
    expect(statusOf(bench)).toBe("HELD");
  });
});

describe("a lock with an expiry (L10)", () => {
  it.each<[string, number]>([
    ["an hour", HOUR],
    ["the longest there is (L1)", DAY],
  ])("gives back at its instant, not before: %s", (_title, length) => {
    const bench = new Bench();
    bench.grant();
    lock(bench, "30", { expiresAt: START + length });
    bench.now = START + length - 1;
    expect([bench.figures(), statusOf(bench)]).toEqual(["100 70 30 0", "HELD"]);
    bench.now += 1;
    expect(bench.figures()).toBe("100 100 0 0");
    bench.track("5");
    expect(bench.entries.slice(-2).map(({ kind, value }) => [kind, value])).toEqual([
      ["FINALIZE", amount("-30")],
      ["TRACK", amount("5")],
    ]);
  });
});

/** g1 stands at 0, g2 at -30. */
function overdrawn(): Bench {
  const bench = new Bench();
  bench.grant({ reset: MONTHLY });
  bench.grant({ overageAllowed: true });
  bench.track("230");
  expect(bench.rows()).toBe("g1 0, g2 -30");
  return bench;
}

describe("a lock that gives in advance (L1)", () => {
  it("heals before it refills (D20)", () => {
    const bench = overdrawn();
    lock(bench, "-80");
    expect(bench.rows()).toBe("g1 50, g2 0");
  });

  it.each<[string, string, string]>([
    ["all but a little: from what was refilled last", "-79", "g1 49, g2 0"],
    ["half: of what was refilled alone", "-40", "g1 10, g2 0"],
    ["nearly none: what healed is not there to be taken", "-10", "g1 0, g2 0"],
  ])("is taken back in reverse (L5): %s", (_title, final, rows) => {
    const bench = overdrawn();
    lock(bench, "-80");
    expect(finalize(bench, amount(final), "confirm")).toBeNull();
    expect(bench.rows()).toBe(rows);
  });

  it("is taken back only as far as it is still there", () => {
    const bench = overdrawn();
    lock(bench, "-80");
    bench.track("45");
    expect(finalize(bench, null, "release")).toBeNull();
    expect(bench.rows()).toBe("g1 0, g2 0");
  });

  it("gives no more than there is room for, and takes back no more than it gave", () => {
    const bench = new Bench();
    bench.grant();
    bench.track("20");
    lock(bench, "-50");
    expect(bench.figures()).toBe("100 100 0 0");
    bench.run({ ...UPDATE, addToBalance: amount("40") });
    expect(finalize(bench, null, "release")).toBeNull();
    expect(bench.figures()).toBe("100 120 -20 0");
  });
});

describe("a lock that takes (L5)", () => {
  it("gives back overage before what rows had, beside a row that it never touched", () => {
    const bench = new Bench();
    bench.grant({ includedGrant: amount("10") });
    bench.track("10");
    bench.grant({ includedGrant: amount("10"), overageAllowed: true });
    bench.grant({ includedGrant: amount("10"), overageAllowed: true });
    lock(bench, "35");
    expect(bench.rows()).toBe("g1 0, g2 -15, g3 0");
    expect(finalize(bench, amount("20"), "confirm")).toBeNull();
    expect(bench.rows()).toBe("g1 0, g2 0, g3 0");
    expect(bench.ledger?.locks).toMatchObject([{ status: "CONFIRMED", value: amount("35") }]);
  });
});
