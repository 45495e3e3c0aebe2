import { describe, expect, it } from "vitest";
import { amount, formatAmount } from "../../src/engine/amount.ts";
import { settle } from "../../src/engine/settle.ts";
import { Bench, CATALOG, DAY, START } from "../support/engine.ts";

const HOUR = DAY / 24;
const DAILY = { interval: "day", intervalCount: 1 } as const;
const FOREVER = { max: null, maxPercentage: null, duration: "forever", length: 1 } as const;

/** A lock that ends after an hour, a rollover that expires after two, a row that goes after three, a reset after four. */
function laden(): Bench {
  const bench = new Bench();
  bench.grant({
    reset: DAILY,
    nextResetAt: START + 4 * HOUR,
    rollover: FOREVER,
    rollovers: [{ balance: amount("8"), usage: amount("0"), expiresAt: START + 2 * HOUR }],
  });
  bench.grant({ includedGrant: amount("7"), expiresAt: START + 3 * HOUR });
  bench.track("50");
  bench.run({
    type: "createLock",
    customerId: "cus",
    featureId: "messages",
    entityId: null,
    requiredBalance: amount("5"),
    lockId: "L",
    expiresAt: START + HOUR,
    properties: null,
  });
  return bench;
}

/** "KIND hour before -> after" of each step, by what then remained. */
function stepsOf(bench: Bench, now: number): readonly string[] {
  const copy = new Bench();
  copy.ledger = bench.ledger;
  copy.entries.push(...bench.entries);
  copy.now = now;
  copy.track("0");
  return copy.entries.slice(bench.entries.length, -1).map((entry) => {
    const [was, is] = [entry.before, entry.after].map((totals) =>
      totals ? formatAmount(totals.remaining) : "none",
    );
    return `${entry.kind} ${(entry.at - START) / HOUR} ${was} -> ${is}`;
  });
}

const STEPS = [
  "FINALIZE 1 60 -> 65",
  "EXPIRE 2 65 -> 65",
  "EXPIRE 3 65 -> 58",
  "RESET 4 58 -> 158",
];

describe("what falls due by itself", () => {
  it.each([0, 1, 2, 3, 4])("happens one by one, the last at now: %i hours on", (hours) => {
    expect(stepsOf(laden(), START + hours * HOUR)).toEqual(STEPS.slice(0, hours));
  });

  it.each([1, 2, 3, 4])("not a millisecond before: %i hours on", (hours) => {
    expect(stepsOf(laden(), START + hours * HOUR - 1)).toEqual(STEPS.slice(0, hours - 1));
  });

  it("is told with the ledger before and after, and numbered without a gap", () => {
    const { ledger } = laden();
    if (!ledger) throw new Error("no ledger");
    const { steps, ledger: settled } = settle(ledger, CATALOG, START + 4 * HOUR);
    expect(steps.map(({ after }) => after.seq - ledger.seq)).toEqual([1, 2, 3, 4]);
    expect(steps.map(({ before }) => before)).toEqual([
      ledger,
      ...steps.slice(0, -1).map(({ after }) => after),
    ]);
    expect(steps.at(-1)?.after).toBe(settled);
    expect(settled.revisions.messages).toBe((ledger.revisions.messages ?? 0) + 4);
  });

  it("nothing is due: the very same ledger", () => {
    const { ledger } = laden();
    if (!ledger) throw new Error("no ledger");
    expect(settle(ledger, CATALOG, START).ledger).toBe(ledger);
  });
});

describe("an amount that could not be read back (M5)", () => {
  const MOST = "999999999999999999.9999999999";

  it("is refused, above and below, and changes nothing", () => {
    const bench = new Bench();
    bench.grant({ includedGrant: amount(MOST) });
    const before = bench.ledger;
    const past = bench.track("-0.0000000001", { overageBehavior: "overflow" });
    expect(past?.code).toBe("INVALID_INPUT");
    expect(bench.ledger).toBe(before);
  });

  it("is taken to the last digit", () => {
    const bench = new Bench();
    bench.grant({ includedGrant: amount(MOST) });
    expect(bench.track(MOST)).toBeNull();
    expect(bench.figures()).toBe(`${MOST} 0 ${MOST} 0`);
  });
});
