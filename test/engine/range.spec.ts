import { describe, expect, it } from "vitest";
import { type Amount, amount, formatAmount } from "../../src/engine/amount.ts";
import type { UpdateBalance } from "../../src/engine/command.ts";
import type { Ledger } from "../../src/engine/ledger.ts";
import { roomFor } from "../../src/engine/range.ts";
import type { Refusal } from "../../src/engine/refusal.ts";
import { UPDATE } from "../support/commands.ts";
import { Bench, DAY, usageLimit } from "../support/engine.ts";

const NINE = amount("9e17");
const REST = "99999999999999999.9999999999";
const month = { interval: "month", intervalCount: 1 } as const;
const carried = (balance: string, usage = "0") => ({
  balance: amount(balance),
  usage: amount(usage),
  expiresAt: null,
});

function update(bench: Bench, given: Partial<UpdateBalance>): Refusal | null {
  return bench.run({ ...UPDATE, ...given });
}

function lock(bench: Bench, lockId: string, value: Amount): Refusal | null {
  return bench.run({
    type: "createLock",
    customerId: "cus",
    featureId: "messages",
    entityId: null,
    requiredBalance: value,
    lockId,
    expiresAt: null,
    properties: null,
  });
}

function limited(bench: Bench): Refusal | null {
  const billingControls = { usageLimits: [usageLimit("messages", "10")] };
  return bench.run({ type: "updateCustomer", customerId: "cus", billingControls });
}

interface Row {
  readonly title: string;
  readonly setup: (bench: Bench) => unknown;
  /** One step beyond the range. */
  readonly beyond: (bench: Bench) => Refusal | null;
  readonly names: string;
  /** The same step as far as it goes. */
  readonly within: (bench: Bench) => Refusal | null;
}

const overflow = { overageBehavior: "overflow" } as const;

const TABLE: readonly Row[] = [
  {
    title: "what two rows grant",
    setup: (bench) => bench.grant({ includedGrant: NINE }),
    beyond: (bench) => bench.grant({ includedGrant: amount("1e17") }),
    names: "granted of messages",
    within: (bench) => bench.grant({ includedGrant: amount(REST) }),
  },
  {
    title: "included and prepaid units of one row",
    setup: () => null,
    beyond: (bench) => bench.grant({ includedGrant: NINE, prepaidGrant: amount("1e17") }),
    names: "granted of messages",
    within: (bench) => bench.grant({ includedGrant: NINE, prepaidGrant: amount(REST) }),
  },
  {
    title: "what rollovers began with counts as granted",
    setup: () => null,
    beyond: (bench) => bench.grant({ includedGrant: NINE, rollovers: [carried("4e16", "6e16")] }),
    names: "granted of messages",
    within: (bench) => bench.grant({ includedGrant: NINE, rollovers: [carried("4e16", "5e16")] }),
  },
  {
    title: "the rows of all entities, which the customer's view adds up",
    setup: (bench) => [
      bench.entity("a"),
      bench.entity("b"),
      bench.grant({ includedGrant: NINE, entityId: "a" }),
    ],
    beyond: (bench) => bench.grant({ includedGrant: amount("1e17"), entityId: "b" }),
    names: "granted of messages",
    within: (bench) => bench.grant({ includedGrant: amount(REST), entityId: "b" }),
  },
  {
    title: "a slice more of a per-entity row",
    setup: (bench) => [
      bench.entity("a"),
      bench.grant({ includedGrant: amount("5e17"), perEntityFeatureId: "users" }),
    ],
    beyond: (bench) => bench.entity("b"),
    names: "granted of messages",
    within: (bench) => bench.run({ type: "deleteEntity", customerId: "cus", entityId: "a" }),
  },
  {
    title: "an override that lowers a grant leaves its start counted: the reset brings it back",
    setup: (bench) => [
      bench.grant({ includedGrant: NINE, reset: month }),
      update(bench, { includedGrant: amount("0") }),
    ],
    beyond: (bench) => bench.grant({ includedGrant: amount("1e17") }),
    names: "granted of messages",
    within: (bench) => bench.grant({ includedGrant: amount(REST) }),
  },
  {
    title: "an override that raises a grant",
    setup: (bench) => [bench.grant(), bench.grant({ includedGrant: NINE })],
    beyond: (bench) => update(bench, { includedGrant: amount("1e17"), balanceId: "g1" }),
    names: "granted of messages",
    within: (bench) => update(bench, { includedGrant: amount(REST), balanceId: "g1" }),
  },
  {
    title: "what remains beyond the grants",
    setup: (bench) => [bench.grant(), update(bench, { remaining: NINE })],
    beyond: (bench) => update(bench, { addToBalance: amount("1e17") }),
    names: "remaining of messages",
    within: (bench) => update(bench, { addToBalance: amount(REST) }),
  },
  {
    title: "what remains once the other row is refilled by its reset",
    setup: (bench) => [
      bench.grant({ includedGrant: amount("0") }),
      bench.grant({ includedGrant: NINE, reset: month }),
      bench.track("9e17"),
    ],
    beyond: (bench) => update(bench, { remaining: amount("1e17"), balanceId: "g1" }),
    names: "remaining of messages",
    within: (bench) => update(bench, { remaining: amount(REST), balanceId: "g1" }),
  },
  {
    title: "overage of several rows, and never netted",
    setup: (bench) => [
      bench.grant({ includedGrant: amount("0"), overageAllowed: true }),
      bench.track("9e17"),
      bench.grant({ includedGrant: amount("5") }),
    ],
    beyond: (bench) => update(bench, { remaining: amount("-1e17"), balanceId: "g2" }),
    names: "overage of messages",
    within: (bench) => update(bench, { remaining: amount("-9e16"), balanceId: "g2" }),
  },
  {
    title: "usage, of a row that is full as well as one in overage",
    setup: (bench) => [bench.grant({ includedGrant: NINE }), bench.track("9e17")],
    beyond: (bench) => bench.track("1e17", overflow),
    names: "usage of messages",
    within: (bench) => bench.track("99999999999999999", overflow),
  },
  {
    title: "what an entry moves, though no balance is too large",
    setup: (bench) => [
      bench.grant({ includedGrant: amount("0") }),
      update(bench, { remaining: NINE }),
    ],
    beyond: (bench) => update(bench, { remaining: amount("-1e17") }),
    names: "amount that this change moves",
    within: (bench) => update(bench, { remaining: amount("-99999999999999999") }),
  },
  {
    title: "a counter, though the balance has come back",
    setup: (bench) => [
      bench.grant({ includedGrant: NINE }),
      limited(bench),
      bench.track("9e17", overflow),
      bench.track("-9e17"),
    ],
    beyond: (bench) => bench.track("1e17", overflow),
    names: "counted usage of messages",
    within: (bench) => bench.track("99999999999999999", overflow),
  },
  {
    title: "what locks hold, though each fits the balance of its time",
    setup: (bench) => [
      bench.grant({ includedGrant: NINE }),
      lock(bench, "one", NINE),
      update(bench, { usage: amount("0") }),
    ],
    beyond: (bench) => lock(bench, "two", amount("1e17")),
    names: "held of messages",
    within: (bench) => lock(bench, "two", amount("99999999999999999")),
  },
  {
    title: "what may be bought beyond the grants, as one view adds it up",
    setup: (bench) => [bench.entity("a"), bench.grant({ overageAllowed: true, maxPurchase: NINE })],
    beyond: (bench) => bench.grant({ entityId: "a", maxPurchase: amount("1e17") }),
    names: "maxPurchase of messages",
    within: (bench) => bench.grant({ entityId: "a", maxPurchase: amount(REST) }),
  },
  {
    title: "usage of an unlimited row",
    setup: (bench) => [bench.grant({ unlimited: true }), bench.track("9e17")],
    beyond: (bench) => bench.track("1e17"),
    names: "usage of unlimited rows of messages",
    within: (bench) => bench.track("99999999999999999"),
  },
  {
    title: "what an unlimited row was given back",
    setup: (bench) => [bench.grant({ unlimited: true }), bench.track("-9e17")],
    beyond: (bench) => bench.track("-1e17"),
    names: "usage of unlimited rows of messages",
    within: (bench) => bench.track("-99999999999999999"),
  },
];

describe("A33: every amount stays below 1e18", () => {
  for (const { title, setup, beyond, names, within } of TABLE) {
    it(title, () => {
      const bench = new Bench();
      setup(bench);
      const { ledger } = bench;
      const refusal = beyond(bench);
      expect(refusal?.code).toBe("INVALID_INPUT");
      expect(JSON.stringify(refusal)).toMatch(
        new RegExp(`would bring the ${names} to 1e18 or more: use smaller amounts`),
      );
      expect(bench.ledger).toBe(ledger);
      expect(within(bench)).toBeNull();
    });
  }

  it("rows of two features do not add up, nor do ceilings of two entities", () => {
    const bench = new Bench();
    bench.entity("a");
    bench.entity("b");
    expect(bench.grant({ includedGrant: NINE })).toBeNull();
    expect(bench.grant({ includedGrant: NINE, featureId: "actions" })).toBeNull();
    expect(bench.grant({ entityId: "a", maxPurchase: NINE })).toBeNull();
    expect(bench.grant({ entityId: "b", maxPurchase: NINE })).toBeNull();
  });

  it("an unlimited row's usage and a finite row's do not add up", () => {
    const bench = new Bench();
    bench.grant({ includedGrant: NINE });
    bench.track("9e17");
    bench.grant({ unlimited: true });
    expect(bench.track("9e17")).toBeNull();
  });
});

describe("A33: what an undone lock gives back is cut to stay below", () => {
  const held = (grant: Parameters<Bench["grant"]>[0], ...sets: Partial<UpdateBalance>[]): Bench => {
    const bench = new Bench();
    bench.grant(grant);
    lock(bench, "L", amount("2e17"));
    for (const set of sets) expect(update(bench, set)).toBeNull();
    const action = { action: "release", overrideValue: null, properties: null } as const;
    const release = { type: "finalizeLock", customerId: "cus", lockId: "L", ...action } as const;
    expect(bench.run(release)).toBeNull();
    return bench;
  };

  it("on a row", () => {
    const full = held({ includedGrant: NINE }, { remaining: NINE });
    expect(full.figures()).toBe(
      "900000000000000000 999999999999999999.9999999999 -99999999999999999.9999999999 0",
    );
    const room = held({ includedGrant: NINE }, { remaining: amount("7e17") });
    expect(room.figures()).toBe("900000000000000000 900000000000000000 0 0");
  });

  it("on an unlimited row", () => {
    const full = held({ unlimited: true }, { usage: amount("-7e17") }, { usage: amount("-9e17") });
    expect(full.figures()).toBe("0 0 -999999999999999999.9999999999 0");
    const room = held({ unlimited: true }, { usage: amount("-7e17") });
    expect(room.figures()).toBe("0 0 -900000000000000000 0");
  });
});

describe("A33: what a reset carries is cut to stay below", () => {
  const carries = { max: null, maxPercentage: null, duration: "forever", length: 1 } as const;

  it("so that what is granted does", () => {
    const bench = new Bench();
    bench.grant({ includedGrant: amount("6e17"), reset: month, rollover: carries });
    bench.now += 40 * DAY;
    expect(bench.rollovers()).toBe("399999999999999999.9999999999/399999999999999999.9999999999");
    bench.now += 40 * DAY;
    expect(bench.figures()).toBe("999999999999999999.9999999999 999999999999999999.9999999999 0 0");
  });

  it("so that its entry does, which refills another slice as well", () => {
    const bench = new Bench();
    bench.entity("a");
    bench.entity("b");
    bench.grant({ reset: month, rollover: carries, perEntityFeatureId: "users", planId: "team" });
    update(bench, { entityId: "a", remaining: amount("-999999999999999849.9999999999") });
    bench.now += 40 * DAY;
    expect([bench.rollovers("messages", "a"), bench.rollovers("messages", "b")]).toEqual([
      "",
      "50/50",
    ]);
    bench.track("1");
    const { value } = bench.entries.at(-2) ?? {};
    expect(value).toBe(amount("-999999999999999999.9999999999"));
  });
});

describe("A33: what stood beyond the range", () => {
  const beyond = (): Bench => {
    const bench = new Bench();
    bench.grant({ includedGrant: NINE });
    bench.grant({ includedGrant: amount("5e16"), balanceId: "b" });
    const { ledger } = bench;
    if (!ledger) throw new Error("no ledger");
    const grants = ledger.grants.map((grant) => {
      const slices = grant.slices.map((slice) => ({ ...slice, balance: amount("9e17") }));
      return { ...grant, allowance: NINE, slices };
    });
    bench.ledger = { ...ledger, grants };
    return bench;
  };

  it("may be used and deleted, however much that moves", () => {
    const bench = beyond();
    expect(bench.track("1")).toBeNull();
    expect(bench.figures()).toBe("1800000000000000000 1799999999999999999 1 0");
    const selection = { featureId: "messages", entityId: null, balanceId: null, interval: null };
    const gone = { ...selection, customerId: "cus", recalculateBalances: false };
    expect(bench.run({ type: "deleteBalance", ...gone })).toBeNull();
    expect(bench.figures()).toBe("none");
  });

  it("may not grow", () => {
    const bench = beyond();
    expect(bench.grant({ includedGrant: amount("0.0000000001") })?.code).toBe("INVALID_INPUT");
    expect(update(bench, { addToBalance: amount("1") })?.code).toBe("INVALID_INPUT");
    expect(bench.grant({ featureId: "actions" })).toBeNull();
  });
});

describe("roomFor", () => {
  const room = (setup: (bench: Bench) => unknown): string => {
    const bench = new Bench();
    setup(bench);
    return formatAmount(roomFor(bench.ledger as Ledger, "messages"));
  };

  it("is what lies between the larger of granted and remaining and 1e18", () => {
    expect(room(() => null)).toBe("999999999999999999.9999999999");
    expect(room((bench) => [bench.grant({ includedGrant: NINE }), bench.track("5")])).toBe(REST);
    expect(room((bench) => [bench.grant(), update(bench, { remaining: NINE })])).toBe(REST);
    expect(room((bench) => [bench.grant({ includedGrant: NINE, featureId: "actions" })])).toBe(
      "999999999999999999.9999999999",
    );
  });

  it("is 0 where nothing more fits", () => {
    const whole = amount("999999999999999999.9999999999");
    expect(room((bench) => bench.grant({ includedGrant: whole }))).toBe("0");
    const bench = new Bench();
    bench.grant({ includedGrant: whole });
    const [grant] = bench.ledger?.grants ?? [];
    const twice = { ...bench.ledger, grants: [grant, grant] } as Ledger;
    expect(roomFor(twice, "messages")).toBe(0n);
  });
});
