import { describe, expect, it } from "vitest";
import { amount, formatAmount } from "../../src/engine/amount.ts";
import type { CreateLock, FinalizeLock } from "../../src/engine/command.ts";
import type { Catalog, Json } from "../../src/engine/feature.ts";
import { heldOf, liveLocks } from "../../src/engine/held.ts";
import { settle } from "../../src/engine/settle.ts";
import { Bench, CATALOG, DAY, feature, START } from "../support/engine.ts";

const month = { interval: "month", intervalCount: 1 } as const;
const HOUR = DAY / 24;

function lock(bench: Bench, value: string, given: Partial<CreateLock> = {}) {
  return bench.run({
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
}

function finalize(bench: Bench, given: Partial<FinalizeLock> = {}) {
  return bench.run({
    type: "finalizeLock",
    customerId: "cus",
    lockId: "L",
    action: "confirm",
    overrideValue: null,
    properties: null,
    ...given,
  });
}

function held(bench: Bench): string {
  const { ledger } = settle(bench.ledger ?? failed(), CATALOG, bench.now);
  return formatAmount(
    heldOf({ ledger, catalog: CATALOG, entityId: null, at: bench.now }, "messages"),
  );
}

function failed(): never {
  throw new Error("no ledger");
}

describe("a lock takes its amount at once", () => {
  it("L1 whole or not at all, and tells what it holds", () => {
    const bench = new Bench();
    bench.grant();
    expect(lock(bench, "101")).toBeNull(); // Decided, and not allowed: nothing was taken.
    expect([bench.figures(), held(bench)]).toEqual(["100 100 0 0", "0"]);
    lock(bench, "30");
    expect([bench.figures(), held(bench)]).toEqual(["100 70 30 0", "30"]);
  });

  it("V4 the customer sees what is held of its entities' own rows too", () => {
    const bench = new Bench();
    bench.entity("a");
    bench.grant({ entityId: "a" });
    lock(bench, "30", { entityId: "a" });
    expect([bench.figures(), held(bench)]).toEqual(["100 70 30 0", "30"]);
  });

  it("L1 holds nothing of a place that is gone", () => {
    const bench = new Bench();
    bench.entity("a");
    bench.entity("b");
    const rollover = { balance: amount("5"), usage: amount("0"), expiresAt: START + HOUR };
    bench.grant({ includedGrant: amount("20"), perEntityFeatureId: "users", planId: "team" });
    bench.grant({ rollovers: [rollover] });
    lock(bench, "145");
    expect(held(bench)).toBe("145");
    bench.now += HOUR;
    expect(held(bench)).toBe("140");
    bench.run({ type: "deleteEntity", customerId: "cus", entityId: "a" });
    expect(held(bench)).toBe("120");
  });

  it("L1 is not lent by rounding: a credit row short of 1e-10 pays for no unit", () => {
    const bench = new Bench();
    bench.catalog = withTokens();
    bench.grant({ featureId: "credits", includedGrant: amount("2e-10") });
    lock(bench, "1e-10", { featureId: "actions" });
    expect(bench.figures("credits")).toBe("0.0000000002 0.0000000002 0 0");
  });

  it.each<[string, Partial<CreateLock>, string]>([
    ["L2 on seats", { featureId: "users" }, "INVALID_INPUT"],
    ["L2 on a flag", { featureId: "dashboard" }, "INVALID_INPUT"],
    ["L1 for longer than a day", { expiresAt: START + DAY + 1 }, "INVALID_INPUT"],
    ["L1 into the past", { expiresAt: START }, "INVALID_INPUT"],
    ["L2 under an id that is held", { lockId: "taken" }, "LOCK_ALREADY_EXISTS"],
  ])("%s is refused", (_title, given, code) => {
    const bench = new Bench();
    bench.grant();
    lock(bench, "1", { lockId: "taken" });
    expect(lock(bench, "1", given)?.code).toBe(code);
  });

  it("L11 its id is free again once it is settled", () => {
    const bench = new Bench();
    bench.grant();
    lock(bench, "1");
    finalize(bench);
    expect(finalize(bench)?.code).toBe("LOCK_NOT_FOUND");
    expect(lock(bench, "1")).toBeNull();
  });
});

interface Row {
  readonly rule: string;
  readonly title: string;
  readonly setup?: (bench: Bench) => unknown;
  readonly locked: string;
  readonly between?: (bench: Bench) => unknown;
  readonly given: Partial<FinalizeLock>;
  readonly figures: string;
  readonly rows?: string;
}

const override = (value: string) => ({ overrideValue: amount(value) });

const TABLE: readonly Row[] = [
  {
    rule: "L4",
    title: "at its value nothing moves",
    locked: "30",
    given: {},
    figures: "100 70 30 0",
  },
  {
    rule: "L5",
    title: "below it the difference comes back",
    locked: "30",
    given: override("12.5"),
    figures: "100 87.5 12.5 0",
  },
  {
    rule: "L3",
    title: "released, all of it comes back",
    locked: "30",
    given: { action: "release" },
    figures: "100 100 0 0",
  },
  {
    rule: "L5",
    title: "the row touched last gets it back first",
    setup: (bench) =>
      bench.grant({ reset: { interval: "hour", intervalCount: 1 }, includedGrant: amount("20") }),
    locked: "30",
    given: override("15"),
    figures: "120 105 15 0",
    rows: "g2 5, g1 100",
  },
  {
    rule: "L5",
    title: "overage was touched last: a lock settled lower stands as if so much had been tracked",
    setup: (bench) => {
      const reset = { interval: "hour", intervalCount: 1 } as const;
      bench.grant({ reset, includedGrant: amount("10"), overageAllowed: true });
    },
    locked: "125",
    given: override("110"),
    figures: "110 0 110 0",
    rows: "g2 0, g1 0",
  },
  {
    rule: "L6",
    title: "above it the rest is taken as far as it goes",
    locked: "30",
    given: override("130"),
    figures: "100 0 100 0",
  },
  {
    rule: "L7",
    title: "of the other sign, all comes back and the refund stops at the grant",
    locked: "30",
    given: override("-5"),
    figures: "100 100 0 0",
  },
  {
    rule: "L3",
    title: "a negative lock turned into usage",
    setup: (bench) => bench.track("50"),
    locked: "-20",
    given: override("5"),
    figures: "100 45 55 0",
  },
  {
    rule: "A11",
    title: "a row that has reset since is not lifted beyond its grant",
    setup: (bench) => bench.grant({ reset: { interval: "hour", intervalCount: 1 } }),
    locked: "150",
    between: (bench) => {
      bench.now += HOUR;
    },
    given: { action: "release" },
    figures: "200 200 0 0",
  },
  {
    rule: "A11",
    title: "a reset moved by hand is none: what was taken comes back on top",
    setup: (bench) => {
      bench.run(remove("g1"));
      bench.grant({ reset: month });
    },
    locked: "30",
    between: (bench) =>
      bench.run({ ...set(), remaining: amount("100"), nextResetAt: START + 9 * DAY }),
    given: { action: "release" },
    figures: "100 130 -30 0",
  },
  {
    rule: "A11",
    title: "a row that stays for its usage alone has not reset either",
    setup: (bench) => {
      bench.run(remove("g1"));
      bench.grant({ reset: month });
      bench.run({ ...set(), usage: amount("-10") });
    },
    locked: "50",
    between: (bench) => bench.run({ ...set(), type: "deleteBalance", recalculateBalances: true }),
    given: { action: "release" },
    figures: "0 10 -10 0",
  },
  {
    rule: "L8",
    title: "what went with a row that is gone goes to those that live, as far as they have room",
    setup: (bench) => bench.grant({ expiresAt: START + HOUR, includedGrant: amount("20") }),
    locked: "50",
    between: (bench) => {
      bench.now += HOUR;
    },
    given: { action: "release" },
    figures: "100 100 0 0",
  },
];

/** Five a day, of events with these properties. */
function arm(bench: Bench, featureId: string, properties: Json | null) {
  const filter = properties && { properties };
  const window = { interval: "day", anchor: "utc" } as const;
  const usageLimits = [{ featureId, enabled: true, limit: amount("5"), filter, ...window }];
  return bench.run({ type: "updateCustomer", customerId: "cus", billingControls: { usageLimits } });
}

function set() {
  const whole = { entityId: null, balanceId: null, interval: null };
  return { type: "updateBalance", customerId: "cus", featureId: "messages", ...whole } as const;
}

function remove(balanceId: string) {
  return { ...set(), type: "deleteBalance", balanceId, recalculateBalances: false } as const;
}

/** Two credit systems that pay for actions: three credits, or three tenths of a token. */
function withTokens(): Catalog {
  const paying = (featureId: string, creditCost: string) =>
    feature(featureId, {
      type: "credit_system",
      creditSchema: [{ meteredFeatureId: "actions", creditCost: amount(creditCost) }],
    });
  return {
    ...CATALOG,
    features: [feature("actions"), paying("credits", "3"), paying("tokens", "0.3")],
  };
}

describe("a lock is settled", () => {
  it.each(TABLE)("$rule $title", ({ setup, locked, between, given, figures, rows }) => {
    const bench = new Bench();
    bench.grant();
    setup?.(bench);
    lock(bench, locked);
    between?.(bench);
    expect(finalize(bench, given)).toBeNull();
    expect([bench.figures(), held(bench)]).toEqual([figures, "0"]);
    if (rows !== undefined) expect(bench.rows()).toBe(rows);
  });

  it("L3 a release gives back to the last digit what two credit systems paid together", () => {
    const bench = new Bench();
    bench.catalog = withTokens();
    bench.grant({ featureId: "credits", includedGrant: amount("1e-10") });
    bench.grant({ featureId: "tokens" });
    lock(bench, "3e-10", { featureId: "actions" });
    finalize(bench, { action: "release" });
    expect([bench.rows("credits"), bench.rows("tokens")]).toEqual(["g1 0.0000000001", "g2 100"]);
  });

  it("L9 what is taken above it is an event of the settlement's properties", () => {
    const bench = new Bench();
    bench.grant();
    arm(bench, "messages", { model: "large" });
    lock(bench, "1", { properties: { model: "small" } });
    finalize(bench, { ...override("10"), properties: { model: "large" } });
    expect(bench.figures()).toBe("100 94 6 0");
  });

  it("L8 credits of a row that is gone are counted no more either", () => {
    const bench = new Bench();
    bench.grant({ featureId: "credits", expiresAt: START + HOUR });
    arm(bench, "credits", null);
    lock(bench, "25", { featureId: "actions" });
    bench.now += HOUR;
    bench.grant({ featureId: "credits" });
    finalize(bench, { action: "release" });
    bench.track("25", { featureId: "actions" });
    expect(bench.figures("credits")).toBe("100 95 5 0");
  });

  it("L3 a release takes no override", () => {
    const bench = new Bench();
    bench.grant();
    lock(bench, "1");
    expect(finalize(bench, { action: "release", overrideValue: amount("1") })?.code).toBe(
      "INVALID_INPUT",
    );
  });

  it("L10 an expiry releases, once, and leaves an entry", () => {
    const bench = new Bench();
    bench.grant();
    lock(bench, "30", { expiresAt: START + HOUR });
    bench.now += HOUR;
    expect([bench.figures(), held(bench)]).toEqual(["100 100 0 0", "0"]);
    expect(finalize(bench)?.code).toBe("LOCK_NOT_FOUND");
    bench.track("1");
    expect(bench.entries.map(({ kind }) => kind)).toEqual(["CREATE", "LOCK", "FINALIZE", "TRACK"]);
    expect(bench.figures()).toBe("100 99 1 0");
  });

  it("L10 without an expiry it stands after a day, in silence", () => {
    const bench = new Bench();
    bench.grant();
    lock(bench, "30");
    bench.now += DAY;
    expect(finalize(bench)?.code).toBe("LOCK_NOT_FOUND");
    expect([bench.figures(), held(bench)]).toEqual(["100 70 30 0", "0"]);
    expect(liveLocks(bench.ledger ?? failed())).toHaveLength(1); // As stored: nobody has written since.
  });

  it("a lock that ends between two resets does not hide the second", () => {
    const bench = new Bench();
    bench.grant({ reset: { interval: "hour", intervalCount: 1 } });
    bench.track("50");
    lock(bench, "-50", { expiresAt: START + 1.5 * HOUR });
    bench.now += 10 * HOUR;
    expect(bench.figures()).toBe("100 100 0 0");
    expect(bench.balance()?.nextResetAt).toBe(START + 11 * HOUR);
  });

  it("S1 what own units and credits paid together comes back to both", () => {
    const bench = new Bench();
    bench.grant({ featureId: "actions", includedGrant: amount("10"), reset: month });
    bench.grant({ featureId: "credits" });
    lock(bench, "25", { featureId: "actions" });
    expect([bench.figures("actions"), bench.figures("credits")]).toEqual([
      "10 0 10 0",
      "100 97 3 0",
    ]);
    finalize(bench, override("12"));
    expect([bench.figures("actions"), bench.figures("credits")]).toEqual([
      "10 0 10 0",
      "100 99.6 0.4 0",
    ]);
  });
});
