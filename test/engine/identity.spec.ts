import assert from "node:assert/strict";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Amount, minus, plus, ZERO } from "../../src/engine/amount.ts";
import type { Balance } from "../../src/engine/balance.ts";
import { placeOf } from "../../src/engine/bucket.ts";
import type { CustomerCommand } from "../../src/engine/command.ts";
import { deriveBalance } from "../../src/engine/derive.ts";
import type { Catalog } from "../../src/engine/feature.ts";
import { balanceIdOf, type Entry, type Ledger } from "../../src/engine/ledger.ts";
import { isDue, settle } from "../../src/engine/settle.ts";
import { lockEventOf } from "../support/cases-locks.ts";
import { entityNamed, eventOf, grantOf } from "../support/cases-random.ts";
import { Bench } from "../support/engine.ts";
import { catalog, seeds } from "../support/histories.ts";
import { cases, checkAll, SEED } from "../support/property.ts";

const HISTORIES = cases(3_000, 500);

const history = fc.record({
  persistFreeOverage: fc.boolean(),
  entities: fc.subarray(["e1", "e2"]),
  grants: fc.array(seeds, { minLength: 1, maxLength: 4, size: "max" }),
  events: fc.array(seeds, { minLength: 1, maxLength: 12, size: "max" }),
});

test(`the figures agree with each other and with the ledger in any history (seed ${SEED})`, () => {
  const done = new Map<string, number>();
  const run = checkAll(
    HISTORIES,
    fc.property(history, ({ persistFreeOverage, entities, grants, events }) => {
      const story = new Story({ ...catalog, persistFreeOverage }, done);
      for (const entityId of entities) story.run(entityNamed(entityId));
      grants.forEach((seed, index) => {
        story.run(grantOf(seed, index));
      });
      events.forEach((seed, index) => {
        const isOfLocks = seed % 3 === 0;
        const event = isOfLocks
          ? lockEventOf(seed, story.now)
          : eventOf(seed, grants.length + index);
        if (event.type === "pass") story.pass(event.milliseconds);
        else story.run(event);
      });
    }),
  );
  expect(run).toBe(HISTORIES);
  const kinds = ["track", "checkAndTrack", "createBalance", "updateBalance", "deleteBalance"];
  const locks = ["createLock", "finalizeLock", "FINALIZE"];
  const rare = [
    ...kinds,
    ...locks,
    "recalculateBalances",
    "createEntity",
    "deleteEntity",
    "RESET",
    "EXPIRE",
  ];
  for (const kind of rare) expect(done.get(kind), `${kind} done`).toBeGreaterThan(HISTORIES / 40);
});

/** One customer's history, with the laws looked after at every turn. */
class Story {
  readonly #bench: Bench;
  readonly #done: Map<string, number>;
  /** What the entries say that each place holds. */
  readonly #told = new Map<string, Amount>();

  constructor(catalog: Catalog, done: Map<string, number>) {
    this.#bench = new Bench(catalog);
    this.#done = done;
  }

  get now(): number {
    return this.#bench.now;
  }

  pass(milliseconds: number): void {
    const { now: from, catalog } = this.#bench;
    this.#bench.now += milliseconds;
    const { now } = this.#bench;
    const stored = frozen(this.#ledger);
    const early = settle(stored, catalog, from + Math.floor(milliseconds / 2)).ledger;
    const [once, twice] = [settle(stored, catalog, now), settle(early, catalog, now)];
    assert.deepEqual(once.ledger, twice.ledger, "time cut in two");
    this.#lookAtBalances();
  }

  /** What fell due is committed first, so that a refusal has changed nothing at all. */
  run(command: CustomerCommand): void {
    if (isDue(this.#ledger, this.now)) this.#run({ type: "passTime", customerId: "cus" });
    this.#run(command);
  }

  #run(command: CustomerCommand): void {
    const bench = this.#bench;
    const before = frozen(this.#ledger);
    const told = bench.entries.length;
    if (bench.run(command) !== null) {
      assert.equal(bench.ledger, before);
      assert.equal(bench.entries.length, told);
      return;
    }
    this.#count(command.type);
    this.#lookAtEntries(before, bench.entries.slice(told));
    this.#lookAtPlaces();
    this.#lookAtBalances();
  }

  #lookAtEntries(before: Ledger, entries: readonly Entry[]): void {
    const after = this.#ledger;
    const numbers = entries.map((entry) => entry.seq);
    const expected = entries.map((_entry, index) => before.seq + index + 1);
    assert.deepEqual(numbers, expected);
    assert.equal(after.seq, before.seq + entries.length);
    assert.ok(after.customer.revision >= before.customer.revision);
    for (const [featureId, revision] of Object.entries(before.revisions)) {
      assert.ok((after.revisions[featureId] ?? 0) >= revision, featureId);
    }
    const known = new Set(placesOf(before).map(({ place }) => place));
    for (const { kind, deductions } of entries) {
      if (kind === "RESET" || kind === "EXPIRE" || kind === "FINALIZE") this.#count(kind);
      for (const deduction of deductions) {
        const place = nameOf(deduction.balanceId, deduction);
        const begins = !known.has(place) && !this.#told.has(place);
        const carriesDebt = kind === "DELETE" && deduction.value > ZERO;
        if (begins && !carriesDebt) assert.match(kind, /^(CREATE|RESET)$/);
        this.#told.set(place, minus(this.#told.get(place) ?? ZERO, deduction.value));
      }
    }
  }

  /** What stands in each place is what its entries come to; what is gone comes to nothing. */
  #lookAtPlaces(): void {
    const standing = new Map(placesOf(this.#ledger).map(({ place, balance }) => [place, balance]));
    for (const [place, balance] of standing) assert.equal(this.#told.get(place) ?? ZERO, balance);
    for (const [place, balance] of this.#told) assert.equal(standing.get(place) ?? ZERO, balance);
  }

  #lookAtBalances(): void {
    const { catalog, now } = this.#bench;
    const { ledger } = settle(frozen(this.#ledger), catalog, now);
    const viewers = [null, ...ledger.entities.map(({ entityId }) => entityId)];
    for (const entityId of viewers) {
      for (const feature of catalog.features) {
        const balance = deriveBalance({ ledger, catalog, entityId, at: now }, feature);
        if (balance) lookAt(balance);
      }
    }
  }

  get #ledger(): Ledger {
    if (!this.#bench.ledger) throw new Error("the customer is gone");
    return this.#bench.ledger;
  }

  #count(kind: string): void {
    this.#done.set(kind, (this.#done.get(kind) ?? 0) + 1);
  }
}

/** B50, B3, and that the parts shown are what the totals are made of. */
function lookAt({ granted, remaining, usage, overage, unlimited, breakdown, rollovers }: Balance) {
  assert.ok(remaining >= ZERO);
  assert.ok(overage >= ZERO);
  if (unlimited) return;
  assert.equal(granted, minus(plus(remaining, usage), overage));
  for (const row of breakdown) {
    const grant = plus(row.includedGrant, row.prepaidGrant);
    assert.equal(grant, minus(plus(row.remaining, row.usage), row.overage));
  }
  for (const rollover of rollovers) {
    assert.equal(rollover.granted, plus(rollover.balance, rollover.usage));
  }
}

interface Place {
  readonly place: string;
  readonly balance: Amount;
}

function placesOf({ grants }: Ledger): readonly Place[] {
  return grants.flatMap((grant) =>
    [...grant.slices.map((slice) => ({ ...slice, rolloverId: null })), ...grant.rollovers].map(
      ({ rolloverId, entityId, balance }) => ({
        place: nameOf(balanceIdOf(grant), { rolloverId, entityId: entityId ?? grant.entityId }),
        balance,
      }),
    ),
  );
}

function nameOf(balanceId: string, place: Parameters<typeof placeOf>[0]): string {
  return `${balanceId} ${placeOf(place)}`;
}

/** So that a decision which wrote into what it was given would crash. */
function frozen<T extends object>(value: T): T {
  if (Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) {
    if (typeof part === "object" && part !== null) frozen(part);
  }
  return Object.freeze(value);
}
