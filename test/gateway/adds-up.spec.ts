import { afterAll, beforeAll, expect, test } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import { dueAt } from "../../src/engine/settle.ts";
import { customerOf, featureOf, finalOf, grantOf, lockOf, trackOf } from "../store/requests.ts";
import { did, ledgerOf } from "../store/stage.ts";
import { Dice } from "../support/cases-dice.ts";
import { DAY } from "../support/engine.ts";
import { openGateway, type TestGateway } from "../support/gateway.ts";
import { cases, SEED } from "../support/property.ts";

/** Ledger and balance asked together at instants around resets, expiries and the ends of locks. */
const INSTANTS = cases(500);
const OF_ONE_CUSTOMER = 10;

const HOUR = DAY / 24;

let gateway: TestGateway;
let inSweeps = 0;

beforeAll(async () => {
  gateway = await openGateway();
  const creditSchema = [{ meteredFeatureId: "messages", creditCost: amount("0.2") }];
  await did(gateway.store, featureOf("messages"));
  await did(gateway.store, featureOf("credits", { type: "credit_system", creditSchema }));
});

afterAll(() => gateway.close());

const TOGETHER = `query ($customerId: ID!, $isPaged: Boolean!) {
  first: customer(customerId: $customerId) { ...Account }
  balance(customerId: $customerId, featureId: "messages") { ...Sums
    series(window: DAY) { usage } }
  page: customers(filter: { customerIds: [$customerId] }) @include(if: $isPaged) { nodes { ...Account } }
}
fragment Account on Customer { balances { ...Sums }
  ledger(first: 200) { totalCount nodes { at kind deductions { featureId value } } } }
fragment Sums on Balance { featureId remaining overage }`;

test(`they add up every time, others committing meanwhile (seed ${SEED})`, async () => {
  const dice = new Dice(SEED);
  const seen = new Map<string, number>();
  let [asked, moved] = [0, 0];
  for (let number = 0; asked < INSTANTS; number += 1) {
    const customerId = `c${number}`;
    await begin(customerId);
    for (let instant = 0; instant < OF_ONE_CUSTOMER; instant += 1) {
      gateway.clock.now = await nextInstant(customerId, dice);
      const [{ data, errors }] = await Promise.all([
        gateway.query(TOGETHER, { customerId, isPaged: dice.once(5) }),
        meanwhile(customerId, dice),
      ]);
      expect(errors).toBeUndefined();
      const accounts: readonly Account[] = [data.first, ...(data.page?.nodes ?? [])];
      for (const account of accounts) {
        const { totalCount, nodes } = account.ledger;
        expect(nodes).toHaveLength(totalCount);
        expect(sumsOf(account.balances)).toEqual(sumsIn(nodes));
        for (const { kind } of nodes) seen.set(kind, (seen.get(kind) ?? 0) + 1);
        if (nodes[0]?.at === gateway.clock.now) moved += 1;
      }
      asked += 1;
    }
  }
  expect(asked).toBe(INSTANTS);
  expect(moved).toBeGreaterThan(INSTANTS / 10);
  expect(inSweeps).toBeGreaterThan(0);
  expect([...seen.keys()].sort()).toEqual([
    "CREATE",
    "EXPIRE",
    "FINALIZE",
    "LOCK",
    "RESET",
    "TRACK",
  ]);
}, 240_000);

interface Balance {
  readonly featureId: string;
  readonly remaining: number;
  readonly overage: number;
}

interface Entry {
  readonly at: number;
  readonly kind: string;
  readonly deductions: readonly { readonly featureId: string; readonly value: number }[];
}

interface Account {
  readonly balances: readonly Balance[];
  readonly ledger: { readonly totalCount: number; readonly nodes: readonly Entry[] };
}

async function begin(customerId: string): Promise<void> {
  const now = { now: gateway.clock.now };
  const grant = (balanceId: string, given: Parameters<typeof grantOf>[2]) =>
    did(gateway.store, grantOf(customerId, balanceId, { balanceId, ...given }), now);
  const rollover = { max: null, maxPercentage: null, duration: "month", length: 1 } as const;
  await did(gateway.store, customerOf(customerId), now);
  await grant("hourly", { reset: { interval: "hour", intervalCount: 7 }, overageAllowed: true });
  await grant("daily", { reset: { interval: "day", intervalCount: 1 }, rollover });
  await grant("brief", { expiresAt: now.now + 2 * DAY });
  await grant("credits", { featureId: "credits", expiresAt: now.now + 3 * DAY });
}

/** Just before, at or just after what next falls due; or any other. */
async function nextInstant(customerId: string, dice: Dice): Promise<number> {
  const { now } = gateway.clock;
  const ledger = await ledgerOf(gateway.store, customerId);
  const due = ledger ? dueAt(ledger) : now;
  if (due > now && Number.isFinite(due) && !dice.once(4)) return due - 1 + dice.below(3);
  return now + dice.below(9 * HOUR);
}

/** Another gateway's sweep, a track, a lock or its end: all while the question is answered. */
async function meanwhile(customerId: string, dice: Dice): Promise<void> {
  const { now } = gateway.clock;
  const { store } = gateway;
  const chosen = dice.below(5);
  if (chosen === 0) inSweeps += (await store.sweep(now)).settled;
  const commands = [
    trackOf(customerId, String(dice.below(60))),
    lockOf(customerId, "l", String(1 + dice.below(20)), { expiresAt: now + 1 + dice.below(DAY) }),
    finalOf("l", "release"),
  ];
  const command = commands[chosen - 1];
  if (!command) return;
  const circumstances = { now, idempotencyKey: null, dryRun: false, actor: "spec" };
  await store.apply({ command, ...circumstances });
}

function sumsOf(balances: readonly Balance[]): Readonly<Record<string, number>> {
  return summed(
    balances.map(({ featureId, remaining, overage }) => [featureId, remaining - overage] as const),
  );
}

function sumsIn(entries: readonly Entry[]): Readonly<Record<string, number>> {
  const moved = entries.flatMap(({ deductions }) => deductions);
  return summed(moved.map(({ featureId, value }) => [featureId, -value] as const));
}

function summed(parts: readonly (readonly [string, number])[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const [featureId, value] of parts) sums[featureId] = (sums[featureId] ?? 0) + value;
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
}
