/** Demo data: a few customers with months of history, played through the store like anybody's. */
import type { Command } from "../engine/command.ts";
import { NO_CONTROLS } from "../engine/customer.ts";
import type { BalanceStore } from "../store/port.ts";
import { CUSTOMERS, type DemoCustomer } from "./customers.ts";
import { FEATURES } from "./features.ts";
import { DAY, type Step } from "./steps.ts";

/** Fills an empty store, dated back from `start`. Answers whether it did: a store in use is left alone. */
export async function fillDemo(store: BalanceStore, start: number): Promise<boolean> {
  const { features } = await store.catalog();
  const everybody = { customerIds: null, search: null, featureId: null };
  if (features.length > 0 || (await store.countCustomers(everybody)) > 0) return false;
  const play = player(store);
  for (const feature of FEATURES) await play({ type: "createFeature", feature }, start - 100 * DAY);
  await Promise.all(CUSTOMERS.map((customer) => playCustomer(play, customer, start)));
  return true;
}

type Play = (command: Command, now: number) => Promise<void>;

function player(store: BalanceStore): Play {
  return async (command, now) => {
    const outcome = await store.apply({
      command,
      now: Math.round(now),
      idempotencyKey: null,
      dryRun: false,
      actor: "demo",
    });
    if (outcome.kind === "refused") {
      throw new Error(`the demo's ${command.type} was refused: ${JSON.stringify(outcome.refusal)}`);
    }
  };
}

async function playCustomer(play: Play, customer: DemoCustomer, start: number): Promise<void> {
  const { customerId, scenes } = customer;
  const [firstDay = 0] = scenes[0] ?? [];
  await play(creation(customer)(customerId, start), start - firstDay * DAY);
  for (const [daysAgo, step] of scenes) await play(step(customerId, start), start - daysAgo * DAY);
}

function creation({ name, email, plan }: DemoCustomer): Step {
  return (customerId) => ({
    type: "createCustomer",
    customerId,
    name,
    email,
    fingerprint: null,
    metadata: { plan },
    billingControls: NO_CONTROLS,
    config: {},
    testClock: null,
  });
}
