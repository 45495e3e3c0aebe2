import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { CreateBalance, CreateLock, FinalizeLock } from "../../src/engine/command.ts";
import type { RolloverConfig } from "../../src/engine/ledger.ts";
import { Bench, DAY, START, usageLimit } from "../support/engine.ts";

const HOUR = DAY / 24;
const DAILY = { interval: "day", intervalCount: 1 } as const;
const RESET = START + HOUR;

function lock(bench: Bench, value: string, given: Partial<CreateLock> = {}) {
  return bench.run({
    ...{ type: "createLock", customerId: "cus", featureId: "messages", entityId: null },
    ...{ requiredBalance: amount(value), lockId: "L", expiresAt: null, properties: null },
    ...given,
  });
}

function finalize(bench: Bench, given: Partial<FinalizeLock> = { action: "release" }) {
  return bench.run({
    ...{ type: "finalizeLock", customerId: "cus", lockId: "L", action: "confirm" },
    ...{ overrideValue: null, properties: null },
    ...given,
  });
}

const carries = (given: Partial<RolloverConfig> = {}): Partial<CreateBalance> => ({
  rollover: { max: null, maxPercentage: null, duration: "month", length: 2, ...given },
});

interface Row {
  readonly title: string;
  readonly row?: Partial<CreateBalance>;
  readonly locked?: string;
  readonly between?: (bench: Bench) => unknown;
  readonly given?: Partial<FinalizeLock>;
  readonly figures: string;
  readonly rollovers: string;
}

const TABLE: readonly Row[] = [
  {
    title: "goes to the rollover of the first reset, which had the rest",
    row: carries(),
    figures: "200 200 0 0",
    rollovers: "100/100",
  },
  {
    title: "goes there as far as the cap exceeds what lives",
    row: carries({ max: amount("80") }),
    figures: "180 180 0 0",
    rollovers: "80/80",
  },
  {
    title: "is lost where a cap is full already",
    row: carries({ max: amount("70") }),
    figures: "170 170 0 0",
    rollovers: "70/70",
  },
  {
    title: "makes the rollover where nothing was left to carry then",
    row: carries(),
    locked: "100",
    figures: "200 200 0 0",
    rollovers: "100/100",
  },
  {
    title: "goes to a rollover that is spent: that one lives",
    row: carries(),
    between: (bench) => bench.track("70"),
    figures: "200 130 70 0",
    rollovers: "30/100",
  },
  {
    title: "is dropped without a rollover config",
    figures: "100 100 0 0",
    rollovers: "",
  },
  {
    title: "goes to the first reset's rollover, whatever was reset since",
    row: carries(),
    between: (bench) => {
      bench.track("40");
      resetAgain(bench, RESET + 1);
    },
    figures: "300 260 40 0",
    rollovers: "60/100, 100/100",
  },
  {
    title: "of a lower settlement, only what is not confirmed",
    row: carries(),
    given: { overrideValue: amount("10") },
    figures: "190 190 0 0",
    rollovers: "90/90",
  },
  {
    title: "is nothing at the locked value",
    row: carries(),
    given: {},
    figures: "170 170 0 0",
    rollovers: "70/70",
  },
];

function resetAgain(bench: Bench, nextResetAt: number) {
  bench.now += HOUR;
  return bench.run({
    ...{ type: "updateBalance", customerId: "cus", featureId: "messages", entityId: null },
    ...{ balanceId: null, interval: null, nextResetAt },
  });
}

describe("what a lock took before a reset (A25)", () => {
  it.each(TABLE)("$title", ({ row, locked, between, given, figures, rollovers }) => {
    const bench = new Bench();
    bench.grant({ reset: DAILY, nextResetAt: RESET, ...row });
    lock(bench, locked ?? "30");
    bench.now = RESET;
    between?.(bench);
    expect(finalize(bench, given)).toBeNull();
    expect([bench.figures(), bench.rollovers()]).toEqual([figures, rollovers]);
  });

  it("follows a reset that was set by hand: it goes to that one's rollover", () => {
    const bench = new Bench();
    bench.grant({ reset: DAILY, nextResetAt: RESET, ...carries() });
    lock(bench, "30");
    bench.now = START + 1000;
    resetAgain(bench, START + 500);
    finalize(bench);
    expect([bench.figures(), bench.rollovers()]).toEqual(["200 200 0 0", "100/100"]);
  });

  it("is lost with a rollover that was trimmed away meanwhile", () => {
    const bench = new Bench();
    bench.grant({ reset: DAILY, nextResetAt: RESET, ...carries({ max: amount("100") }) });
    lock(bench, "30");
    bench.now = RESET;
    resetAgain(bench, RESET + 1);
    expect(bench.rollovers()).toBe("100/100");
    bench.track("60");
    expect(bench.rollovers()).toBe("40/100");
    finalize(bench);
    expect(bench.rollovers()).toBe("40/100");
  });

  it("is lost with a rollover that has expired, and made anew with the expiry it would have had", () => {
    const bench = new Bench();
    bench.grant({ reset: DAILY, nextResetAt: RESET, ...carries() });
    lock(bench, "100");
    bench.now = RESET + HOUR;
    finalize(bench);
    expect(bench.balance()?.rollovers[0]?.expiresAt).toBe(Date.UTC(2026, 2, 15, 1));
  });

  it("comes back to the rollover of that entity alone", () => {
    const bench = new Bench();
    bench.entity("a");
    bench.entity("b");
    const perEntity = { perEntityFeatureId: "users", planId: "team" };
    bench.grant({ reset: DAILY, nextResetAt: RESET, ...perEntity, ...carries() });
    lock(bench, "30", { entityId: "a" });
    bench.now = RESET;
    finalize(bench);
    expect([bench.rollovers("messages", "a"), bench.rollovers("messages", "b")]).toEqual([
      "100/100",
      "100/100",
    ]);
  });

  it("leaves an entry that adds up", () => {
    const bench = new Bench();
    bench.grant({ reset: DAILY, nextResetAt: RESET, ...carries() });
    lock(bench, "30");
    bench.now = RESET;
    finalize(bench);
    const values = bench.entries.flatMap(({ deductions }) => deductions.map(({ value }) => value));
    expect(values.reduce((sum, value) => sum - value, 0n)).toBe(amount("200"));
  });
});

describe("at one instant (A26)", () => {
  it("a lock ends before its row resets: all is carried", () => {
    const bench = new Bench();
    bench.grant({ reset: DAILY, nextResetAt: RESET, ...carries() });
    lock(bench, "30", { expiresAt: RESET });
    bench.now = RESET;
    expect([bench.figures(), bench.rollovers()]).toEqual(["200 200 0 0", "100/100"]);
    bench.track("1");
    expect(bench.entries.map(({ kind }) => kind)).toEqual([
      "CREATE",
      "LOCK",
      "FINALIZE",
      "RESET",
      "TRACK",
    ]);
  });

  it("a row expires before another one resets, whichever was created first", () => {
    const bench = new Bench();
    bench.grant({ reset: DAILY, nextResetAt: RESET });
    bench.grant({ expiresAt: RESET });
    bench.track("30");
    bench.now = RESET;
    bench.track("1");
    const last = bench.entries.slice(-3).map(({ kind }) => kind);
    expect(last).toEqual(["EXPIRE", "RESET", "TRACK"]);
  });

  it("a rollover expires before its row resets", () => {
    const bench = new Bench();
    const rollovers = [{ balance: amount("5"), usage: amount("0"), expiresAt: RESET }];
    bench.grant({
      reset: DAILY,
      nextResetAt: RESET,
      ...carries({ max: amount("100") }),
      rollovers,
    });
    bench.now = RESET;
    bench.track("1");
    expect(bench.entries.map(({ kind }) => kind)).toEqual(["CREATE", "EXPIRE", "RESET", "TRACK"]);
    expect(bench.rollovers()).toBe("99/100");
  });
});

describe("a lock that is undone", () => {
  it("A37 of an entity that is gone gives what went with it to those that live", () => {
    const bench = new Bench();
    bench.grant();
    bench.entity("a");
    bench.grant({ entityId: "a", includedGrant: amount("20") });
    bench.track("50");
    lock(bench, "20", { entityId: "a" });
    bench.run({ type: "deleteEntity", customerId: "cus", entityId: "a" });
    expect(finalize(bench)).toBeNull();
    expect(bench.figures()).toBe("100 70 30 0");
  });

  it("A38 frees of a limit what it added to it, and nothing of one that was armed later", () => {
    const bench = new Bench();
    bench.grant();
    lock(bench, "3");
    const usageLimits = [usageLimit("messages", "10", { interval: "day", anchor: "utc" })];
    bench.run({ type: "updateCustomer", customerId: "cus", billingControls: { usageLimits } });
    bench.track("5");
    finalize(bench);
    expect(bench.ledger?.counters.map(({ usage }) => usage)).toEqual([amount("5")]);
  });

  it("A38 frees no more than it added where only a part of it was counted", () => {
    const bench = new Bench();
    bench.grant();
    const usageLimits = [usageLimit("messages", "10", { interval: "day", anchor: "utc" })];
    bench.run({ type: "updateCustomer", customerId: "cus", billingControls: { usageLimits } });
    lock(bench, "4");
    bench.track("5");
    finalize(bench, { overrideValue: amount("1") });
    expect(bench.ledger?.counters.map(({ usage }) => usage)).toEqual([amount("6")]);
  });
});
