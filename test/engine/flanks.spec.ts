import fc from "fast-check";
import { expect, test } from "vitest";
import type { Balance } from "../../src/engine/balance.ts";
import type { CustomerCommand } from "../../src/engine/command.ts";
import type { AutoTopup, BillingControls, UsageAlert } from "../../src/engine/customer.ts";
import { deriveBalance } from "../../src/engine/derive.ts";
import type { Feature } from "../../src/engine/feature.ts";
import type { Crossing, Entry, Ledger } from "../../src/engine/ledger.ts";
import { settle } from "../../src/engine/settle.ts";
import { Fraction, fractionOf } from "../reference/fraction.ts";
import { alertsOf } from "../support/cases-alerts.ts";
import { lockEventOf } from "../support/cases-locks.ts";
import { type Event, entityNamed, eventOf, grantOf } from "../support/cases-random.ts";
import { Bench, DAY } from "../support/engine.ts";
import { catalog, seeds } from "../support/histories.ts";
import { cases, checkAll, SEED } from "../support/property.ts";

const HISTORIES = cases(1_500, 400);
const HUNDRED = new Fraction(100n);
const USE = ["TRACK", "CHECK", "LOCK", "FINALIZE"];

const history = fc.record({
  entities: fc.subarray(["e1", "e2"]),
  controls: fc.array(seeds, { minLength: 1, maxLength: 3, size: "max" }),
  grants: fc.array(seeds, { minLength: 1, maxLength: 4, size: "max" }),
  events: fc.array(seeds, { minLength: 10, maxLength: 30, size: "max" }),
});

test(`crossings are the upward flanks of their conditions in any history (seed ${SEED})`, () => {
  const crossed = new Map<string, number>();
  const run = checkAll(
    HISTORIES,
    fc.property(history, ({ entities, controls, grants, events }) => {
      const walk = new Walk(crossed);
      for (const entityId of entities) walk.run(entityNamed(entityId));
      for (const seed of controls) walk.run(alertsOf(seed));
      grants.forEach((seed, index) => {
        walk.run(grantOf(seed, index));
      });
      events.forEach((seed, index) => {
        const event = anyEvent(seed, { now: walk.bench.now, number: grants.length + index });
        if (event.type === "pass") walk.bench.now += event.milliseconds;
        else walk.run(event);
      });
    }),
  );
  expect(run).toBe(HISTORIES);
  const types = ["usage", "usage_percentage", "remaining", "remaining_percentage"];
  for (const what of [...types, "AUTO_TOPUP", "by time", "again", "of an entity"]) {
    expect(crossed.get(what), `${what} crossed`).toBeGreaterThan(HISTORIES / 250);
  }
});

function anyEvent(seed: number, { now, number }: { now: number; number: number }): Event {
  if (seed % 16 === 0) return alertsOf(seed);
  if (seed % 8 === 0) return { type: "pass", milliseconds: 13 * DAY };
  return seed % 3 === 0 ? lockEventOf(seed, now) : eventOf(seed, number);
}

/** One customer's history: what each entry says was crossed is what its balances say. */
class Walk {
  readonly bench = new Bench(catalog);
  readonly #crossed: Map<string, number>;
  /** Crossed, and not come back since. */
  readonly #standing = new Map<string, Condition>();
  readonly #fallen = new Set<string>();

  constructor(crossed: Map<string, number>) {
    this.#crossed = crossed;
  }

  run(command: CustomerCommand): void {
    const { bench } = this;
    const told = bench.entries.length;
    const { ledger, steps } = settle(this.#ledger, catalog, bench.now);
    if (bench.run(command) !== null) return;
    const turns = [...steps, { before: ledger, after: this.#ledger }];
    bench.entries.slice(told).forEach((entry, index) => {
      const turn = turns[index];
      if (!turn) throw new Error("an entry of no change");
      this.#lookAt(entry, turn);
    });
    if (command.type === "updateCustomer" || command.type === "updateEntity") {
      this.#standing.clear();
      this.#fallen.clear();
    }
  }

  #lookAt(entry: Entry, { before, after }: Turn): void {
    const conditions = conditionsIn(after).filter(
      ({ crossing }) => crossing.kind === "USAGE_ALERT" || USE.includes(entry.kind),
    );
    const flanks = conditions.filter(
      (condition) => holdsIn(after, condition) === true && holdsIn(before, condition) === false,
    );
    expect(entry.crossings).toEqual(flanks.map(({ crossing }) => crossing));
    for (const condition of flanks) this.#cross(condition, entry);
    for (const [key, condition] of this.#standing) {
      if (holdsIn(after, condition) === true) continue;
      this.#standing.delete(key);
      this.#fallen.add(key);
    }
  }

  #cross(condition: Condition, { actor }: Entry): void {
    const { key, crossing } = condition;
    expect(this.#standing.has(key), `${key} crossed again without a fall`).toBe(false);
    this.#standing.set(key, condition);
    this.#count(crossing.kind === "AUTO_TOPUP" ? crossing.kind : crossing.thresholdType);
    if (actor === "time") this.#count("by time");
    if (crossing.entityId !== null) this.#count("of an entity");
    if (this.#fallen.has(key)) this.#count("again");
  }

  #count(what: string): void {
    this.#crossed.set(what, (this.#crossed.get(what) ?? 0) + 1);
  }

  get #ledger(): Ledger {
    if (!this.bench.ledger) throw new Error("the customer is gone");
    return this.bench.ledger;
  }
}

interface Turn {
  readonly before: Ledger;
  readonly after: Ledger;
}

/** A control on one feature, and when it is past its threshold. */
interface Condition {
  readonly key: string;
  readonly crossing: Crossing;
  readonly holds: (balance: Balance) => boolean;
}

function conditionsIn({ customer, entities }: Ledger): readonly Condition[] {
  const owners = [{ entityId: null, billingControls: customer.billingControls }, ...entities];
  return owners.flatMap(({ entityId, billingControls }) =>
    catalog.features.flatMap((feature) => conditionsOn(entityId, billingControls, feature)),
  );
}

function conditionsOn(
  entityId: string | null,
  { usageAlerts, autoTopups }: BillingControls,
  { featureId }: Feature,
): readonly Condition[] {
  const watched = { featureId, entityId };
  const isMeant = (control: UsageAlert | AutoTopup) =>
    control.enabled && (control.featureId === null || control.featureId === featureId);
  const alerts = usageAlerts.filter(isMeant).map((alert, index): Condition => {
    const { threshold, thresholdType, name } = alert;
    const what = { ...watched, threshold, thresholdType, name, quantity: null };
    return {
      key: JSON.stringify([entityId, featureId, "alert", index]),
      crossing: { kind: "USAGE_ALERT", ...what },
      holds: (balance) => isPast(alert, balance),
    };
  });
  const topups = autoTopups.filter(isMeant).map(({ threshold, quantity }): Condition => {
    const what = { ...watched, threshold, thresholdType: "remaining", name: null } as const;
    return {
      key: JSON.stringify([entityId, featureId, "topup"]),
      crossing: { kind: "AUTO_TOPUP", ...what, quantity },
      holds: ({ unlimited, granted, usage }) => !unlimited && granted - usage < threshold,
    };
  });
  return [...alerts, ...topups];
}

function isPast({ threshold, thresholdType }: UsageAlert, balance: Balance): boolean {
  const edge = fractionOf(threshold);
  const granted = fractionOf(balance.granted);
  const used = fractionOf(balance.usage);
  const left = fractionOf(balance.remaining);
  if (balance.unlimited) return false; // A31
  if (thresholdType === "usage") return !used.isBelow(edge);
  if (thresholdType === "remaining") return !left.isAbove(edge);
  if (!granted.isPositive) return false;
  const percent = (part: Fraction) => part.over(granted).times(HUNDRED);
  return thresholdType === "usage_percentage"
    ? !percent(used).isBelow(edge)
    : !percent(left).isAbove(edge);
}

/** Undefined where there is no balance, or nobody to look at it. */
function holdsIn(ledger: Ledger, { crossing, holds }: Condition): boolean | undefined {
  const { entityId, featureId } = crossing;
  const isThere = ledger.entities.some((entity) => entity.entityId === entityId);
  if (entityId !== null && !isThere) return undefined;
  const watched = catalog.features.find((candidate) => candidate.featureId === featureId);
  const view = { ledger, catalog, entityId, at: 0 };
  const balance = watched && deriveBalance(view, watched);
  return balance ? holds(balance) : undefined;
}
