import { expect } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import type { Grant, Ledger } from "../../src/engine/ledger.ts";
import { settle } from "../../src/engine/settle.ts";
import type { BalanceStore, Ledgers } from "../../src/store/port.ts";
import { Dice } from "../support/cases-dice.ts";
import { lockEventOf } from "../support/cases-locks.ts";
import { entityNamed, eventOf, grantOf } from "../support/cases-random.ts";
import { DAY, START } from "../support/engine.ts";
import { asked, customerOf, featureOf } from "./requests.ts";
import { did } from "./stage.ts";

/** A customer as it was seen at an instant, everything applied that had fallen due. */
export interface Snapshot {
  readonly at: number;
  readonly ledger: Ledger;
}

/** The features that the random events speak of. */
export async function defineFeatures(store: BalanceStore): Promise<void> {
  const creditSchema = [
    { meteredFeatureId: "actions", creditCost: amount("0.2") },
    { meteredFeatureId: "messages", creditCost: amount("3") },
  ];
  await did(store, featureOf("messages", { eventNames: ["spoke"] }));
  await did(store, featureOf("actions", { eventNames: ["spoke"] }));
  await did(store, featureOf("users", { consumable: false }));
  await did(store, featureOf("credits", { type: "credit_system", creditSchema }));
}

/** Lives a random history of the customer cus; a snapshot between any two events, at a random instant. */
export async function live(
  store: BalanceStore,
  { seed, events }: { readonly seed: number; readonly events: number },
): Promise<readonly Snapshot[]> {
  const dice = new Dice(seed);
  let now = START;
  const commands = [
    customerOf("cus"),
    entityNamed("e1"),
    entityNamed("e2"),
    ...[0, 1, 2].map((number) => grantOf(dice.below(2 ** 31), number)),
  ];
  for (const command of commands) await store.apply(asked(command, { now }));
  const snapshots: Snapshot[] = [];
  for (let number = 3; number < events + 3; number += 1) {
    const drawn = dice.below(2 ** 31);
    const event = dice.once(3) ? lockEventOf(drawn, now) : eventOf(drawn, number);
    if (event.type !== "pass") await store.apply(asked(event, { now }));
    const gap = event.type === "pass" ? event.milliseconds : 1 + dice.below(DAY);
    snapshots.push(settledAt(await store.load(["cus"]), now + dice.below(gap)));
    now += gap;
  }
  return snapshots;
}

/**
 * What the store answers for the past must be what was seen then, but for the numbers that count on, and for what
 * of a grant the spec leaves out.
 */
export async function expectPast(
  store: BalanceStore,
  { at, ledger }: Snapshot,
  compared: (grant: Grant) => object = (grant) => grant,
): Promise<void> {
  const past = settledAt(await store.loadAt("cus", at), at);
  expect(lasting(past.ledger, compared)).toEqual(lasting(ledger, compared));
}

function settledAt({ catalog, ledgers: [stored] }: Ledgers, at: number): Snapshot {
  if (!stored) throw new Error("There is no such customer");
  return { at, ledger: settle(stored, catalog, at).ledger };
}

function lasting({ customer, ...ledger }: Ledger, compared: (grant: Grant) => object) {
  const locks = ledger.locks.filter(({ status }) => status === "HELD");
  const grants = ledger.grants.map(compared);
  return { ...ledger, grants, locks, customer: { ...customer, revision: 0 }, seq: 0 };
}
