import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { amount, toFraction } from "../../src/engine/amount.ts";
import { burn, toFull, toZero } from "../../src/engine/bucket.ts";
import type { UsageLimit } from "../../src/engine/customer.ts";
import { deriveBalances } from "../../src/engine/derive.ts";
import { heldOf } from "../../src/engine/held.ts";
import type { Grant, Ledger } from "../../src/engine/ledger.ts";
import { usageLimitsOf } from "../../src/engine/limits.ts";
import { byDeductionOrder } from "../../src/engine/order.ts";
import { burnRollovers, rolloverBuckets } from "../../src/engine/rollover-buckets.ts";
import { dueAt, settle, settleSome } from "../../src/engine/settle.ts";
import { holdingsOf, type View } from "../../src/engine/view.ts";
import { entityNamed, eventOf, grantOf } from "../support/cases-random.ts";
import { Bench, DAY, START, usageLimit } from "../support/engine.ts";
import { catalog, seeds, viewsOf } from "../support/histories.ts";
import { cases, checkAll, SEED } from "../support/property.ts";

/** A customer with as many grants, entities and rollovers as make what is remembered worth it. */

const RUNS = cases(12);
const LISTS = [["messages"], ["actions", "credits"], ["messages", "credits"], ["users"]];

describe("what is remembered of many grants", () => {
  it(`is what is found anew, whatever happens (seed ${SEED})`, () => {
    let [views, long] = [0, 0];
    const many = { minLength: 40, maxLength: 60, size: "max" } as const;
    const ran = checkAll(
      RUNS,
      fc.property(fc.array(seeds, many), fc.array(seeds, { maxLength: 12 }), (grants, events) => {
        const bench = new Bench(catalog);
        for (const entityId of ENTITIES) bench.run(entityNamed(entityId));
        bench.run({ ...LIMITED, billingControls: { usageLimits: limits() } });
        grants.forEach((seed, index) => {
          bench.run(grantOf(seed, index));
        });
        events.forEach((seed, index) => {
          const event = eventOf(seed, grants.length + index);
          if (event.type === "pass") bench.now += event.milliseconds;
          else bench.run(event);
          if (bench.ledger && index % 4 === 0) expectSameInSteps(bench.ledger, bench.now + 2 * DAY);
          for (const view of viewsOf(bench).slice(0, 3)) {
            expectSameAnew(view);
            views += 1;
            long += Number(view.ledger.grants.length > 32);
          }
        });
      }),
    );
    expect(ran).toBe(RUNS);
    expect(long).toBeGreaterThan(views / 2);
  });

  it("costs no sort of a long list with each track, nor with each of 100 limits", () => {
    const bench = benchWithGrants(1000);
    bench.run({ ...LIMITED, billingControls: { usageLimits: limits() } });
    bench.track("1");
    const sort = vi.spyOn(Array.prototype, "sort");
    for (let count = 0; count < 5; count += 1) bench.track("1", { properties: { k1: "x" } });
    const sorted = sort.mock.contexts.map((list) => (list as unknown[]).length);
    sort.mockRestore();
    expect(Math.max(0, ...sorted)).toBeLessThan(100);
    expect(bench.figures()).toBe("100000 99994 6 0");
  });

  it("lets locks end one by one, soonest first, whatever the order in which they were taken", () => {
    const bench = benchWithGrants(1);
    for (let index = 0; index < 60; index += 1) {
      const expiresAt = index % 7 === 0 ? null : START + HOUR * (1 + ((index * 37) % 20));
      bench.run({ ...LOCK, lockId: `l${index}`, expiresAt });
    }
    if (!bench.ledger) throw new Error("there is a customer");
    const view: View = { ...bench, ledger: bench.ledger, entityId: null, at: START };
    expect(heldOf(view, "messages")).toBe(amount("60"));
    expectSameInSteps(bench.ledger, START + 3 * HOUR);
    bench.now += 2 * DAY;
    expectSameInSteps(bench.ledger, bench.now);
    bench.track("1");
    const ends = bench.entries.filter(({ kind }) => kind === "FINALIZE").map(({ at }) => at);
    expect(ends).toEqual(ends.toSorted((one, other) => one - other));
    expect(ends.length).toBe(51);
    expect(bench.figures()).toBe("100 90 10 0");
  });

  it("is forgotten where the terms change", () => {
    const bench = benchWithGrants(40);
    bench.track("1");
    bench.grant({ expiresAt: START + DAY });
    bench.track("5");
    expect(bench.rows()).toMatch(/^g41 95, g1 99, g2 100/);
    bench.now += DAY;
    bench.track("1");
    expect(bench.rows()).toMatch(/^g1 98, g2 100/);
  });
});

const ENTITIES = Array.from({ length: 40 }, (_, index) => `e${index}`);
const HOUR = DAY / 24;
const LOCK = {
  type: "createLock",
  customerId: "cus",
  featureId: "messages",
  entityId: null,
  requiredBalance: amount("1"),
  properties: null,
} as const;
const LIMITED = { type: "updateCustomer", customerId: "cus" } as const;

function limits(): readonly UsageLimit[] {
  return Array.from({ length: 100 }, (_, index) =>
    usageLimit("messages", "1000", { filter: { properties: { [`k${index}`]: "x" } } }),
  );
}

function benchWithGrants(count: number): Bench {
  const bench = new Bench();
  for (let index = 0; index < count; index += 1) bench.grant();
  return bench;
}

/** In one go, and step by step, with a copy after each of the first of which nothing is remembered. */
function expectSameInSteps(ledger: Ledger, at: number): void {
  let stepwise = structuredClone(ledger);
  for (let count = 0; count < 20; count += 1) {
    stepwise = structuredClone(settleSome(stepwise, catalog, at, 1).ledger);
  }
  expect(settle(ledger, catalog, at).ledger).toEqual(settle(stepwise, catalog, at).ledger);
}

/** Of a copy nothing is remembered. */
function expectSameAnew(view: View): void {
  const copy: View = { ...view, ledger: structuredClone(view.ledger) };
  for (const ids of LISTS) {
    const inOrder = copy.ledger.grants
      .filter(({ featureId }) => ids.includes(featureId))
      .filter((grant) => isSeen(copy, grant))
      .sort((left, right) => byDeductionOrder(copy, left, right));
    const holdings = holdingsOf(view, ids);
    expect(holdings.map(({ grant }) => grant.grantId)).toEqual(
      inOrder.map(({ grantId }) => grantId),
    );
    const cost = () => amount("0.3");
    for (const units of ["0", "7", "100000"].map((text) => toFraction(amount(text)))) {
      const all = burn(rolloverBuckets(holdings, cost), units, toZero);
      const few = burnRollovers(holdings, units, cost);
      const moved = all.buckets.filter(({ initial, balance }) => initial !== balance);
      expect(few.buckets.filter(({ initial, balance }) => initial !== balance)).toEqual(moved);
      expect(few.unmet).toEqual(all.unmet);
    }
    for (const { grant } of holdings) expectFull(grant);
  }
  expect(deriveBalances(view)).toEqual(deriveBalances(copy));
  expect(dueAt(view.ledger)).toBe(dueAt(copy.ledger));
  const shown = ({ ledger, at }: View) => usageLimitsOf(ledger, catalog, null, at);
  expect(shown(view)).toEqual(shown(copy));
}

/** Written out: rows of its own, slices of its own, and the pool; the customer sees all but what entities own. */
function isSeen({ ledger, entityId }: View, grant: Grant): boolean {
  if (entityId === null) return grant.entityId === null;
  if (grant.entityId !== null) return grant.entityId === entityId;
  if (grant.perEntityFeatureId === null) return !ledger.customer.config.disablePooledBalance;
  return grant.slices.some((slice) => slice.entityId === entityId);
}

function expectFull(grant: Grant): void {
  const start = grant.unlimited ? 0n : grant.allowance + grant.prepaid;
  for (const { entityId, balance, adjustment } of grant.slices) {
    const places = { grant, entityId, rolloverId: null, cost: amount("1"), initial: balance };
    expect(toFull({ ...places, balance })).toBe(start + adjustment);
  }
}
