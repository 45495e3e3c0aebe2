import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestGateway } from "../support/gateway.ts";
import { openWorld } from "./world.ts";

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await openWorld();
});

afterAll(() => gateway.close());

describe("gateway", () => {
  test("says what it is", async () => {
    const data = await read("{ gateway { version backend now sandbox capabilities } }");
    expect(data.gateway).toMatchObject({
      version: "0.0.0-test",
      backend: "SQLITE",
      now: gateway.clock.now,
      sandbox: true,
    });
    expect(data.gateway.capabilities).toContain("testClocks");
  });

  test("offers no test clocks outside a sandbox", async () => {
    const live = await openWorld({ sandbox: false });
    const { data } = await live.query("{ gateway { sandbox capabilities } }");
    expect(data.gateway.sandbox).toBe(false);
    expect(data.gateway.capabilities).not.toContain("testClocks");
    await live.close();
  });
});

describe("customer", () => {
  test("with all that hangs on it", async () => {
    const { customer } = await read(`{ customer(customerId: "cus") {
      customerId name email fingerprint stripeId metadata sendEmailReceipts createdAt testClock revision
      config { disablePooledBalance disableOverageBilling }
      billingControls { usageLimits { featureId } spendLimits { featureId } overageAllowed { featureId }
        usageAlerts { featureId } autoTopups { featureId } }
      balances { featureId remaining } some: balances(featureIds: ["credits"]) { featureId }
      balance(featureId: "messages") { remaining } flags { featureId feature { name } planId expiresAt }
      entity(entityId: "ada") { entityId name featureId customerId createdAt balances { featureId }
        balance(featureId: "messages") { entityId remaining } flags { featureId }
        billingControls { spendLimits { featureId } } }
      none: entity(entityId: "bob") { id } } }`);
    expect(customer).toEqual({
      customerId: "cus",
      name: "Ada",
      email: null,
      fingerprint: null,
      stripeId: null,
      metadata: { tier: 1 },
      sendEmailReceipts: false,
      createdAt: gateway.clock.now,
      testClock: null,
      revision: expect.any(Number),
      config: { disablePooledBalance: false, disableOverageBilling: false },
      billingControls: {
        ...{ usageLimits: [], spendLimits: [], overageAllowed: [] },
        ...{ usageAlerts: [], autoTopups: [] },
      },
      balances: [{ featureId: "messages", remaining: 120 }],
      some: [],
      balance: { remaining: 120 },
      flags: [{ featureId: "sso", feature: { name: "sso" }, planId: null, expiresAt: null }],
      entity: {
        ...{ entityId: "ada", name: "Ada", featureId: "seats", customerId: "cus" },
        createdAt: gateway.clock.now,
        balances: [{ featureId: "messages" }],
        balance: { entityId: "ada", remaining: 120 },
        flags: [{ featureId: "sso" }],
        billingControls: { spendLimits: [] },
      },
      none: null,
    });
  });

  test("null where there is none", async () => {
    expect(await read('{ customer(customerId: "nobody") { id } }')).toEqual({ customer: null });
  });
});

describe("features", () => {
  test("one by id", async () => {
    const { feature, none } = await read(`{ none: feature(featureId: "nothing") { id }
      feature(featureId: "credits") { featureId name type consumable eventNames archived display { singular }
      modelMarkups defaultMarkup providerMarkups creditSchema { meteredFeatureId creditCost meteredFeature { name } } } }`);
    expect(none).toBeNull();
    expect(feature).toEqual({
      ...{ featureId: "credits", name: "credits", type: "CREDIT_SYSTEM", consumable: true },
      ...{ eventNames: [], archived: false, display: null },
      ...{ modelMarkups: null, defaultMarkup: null, providerMarkups: null },
      creditSchema: [
        { meteredFeatureId: "actions", creditCost: 0.2, meteredFeature: { name: "actions" } },
      ],
    });
  });

  test("all, in order of creation, archived ones on request", async () => {
    const { all, live } = await read(`{ live: features { featureId }
      all: features(includeArchived: true) { featureId } }`);
    const ids = (features: { featureId: string }[]) => features.map(({ featureId }) => featureId);
    expect(ids(live)).toEqual(["messages", "actions", "credits", "seats", "sso"]);
    expect(ids(all)).toEqual([...ids(live), "legacy"]);
  });
});

describe("balance", () => {
  test("with its sources and every digit", async () => {
    const { balance } = await read(`{ balance(customerId: "cus", featureId: "messages") {
      object featureId customerId entityId granted remaining usage overage unlimited overageAllowed
      maxPurchase nextResetAt asOf freshness revision exact { granted remaining usage overage }
      breakdown { balanceId planId entityId includedGrant prepaidGrant remaining usage overage unlimited
        reset { interval intervalCount resetsAt } price { maxPurchase } expiresAt }
      rollovers { balanceId granted balance usage expiresAt } } }`);
    expect(balance).toMatchObject({
      ...{ object: "balance", featureId: "messages", customerId: "cus", entityId: null },
      ...{ granted: 120, remaining: 120, usage: 0, overage: 0, unlimited: false },
      ...{ overageAllowed: false, maxPurchase: null, freshness: "LIVE" },
      nextResetAt: Date.UTC(2026, 1, 15, 12),
      asOf: gateway.clock.now,
      exact: { granted: "120", remaining: "120", usage: "0", overage: "0" },
      rollovers: [{ balanceId: "g2", granted: 20, balance: 20, usage: 0, expiresAt: null }],
    });
    expect(balance.breakdown).toHaveLength(2);
    expect(balance.breakdown[0]).toMatchObject({
      ...{ balanceId: "g1", planId: null, entityId: null, includedGrant: 100, prepaidGrant: 0 },
      ...{ remaining: 100, usage: 0, overage: 0, unlimited: false, price: null, expiresAt: null },
      reset: { interval: "MONTH", intervalCount: 1, resetsAt: Date.UTC(2026, 1, 15, 12) },
    });
  });

  test.for([
    'customerId: "nobody", featureId: "messages"',
    'customerId: "cus", featureId: "nothing"',
    'customerId: "cus", featureId: "sso"',
    'customerId: "cus", featureId: "actions"',
  ])("null for %s", async (args) => {
    expect(await read(`{ balance(${args}) { id } }`)).toEqual({ balance: null });
  });

  test("a reset that fell due is committed before it shows, and stays though the clock goes back", async () => {
    const before = gateway.clock.now;
    await gateway.query(`mutation { track(input: { customerId: "cus", featureId: "messages", value: 50 })
      { __typename } }`);
    const document = '{ balance(customerId: "cus", featureId: "messages") { remaining asOf } }';
    expect((await read(document)).balance).toEqual({ remaining: 70, asOf: before });
    gateway.clock.now = Date.UTC(2026, 1, 15, 12);
    expect((await read(document)).balance).toEqual({ remaining: 100, asOf: gateway.clock.now });
    const ledger = '{ customer(customerId: "cus") { ledger(first: 1) { nodes { kind at } } } }';
    const reset = { kind: "RESET", at: gateway.clock.now };
    expect((await read(ledger)).customer.ledger.nodes).toEqual([reset]);
    gateway.clock.now = before;
    expect((await read(document)).balance.remaining).toBe(100);
  });
});

test("reading needs a viewer as well", async () => {
  const closed = await openWorld({ authenticate: () => null });
  for (const field of ['customer(customerId: "cus")', "gateway", "features", 'node(id: "eA")']) {
    const { data, errors, status } = await closed.query(`{ ${field} { __typename } }`);
    expect([status, data?.customer, errors[0].extensions.code]).toEqual([
      401,
      undefined,
      "UNAUTHENTICATED",
    ]);
  }
  await closed.close();
});

async function read(document: string) {
  const { data, errors } = await gateway.query(document);
  expect(errors).toBeUndefined();
  return data;
}
