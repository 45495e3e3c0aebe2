import { expect, test } from "vitest";
import { CUSTOMERS } from "../../src/demo/customers.ts";
import { FEATURES } from "../../src/demo/features.ts";
import { fillDemo } from "../../src/demo/fill.ts";
import { toNumber } from "../../src/engine/amount.ts";
import { deriveBalance } from "../../src/engine/derive.ts";
import { findFeature } from "../../src/engine/feature.ts";
import { settle } from "../../src/engine/settle.ts";
import type { BalanceStore } from "../../src/store/port.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";

const DAY = 24 * 60 * 60_000;

const STARTS = ["2026-11-22T09:00Z", "2027-01-31T23:59Z", "2027-03-01T00:00Z", "2028-02-29T12:00Z"];

test.for(STARTS)("started on %s it shows each case that it is for", async (text) => {
  const start = Date.parse(text);
  const store = await filled(start);
  const shown = (customerId: string, featureId: string) =>
    figures(store, { customerId, featureId, at: start });
  expect(await shown("nimbus-ai", "ai_credits")).toMatchObject({
    remaining: 1560.7,
    usage: 439.3,
    breakdown: ["pro-credits", "top-up"],
    rollovers: [60.7],
  });
  expect(await shown("orbit-team", "seats")).toMatchObject({ granted: 5, remaining: 2 });
  expect(await shown("orbit-team", "api_calls")).toMatchObject({
    granted: 5000,
    breakdown: ["shared-calls", "seat-calls"],
  });
  expect(await shown("comet-analytics", "api_calls")).toMatchObject({
    remaining: 0,
    overage: 1840,
  });
  expect(await shown("atlas-enterprise", "ai_credits")).toMatchObject({ unlimited: true });
  expect(await shown("ember-trial", "ai_credits")).toMatchObject({ expiresInDays: [3] });
  expect(await shown("fable-free", "chat_messages")).toMatchObject({ granted: 20, remaining: 0 });
});

test("a store that holds anything is left alone", async () => {
  const store = await filled(Date.now());
  expect(await fillDemo(store, Date.now())).toBe(false);
  const everybody = { customerIds: null, search: null, featureId: null };
  expect(await store.countCustomers(everybody)).toBe(CUSTOMERS.length);
  expect((await store.catalog()).features).toHaveLength(FEATURES.length);
});

async function filled(start: number): Promise<BalanceStore> {
  const store = await openSqliteStore({ path: ":memory:", persistFreeOverage: false });
  expect(await fillDemo(store, start)).toBe(true);
  return store;
}

interface Question {
  readonly customerId: string;
  readonly featureId: string;
  readonly at: number;
}

async function figures(store: BalanceStore, { customerId, featureId, at }: Question) {
  const catalog = await store.catalog();
  const [stored] = (await store.load([customerId])).ledgers;
  const feature = findFeature(catalog, featureId);
  if (!stored || !feature) return null;
  const { ledger } = settle(stored, catalog, at);
  const balance = deriveBalance({ ledger, catalog, entityId: null, at: 0 }, feature);
  if (!balance) return null;
  return {
    granted: toNumber(balance.granted),
    remaining: toNumber(balance.remaining),
    usage: toNumber(balance.usage),
    overage: toNumber(balance.overage),
    unlimited: balance.unlimited,
    breakdown: balance.breakdown.map(({ balanceId }) => balanceId),
    rollovers: balance.rollovers.map((rollover) => toNumber(rollover.balance)),
    expiresInDays: balance.breakdown.map(({ expiresAt }) => expiresAt && (expiresAt - at) / DAY),
  };
}
