import { describe, expect, it } from "vitest";
import { amount, formatAmount } from "../../src/engine/amount.ts";
import type { UpdateBalance } from "../../src/engine/command.ts";
import type { Refusal } from "../../src/engine/refusal.ts";
import { Bench, usageLimit } from "../support/engine.ts";

const month = { interval: "month", intervalCount: 1 } as const;
const carried = (balance: string, usage = "0") => ({
  balance: amount(balance),
  usage: amount(usage),
  expiresAt: null,
});
const every = { featureId: "messages", entityId: null, balanceId: null, interval: null } as const;

function update(bench: Bench, given: Partial<UpdateBalance>): Refusal | null {
  return bench.run({ type: "updateBalance", customerId: "cus", ...every, ...given });
}

function recalculate(bench: Bench, entityId: string | null = null): Refusal | null {
  return bench.run({
    type: "recalculateBalances",
    customerId: "cus",
    featureId: "messages",
    entityId,
  });
}

interface Row {
  readonly title: string;
  readonly setup: (bench: Bench) => unknown;
  readonly figures: string;
  readonly rows: string;
  readonly rollovers?: string;
}

/** A row of 100 with 40 carried over, and one of 50. */
const three = (bench: Bench) => [
  bench.grant({ reset: month, rollovers: [carried("40")] }),
  bench.grant({ includedGrant: amount("50") }),
];

const USAGE: readonly (Row & { readonly usage: string; readonly balanceId?: string })[] = [
  {
    title: "takes from the rollover first",
    setup: three,
    usage: "30",
    figures: "190 160 30 0",
    rows: "g1 100, g2 50",
    rollovers: "10/40",
  },
  {
    title: "then from rows in order",
    setup: three,
    usage: "150",
    figures: "190 40 150 0",
    rows: "g1 0, g2 40",
    rollovers: "0/40",
  },
  {
    title: "then brings the first row below zero",
    setup: three,
    usage: "200",
    figures: "190 0 200 10",
    rows: "g1 -10, g2 0",
    rollovers: "0/40",
  },
  {
    title: "gives back to rows, never to a rollover, past the first row's grant",
    setup: (bench) => [three(bench), update(bench, { usage: amount("60") })],
    usage: "0",
    figures: "190 190 0 0",
    rows: "g1 140, g2 50",
    rollovers: "0/40",
  },
  {
    title: "heals every row below zero before the first is given more",
    setup: (bench) => [
      bench.grant({ overageAllowed: true }),
      bench.track("130"),
      bench.grant({ planId: "pro" }),
    ],
    usage: "50",
    figures: "200 150 50 0",
    rows: "g2 150, g1 0",
  },
  {
    title: "counts what was used of rollovers before",
    setup: (bench) => bench.grant({ rollovers: [carried("10", "30")] }),
    usage: "35",
    figures: "140 105 35 0",
    rows: "g1 100",
    rollovers: "5/40",
  },
  {
    title: "below 0 leaves more than is granted",
    setup: three,
    usage: "-20",
    figures: "190 210 -20 0",
    rows: "g1 120, g2 50",
    rollovers: "40/40",
  },
  {
    title: "counts an override as granted",
    setup: (bench) => [bench.grant(), update(bench, { includedGrant: amount("300") })],
    usage: "120",
    figures: "300 180 120 0",
    rows: "g1 180",
  },
  {
    title: "of one row leaves the others and their rollovers alone",
    setup: three,
    usage: "70",
    balanceId: "g2",
    figures: "190 140 70 20",
    rows: "g1 100, g2 -20",
    rollovers: "40/40",
  },
  {
    title: "of an unlimited balance is its usage",
    setup: (bench) => [bench.grant({ unlimited: true }), bench.track("7")],
    usage: "12.5",
    figures: "0 0 12.5 0",
    rows: "g1 0",
  },
];

describe("A22 usage as a target", () => {
  it.each(USAGE)("$title; thrice the same is the same", ({ setup, usage, balanceId, ...row }) => {
    const bench = new Bench();
    setup(bench);
    for (const _time of [1, 2, 3]) {
      expect(update(bench, { usage: amount(usage), balanceId: balanceId ?? null })).toBeNull();
      expect([bench.figures(), bench.rows(), bench.rollovers()]).toEqual([
        row.figures,
        row.rows,
        row.rollovers ?? "",
      ]);
    }
  });
});

const SETTLED: readonly Row[] = [
  {
    title: "one row's debt is paid by its sibling",
    setup: (bench) => [
      bench.grant({ overageAllowed: true }),
      bench.track("130"),
      bench.grant({ includedGrant: amount("200") }),
    ],
    figures: "300 170 130 0",
    rows: "g2 70, g1 100",
  },
  {
    title: "an override stays and counts",
    setup: (bench) => [
      bench.grant(),
      bench.grant(),
      update(bench, { balanceId: "g1", includedGrant: amount("350"), remaining: amount("350") }),
      update(bench, { balanceId: "g2", usage: amount("130") }),
    ],
    figures: "450 320 130 0",
    rows: "g1 220, g2 100",
  },
  {
    title: "an override below zero counts as 0",
    setup: (bench) => [
      bench.grant(),
      bench.grant(),
      update(bench, { includedGrant: amount("50") }),
      update(bench, { balanceId: "g1", remaining: amount("-10") }),
    ],
    figures: "50 90 -40 0",
    rows: "g1 0, g2 90",
  },
  {
    title: "live rollovers pay first",
    setup: (bench) => [three(bench), update(bench, { balanceId: "g2", usage: amount("80") })],
    figures: "190 110 80 0",
    rows: "g1 60, g2 50",
    rollovers: "0/40",
  },
  {
    title: "a rollover alone pays for its own row",
    setup: (bench) => [
      bench.grant(),
      update(bench, { usage: amount("110") }),
      bench.grant({ includedGrant: amount("0"), rollovers: [carried("40")] }),
    ],
    figures: "140 30 110 0",
    rows: "g1 30, g2 0",
    rollovers: "0/40",
  },
  {
    title: "a debt larger than all the rest stays on the first row",
    setup: (bench) => [
      bench.grant(),
      bench.grant(),
      update(bench, { balanceId: "g2", usage: amount("250") }),
    ],
    figures: "200 0 250 50",
    rows: "g1 -50, g2 0",
  },
  {
    title: "what rows hold beyond their grants goes to the first",
    setup: (bench) => [
      bench.grant(),
      bench.grant(),
      update(bench, { balanceId: "g2", remaining: amount("500") }),
      update(bench, { balanceId: "g1", usage: amount("120") }),
    ],
    figures: "200 480 -280 0",
    rows: "g1 380, g2 100",
  },
  {
    title: "without debt nothing moves",
    setup: (bench) => [bench.grant(), bench.grant(), bench.track("130")],
    figures: "200 70 130 0",
    rows: "g1 0, g2 70",
  },
  {
    title: "with nothing above zero nothing moves",
    setup: (bench) => [
      bench.grant(),
      bench.grant({ rollovers: [carried("0", "40")] }),
      bench.track("200"),
      update(bench, { balanceId: "g2", usage: amount("150") }),
    ],
    figures: "240 0 250 10",
    rows: "g1 0, g2 -10",
    rollovers: "0/40",
  },
];

describe("A23 recalculateBalances", () => {
  it.each(SETTLED)("$title; twice is the same as once", ({ setup, ...row }) => {
    const bench = new Bench();
    setup(bench);
    const before = bench.balance();
    for (const _time of [1, 2]) {
      expect(recalculate(bench)).toBeNull();
      expect([bench.figures(), bench.rows(), bench.rollovers()]).toEqual([
        row.figures,
        row.rows,
        row.rollovers ?? "",
      ]);
    }
    const after = bench.balance();
    if (!before || !after) throw new Error("no balance");
    expect(after.remaining - after.overage).toBe(before.remaining - before.overage);
    expect(after.overage <= before.overage).toBe(true);
  });

  it("leaves an unlimited row and another entity's rollover out of it", () => {
    const bench = new Bench();
    bench.entity("a");
    bench.entity("b");
    bench.grant({ entityId: "a" });
    bench.grant({ entityId: "b", rollovers: [carried("40")] });
    bench.run({
      ...every,
      type: "updateBalance",
      customerId: "cus",
      entityId: "a",
      balanceId: "g1",
      usage: amount("130"),
    });
    const { entries } = bench;
    const count = entries.length;
    expect(recalculate(bench, "a")).toBeNull();
    expect(recalculate(bench, "b")).toBeNull();
    expect(bench.figures("messages", "a")).toBe("100 0 130 30");
    expect(entries).toHaveLength(count);
    bench.grant({ unlimited: true });
    expect(recalculate(bench, "a")).toBeNull();
    expect(entries).toHaveLength(count + 1);
  });
});

describe("A35 updates pass by every limit and count on none", () => {
  const limited = () => {
    const bench = new Bench();
    bench.grant({ overageAllowed: true, maxPurchase: amount("20") });
    const limit = {
      featureId: "messages",
      enabled: true,
      overageLimit: amount("10"),
      limitType: "absolute",
      skipOverageBilling: false,
    } as const;
    bench.run({
      type: "updateCustomer",
      customerId: "cus",
      billingControls: { usageLimits: [usageLimit("messages", "5")], spendLimits: [limit] },
    });
    bench.track("4");
    return bench;
  };

  it.each<[Partial<UpdateBalance>, string]>([
    [{ addToBalance: amount("-50") }, "100 46 54 0"],
    [{ addToBalance: amount("-196") }, "100 0 200 100"],
    [{ addToBalance: amount("50") }, "100 146 -46 0"],
    [{ usage: amount("170") }, "100 0 170 70"],
    [{ remaining: amount("-60") }, "100 0 160 60"],
    [{ remaining: amount("0") }, "100 0 100 0"],
  ])("%o", (given, figures) => {
    const bench = limited();
    const counters = bench.ledger?.counters;
    expect(counters?.map(({ usage }) => formatAmount(usage))).toEqual(["4"]);
    expect(update(bench, given)).toBeNull();
    expect(bench.figures()).toBe(figures);
    expect(bench.ledger?.counters).toEqual(counters);
  });
});

describe("A36 a deletion carries usage over to rows of the same feature only", () => {
  const withCredits = () => {
    const bench = new Bench();
    bench.grant({ featureId: "actions", balanceId: "a" });
    bench.grant({ featureId: "actions", balanceId: "b", includedGrant: amount("30") });
    bench.grant({ featureId: "credits", balanceId: "c" });
    bench.track("100", { featureId: "actions" });
    return bench;
  };
  const remove = (bench: Bench, balanceId: string | null) =>
    bench.run({
      ...every,
      type: "deleteBalance",
      customerId: "cus",
      featureId: "actions",
      balanceId,
      recalculateBalances: true,
    });

  it("what does not fit goes below zero there, whatever credits are left", () => {
    const bench = withCredits();
    expect(remove(bench, "a")).toBeNull();
    expect([bench.rows("actions"), bench.figures("credits")]).toEqual(["b -70", "100 100 0 0"]);
  });

  it("with none left it stays as a debt", () => {
    const bench = withCredits();
    expect(remove(bench, null)).toBeNull();
    expect([bench.rows("actions"), bench.figures("credits")]).toEqual(["a -100", "100 100 0 0"]);
  });
});
