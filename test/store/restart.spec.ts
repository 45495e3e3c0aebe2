import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CustomerCommand } from "../../src/engine/command.ts";
import type { Entry, Ledger } from "../../src/engine/ledger.ts";
import type { BalanceStore } from "../../src/store/port.ts";
import { decode } from "../../src/store/sql/codec.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { Dice } from "../support/cases-dice.ts";
import { type Event, entityNamed, eventOf, grantOf } from "../support/cases-random.ts";
import { Bench, CATALOG, START } from "../support/engine.ts";
import { SEED } from "../support/property.ts";
import { printedBy } from "./child-process.ts";
import { asked, customerOf } from "./requests.ts";
import { asLoaded } from "./stage.ts";

const CUSTOMERS = 100;
const ROUNDS = 4;
const EVENTS = 5;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "balances-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

test(`histories cut by restarts stand as those that never stopped (seed ${SEED})`, async () => {
  const path = join(folder, "balances.db");
  const dice = new Dice(SEED);
  const benches = Array.from({ length: CUSTOMERS }, () => new Bench());
  let applied = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const store = await openSqliteStore({ path, persistFreeOverage: false });
    if (round === 0) await createAll(store);
    for (const [index, bench] of benches.entries()) {
      for (const event of eventsOf(dice, round)) {
        if (event.type === "pass") bench.now += event.milliseconds;
        else applied += await applyBoth(store, bench, event, idOf(index));
      }
    }
    await store.close();

    const [line] = await printedBy(
      path,
      benches.map((_bench, index) => idOf(index)),
    );
    const stored = decode(line ?? "");
    expect(stored).toEqual(benches.map((bench, index) => standing(bench, idOf(index))));
  }
  expect(applied).toBeGreaterThan(CUSTOMERS * ROUNDS);
}, 120_000);

async function createAll(store: BalanceStore): Promise<void> {
  for (const feature of CATALOG.features) {
    await store.apply(asked({ type: "createFeature", feature }));
  }
  for (let index = 0; index < CUSTOMERS; index += 1) {
    await store.apply(asked(customerOf(idOf(index)), { now: START }));
  }
}

function eventsOf(dice: Dice, round: number): readonly Event[] {
  const number = round * EVENTS;
  const random = Array.from({ length: EVENTS }, (_, index) =>
    eventOf(dice.below(2 ** 31), number + index + 10),
  );
  return round === 0 ? [entityNamed("e1"), grantOf(dice.below(2 ** 31), 1), ...random] : random;
}

/** 1 where it was applied, in the store as in memory; 0 where both refused. */
async function applyBoth(
  store: BalanceStore,
  bench: Bench,
  event: CustomerCommand,
  customerId: string,
): Promise<number> {
  const command: CustomerCommand = { ...event, customerId };
  const outcome = await store.apply(asked(command, { now: bench.now }));
  const refusal = bench.run(event);
  expect(outcome.kind).toBe(refusal === null ? "applied" : "refused");
  if (refusal === null) return 1;
  bench.run({ type: "passTime", customerId: event.customerId }); // What fell due the store has committed.
  return 0;
}

interface Standing {
  readonly ledger: Ledger | null;
  readonly entries: readonly Entry[];
}

/** What the child prints of a customer: its ledger, and all its entries, latest first. */
function standing({ ledger, entries }: Bench, customerId: string): Standing {
  const loaded = asLoaded(ledger);
  return {
    ledger: loaded && { ...loaded, customer: { ...loaded.customer, customerId } },
    entries: entries.toReversed(),
  };
}

function idOf(index: number): string {
  return `cus${String(index).padStart(3, "0")}`;
}
