import { afterEach, beforeEach, expect, test } from "vitest";
import { NOON } from "../store/requests.ts";
import { DAY } from "../support/engine.ts";
import { openGateway, type TestGateway } from "../support/gateway.ts";
import { type Input, mutate } from "./mutating.ts";

/** What falls due between two sweeps is in the ledger of the very answer that shows it. */

const DUE = NOON + 4000;
const messages = { customerId: "cus", featureId: "messages" };
const hundred = { ...messages, includedGrant: 100 };

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await openGateway({ now: NOON });
  await mutate(gateway, "createFeature", { featureId: "messages", type: "METERED" });
  await mutate(gateway, "createCustomer", { customerId: "cus" });
});

afterEach(() => gateway.close());

const carried = { balance: 40, usage: 0, expiresAt: DUE };

test.for<[string, Input, Input | null, number, string]>([
  ["a reset", { reset: { interval: "MONTH" }, nextResetAt: DUE }, null, 100, "RESET"],
  ["an expiry", { expiresAt: DUE }, null, 0, "EXPIRE"],
  ["a rollover's expiry", { rollovers: [carried] }, null, 100, "EXPIRE"],
  ["the end of a lock", {}, { lockId: "l", requiredBalance: 20, expiresAt: DUE }, 70, "FINALIZE"],
])("%s due in 4 s, asked for after 5 s", async ([_title, row, lock, remaining, kind]) => {
  await mutate(gateway, "createBalance", { ...hundred, ...row });
  await mutate(gateway, "track", { ...messages, value: 30 });
  if (lock) await mutate(gateway, "createLock", { ...messages, ...lock });
  gateway.clock.now = NOON + 3999;
  expect((await together()).kinds).not.toContain(kind);
  gateway.clock.now = NOON + 5000;
  for (const _ of ["first", "second"]) {
    const { kinds, ...figures } = await together();
    expect(figures).toEqual({ remaining, told: remaining, added: remaining });
    expect(kinds[0]).toBe(kind);
  }
  gateway.clock.now += DAY;
  await mutate(gateway, "track", { ...messages, value: 0 });
  expect((await together()).kinds.filter((one) => one === kind)).toEqual([kind]);
});

interface Entry {
  readonly kind: string;
  readonly deductions: readonly { readonly value: number }[];
}

/** The balance, what explains it, and the sum of its entries, of one answer. */
async function together() {
  const { data } = await gateway.query(`{
    balance(customerId: "cus", featureId: "messages") { remaining explain { field amount } }
    customer(customerId: "cus") { ledger { nodes { kind deductions { value } } } } }`);
  const entries: readonly Entry[] = data.customer.ledger.nodes;
  const values = entries.flatMap(({ deductions }) => deductions.map(({ value }) => value));
  const lines: readonly { field: string; amount: number }[] = data.balance?.explain ?? [];
  const remaining = lines.filter(({ field }) => field.toUpperCase() === "REMAINING");
  return {
    remaining: data.balance?.remaining ?? 0,
    told: remaining.reduce((sum, line) => sum + line.amount, 0),
    added: values.reduce((sum, value) => sum - value, 0),
    kinds: entries.map(({ kind }) => kind),
  };
}
