import { describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { CustomerCommand, FinalizeLock } from "../../src/engine/command.ts";
import { Bench, DAY, START } from "../support/engine.ts";

const CREATE = {
  type: "createLock",
  customerId: "cus",
  featureId: "messages",
  entityId: null,
  requiredBalance: amount("10"),
  lockId: "two",
  expiresAt: null,
  properties: null,
} as const;
const FINALIZE: FinalizeLock = {
  type: "finalizeLock",
  customerId: "cus",
  lockId: "two",
  action: "confirm",
  overrideValue: null,
  properties: null,
};

/** 100 messages, of which two locks hold 5 and 10. */
function benchWithLocks(): Bench {
  const bench = new Bench();
  bench.grant({ overageAllowed: true });
  bench.run({ ...CREATE, lockId: "one", requiredBalance: amount("5") });
  bench.run(CREATE);
  return bench;
}

const invalid = (field: string, message: string) => ({
  code: "INVALID_INPUT",
  issues: [{ path: ["input", field], message }],
});

describe("a lock is refused", () => {
  const late = invalid("expiresAt", "must be within the next 24 hours");
  it.each<[string, CustomerCommand, unknown]>([
    [
      "of seats",
      { ...CREATE, featureId: "users" },
      invalid("featureId", "must be a consumable feature"),
    ],
    ["that ends now", { ...CREATE, expiresAt: START }, late],
    ["that ends after a day", { ...CREATE, expiresAt: START + DAY + 1 }, late],
    [
      "by an id that is held",
      CREATE,
      { code: "LOCK_ALREADY_EXISTS", message: "Lock two is held already" },
    ],
    [
      "a value where it is released",
      { ...FINALIZE, action: "release", overrideValue: amount("1") },
      invalid("overrideValue", "must not be given with RELEASE"),
    ],
    [
      "an end where it is not held",
      { ...FINALIZE, lockId: "none" },
      { code: "LOCK_NOT_FOUND", message: "Lock none is not held" },
    ],
  ])("%s", (_title, command, refusal) => {
    expect(benchWithLocks().decided(command)).toMatchObject({ kind: "refused", refusal });
  });
});

describe("a lock that is not allowed", () => {
  it("holds nothing", () => {
    const bench = new Bench();
    bench.grant();
    const command = { ...CREATE, requiredBalance: amount("101") };
    expect(bench.decided(command)).toMatchObject({
      result: { allowed: false, entityId: null, deductions: [], lock: null },
      entry: null,
    });
  });
});

describe("a lock's end is answered", () => {
  interface Row {
    readonly title: string;
    readonly given: Partial<FinalizeLock>;
    readonly final: string;
    readonly status: string;
    readonly moved: readonly string[];
    /** What the entry says; null: there is none. */
    readonly value: string | null;
    readonly figures: string;
  }

  const ROWS: readonly Row[] = [
    {
      title: "as held",
      given: {},
      final: "10",
      status: "CONFIRMED",
      moved: [],
      value: null,
      figures: "100 85 15 0",
    },
    {
      title: "released",
      given: { action: "release" },
      final: "0",
      status: "RELEASED",
      moved: ["-10"],
      value: "-10",
      figures: "100 95 5 0",
    },
    {
      title: "at less",
      given: { overrideValue: amount("4") },
      final: "4",
      status: "CONFIRMED",
      moved: ["-6"],
      value: "-6",
      figures: "100 91 9 0",
    },
    {
      title: "at nothing",
      given: { overrideValue: amount("0") },
      final: "0",
      status: "CONFIRMED",
      moved: ["-10"],
      value: "-10",
      figures: "100 95 5 0",
    },
    {
      title: "at more",
      given: { overrideValue: amount("30") },
      final: "30",
      status: "CONFIRMED",
      moved: ["20"],
      value: "20",
      figures: "100 65 35 0",
    },
    {
      title: "at less than nothing",
      given: { overrideValue: amount("-3") },
      final: "-3",
      status: "CONFIRMED",
      moved: ["-13"],
      value: "-13",
      figures: "100 98 2 0",
    },
  ];

  const confirmed = (final: string) => `Confirmed ${final} of messages; 10 of messages were held.`;

  it.each(ROWS)("$title", ({ given, final, status, moved, value, figures }) => {
    const bench = benchWithLocks();
    const command = { ...FINALIZE, ...given };
    const answer = bench.decided(command);
    expect(answer).toMatchObject({
      kind: "decided",
      result: {
        allowed: true,
        requiredBalance: amount(final),
        balanceFeatureId: "messages",
        flagFeatureId: null,
        reason: null,
        explanation: status === "RELEASED" ? "Released 10 of messages." : confirmed(final),
        entityId: null,
        deductions: moved.map((text) => ({ value: amount(text) })),
        lock: { lockId: "two", status, value: amount("10"), seq: 3 },
      },
    });
    const entry = value === null ? null : { kind: "FINALIZE", value: amount(value) };
    if (entry) expect(answer).toMatchObject({ entry });
    else expect(answer).toMatchObject({ entry: null });
    bench.run(command);
    expect(bench.figures()).toBe(figures);
  });

  it("with an entry where nothing moved, but the value is another", () => {
    const bench = new Bench();
    bench.grant({ includedGrant: amount("10") });
    bench.run(CREATE);
    const answer = bench.decided({ ...FINALIZE, overrideValue: amount("12") });
    expect(answer).toMatchObject({
      result: { deductions: [], explanation: confirmed("12") },
      entry: { kind: "FINALIZE", value: amount("2"), deductions: [] },
    });
  });
});
