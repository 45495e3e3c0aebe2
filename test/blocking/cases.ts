/** The worst that the ceilings let a caller do, case by case. */
import { amount } from "../../src/engine/amount.ts";
import type { Command } from "../../src/engine/command.ts";
import type { BalanceStore } from "../../src/store/port.ts";
import { customerOf, featureOf, grantOf, lockOf } from "../store/requests.ts";
import { did } from "../store/stage.ts";

export interface Asked {
  readonly title: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export interface Case {
  readonly name: string;
  readonly fill: (store: BalanceStore, now: number) => Promise<void>;
  readonly asked: (now: number) => readonly Asked[];
}

const BATCH = `mutation($items: [TrackInput!]!) { trackBatch(input: { items: $items }) { __typename
  ... on TrackBatchPayload { results { __typename ... on TrackPayload { balance { remaining }
  deductions { balanceId value } } } } ... on Error { message } } }`;

const ALL = `{ customer(customerId: "cus") { balances { granted remaining usage
  breakdown { balanceId remaining } rollovers { balance } explain { text amount } } } }`;

const ONE = { customerId: "cus", featureId: "messages" };

function items(given: (index: number) => object): readonly object[] {
  return Array.from({ length: 1000 }, (_, index) => ({ ...ONE, ...given(index) }));
}

const HUNDRED = Array.from({ length: 100 }, (_, index) => index);

async function all(store: BalanceStore, now: number, commands: readonly Command[]): Promise<void> {
  for (let start = 0; start < commands.length; start += 64) {
    await Promise.all(
      commands.slice(start, start + 64).map((command) => did(store, command, { now })),
    );
  }
}

async function withGrants(store: BalanceStore, now: number, count: number): Promise<void> {
  await did(store, featureOf("messages"), { now });
  await did(store, customerOf("cus", { testClock: now }), { now });
  await all(
    store,
    now,
    Array.from({ length: count }, (_, index) =>
      grantOf("cus", `g${index}`, {
        includedGrant: amount("10"),
        reset: { interval: "month", intervalCount: 1 + (index % 3) },
        expiresAt: now + 1e9 + ((index * 7919) % 1000) * 1000,
        nextResetAt: now + 1e8,
      }),
    ),
  );
}

async function withControls(store: BalanceStore, now: number): Promise<void> {
  await withGrants(store, now, 1000);
  for (const index of HUNDRED) await did(store, featureOf(`f${index}`), { now });
  await did(
    store,
    {
      type: "updateCustomer",
      customerId: "cus",
      billingControls: controls(),
    } as never,
    { now },
  );
}

function controls() {
  return {
    usageLimits: HUNDRED.map((index) => ({
      featureId: "messages",
      enabled: true,
      limit: amount("1000000"),
      interval: "month",
      anchor: "billing_cycle",
      filter: { properties: { [`k${index}`]: "x" } },
    })),
    usageAlerts: HUNDRED.map((index) => ({
      featureId: null,
      enabled: true,
      threshold: amount(`${index}`),
      thresholdType: (["usage", "remaining", "usage_percentage"] as const)[index % 3],
      name: `alert ${index}`,
    })),
    autoTopups: HUNDRED.map((index) => ({
      featureId: index === 0 ? "messages" : `f${index}`,
      enabled: true,
      threshold: amount("5"),
      quantity: amount("5"),
    })),
  };
}

const PROPERTIES = Object.fromEntries(HUNDRED.map((index) => [`k${index}`, "x"]));

export const CASES: readonly Case[] = [
  {
    name: "1 batch on 1,000 grants",
    fill: (store, now) => withGrants(store, now, 1000),
    asked: () => [
      { title: "1 each", query: BATCH, variables: { items: items(() => ({ value: 1 })) } },
      { title: "9 each", query: BATCH, variables: { items: items(() => ({ value: 9 })) } },
    ],
  },
  {
    name: "1b batch that moves 1,000 grants in each of ten items",
    fill: (store, now) => withGrants(store, now, 1000),
    asked: () => [
      {
        title: "10,000 to and fro",
        query: BATCH,
        variables: {
          items: items((index) => ({ value: index % 2 === 0 ? 10_000 : -10_000 })).slice(0, 10),
        },
      },
    ],
  },
  {
    name: "2 batch on 1,000 grants with 100 of each control",
    fill: withControls,
    asked: () => [
      {
        title: "all limits bind",
        query: BATCH,
        variables: { items: items(() => ({ value: 1, properties: PROPERTIES })) },
      },
    ],
  },
  {
    name: "3 ten grants of 1,000 rollovers",
    fill: async (store, now) => {
      await withGrants(store, now, 0);
      await all(
        store,
        now,
        Array.from({ length: 10 }, (_, index) => carrying(`g${index}`, now)),
      );
    },
    asked: () => [
      { title: "batch", query: BATCH, variables: { items: items(() => ({ value: 1 })) } },
      { title: "read", query: ALL },
    ],
  },
  ...[1000, 3000].map((count) => ({
    name: `4 ten per-entity grants, ${count} entities`,
    fill: (store: BalanceStore, now: number) => withEntities(store, now, count),
    asked: () => [
      { title: "batch", query: BATCH, variables: { items: items(() => ({ value: 1 })) } },
      {
        title: "batch of entities",
        query: BATCH,
        variables: { items: items((index) => ({ value: 1, entityId: `e${index % count}` })) },
      },
      { title: "read", query: ALL },
      {
        title: "read 200 entities",
        query: `{ customer(customerId: "cus") { entities(first: 200) { nodes { balances { remaining } } } } }`,
      },
    ],
  })),
  {
    name: "5 read of 1,000 grants",
    fill: (store, now) => withGrants(store, now, 1000),
    asked: () => [
      { title: "first", query: ALL },
      { title: "second", query: ALL },
      { title: "third", query: ALL },
    ],
  },
  {
    name: "6 10,000 locks that expire",
    fill: async (store, now) => {
      await withGrants(store, now, 1);
      const due = now + LOCKS_HOLD_MS;
      await all(
        store,
        now,
        Array.from({ length: 10_000 }, (_, index) =>
          lockOf("cus", `lock${index}`, "0.0001", { expiresAt: due }),
        ),
      );
    },
    asked: (now) => [
      {
        title: "track",
        query: BATCH,
        variables: { items: items(() => ({ value: 0 })).slice(0, 1) },
      },
      { title: "batch", query: BATCH, variables: { items: items(() => ({ value: 0.001 })) } },
      {
        title: "read held",
        query: `{ customer(customerId: "cus") { balances { held remaining } } }`,
      },
      {
        title: "after all expired",
        query: `{ balance(customerId: "cus", featureId: "messages", at: ${now + LOCKS_HOLD_MS + 1}) { held remaining } }`,
      },
      {
        title: "expire",
        query: `mutation { advanceClock(input: { customerId: "cus", by: "PT25H" }) { __typename
          ... on AdvanceClockPayload { now customer { balances { held remaining } } }
          ... on Error { message } } }`,
      },
    ],
  },
  {
    name: "9 resets of 1,000 grants at one instant",
    fill: async (store, now) => {
      await withGrants(store, now, 0);
      await all(
        store,
        now,
        Array.from({ length: 1000 }, (_, index) =>
          grantOf("cus", `g${index}`, {
            reset: { interval: "day", intervalCount: 1 },
            rollover: { max: null, maxPercentage: null, duration: "forever", length: 1 },
          }),
        ),
      );
    },
    asked: () => [
      {
        title: "five days",
        query: `mutation { advanceClock(input: { customerId: "cus", by: "P5D" }) { __typename
          ... on AdvanceClockPayload { now } ... on Error { message } } }`,
      },
    ],
  },
  {
    name: "7 createBalance and updateCustomer",
    fill: async (store, now) => {
      await withGrants(store, now, 999);
      for (const index of HUNDRED) await did(store, featureOf(`f${index}`), { now });
    },
    asked: (now) => [
      {
        title: "createBalance",
        query: `mutation($rollovers: [CarriedRolloverInput!]) { createBalance(input: { customerId: "cus",
          featureId: "messages", includedGrant: 5, reset: { interval: MONTH }, rollovers: $rollovers,
          rollover: { duration: FOREVER, length: 1 }
        }) { __typename ... on Error { message } ... on BalancePayload { balance { remaining } } } }`,
        variables: {
          rollovers: Array.from({ length: 1000 }, (_, index) => ({
            balance: 1,
            expiresAt: now + 1e9 + ((index * 7919) % 1000) * 1000,
          })),
        },
      },
      {
        title: "updateCustomer",
        query: `mutation($controls: BillingControlsInput) { updateCustomer(input: { customerId: "cus",
          billingControls: $controls }) { __typename ... on Error { message } } }`,
        variables: { controls: controlsInput() },
      },
      {
        title: "limits",
        query: `{ customer(customerId: "cus") { balances { usageLimits { usage } } } }`,
      },
    ],
  },
  {
    name: "8 page of 200 customers with 200 grants",
    fill: async (store, now) => {
      await did(store, featureOf("messages"), { now });
      for (let each = 0; each < 200; each += 1) {
        await did(store, customerOf(`c${each}`), { now });
        await all(
          store,
          now,
          Array.from({ length: 200 }, (_, index) => grantOf(`c${each}`, `g${index}`)),
        );
      }
    },
    asked: () => [
      {
        title: "page",
        query: `{ customers(first: 200) { nodes { balances { remaining breakdown { remaining } } } } }`,
      },
    ],
  },
];

const LOCKS_HOLD_MS = 3_600_000;

function carrying(grantId: string, now: number) {
  return grantOf("cus", grantId, {
    reset: { interval: "month", intervalCount: 1 },
    rollover: { max: null, maxPercentage: null, duration: "forever", length: 1 },
    rollovers: Array.from({ length: 1000 }, (_, index) => ({
      balance: amount("1"),
      usage: amount("0"),
      expiresAt: now + 1e9 + ((index * 7919) % 1000) * 1000,
    })),
  });
}

async function withEntities(store: BalanceStore, now: number, count: number): Promise<void> {
  await withGrants(store, now, 0);
  await did(store, featureOf("seats", { consumable: false }), { now });
  await all(
    store,
    now,
    Array.from({ length: 10 }, (_, index) =>
      grantOf("cus", `g${index}`, { perEntityFeatureId: "seats" }),
    ),
  );
  await all(
    store,
    now,
    Array.from(
      { length: count },
      (_, index) =>
        ({
          type: "createEntity",
          customerId: "cus",
          entityId: `e${index}`,
          featureId: "seats",
          name: null,
          billingControls: {},
        }) as never,
    ),
  );
}

function controlsInput() {
  const given = controls();
  return {
    usageLimits: given.usageLimits.map((limit) => ({
      ...limit,
      limit: 1_000_000,
      interval: "MONTH",
      anchor: "BILLING_CYCLE",
    })),
    usageAlerts: given.usageAlerts.map((alert, index) => ({
      ...alert,
      threshold: index,
      thresholdType: alert.thresholdType?.toUpperCase(),
    })),
    autoTopups: given.autoTopups.map((topup) => ({ ...topup, threshold: 5, quantity: 5 })),
    spendLimits: HUNDRED.map((index) => ({
      featureId: `f${index}`,
      enabled: true,
      overageLimit: 5,
    })),
    overageAllowed: HUNDRED.map((index) => ({ featureId: `f${index}`, enabled: true })),
  };
}
