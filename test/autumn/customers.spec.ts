/** Customers as Autumn's server showed them, brought into that state by our own mutations. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openGateway } from "../support/gateway.ts";
import { type Recorded, Replay, recorded } from "./replay.ts";
import { BALANCE } from "./sdk-shape.ts";

let replay: Replay;

beforeAll(async () => {
  replay = new Replay(await openGateway({ now: 1795344000000 }));
  const messages = { featureId: "messages", type: "METERED", consumable: true };
  await replay.mutate("createFeature", messages, "feature { featureId }");
});

afterAll(async () => {
  await replay.gateway.close();
});

describe("customers in a given state", () => {
  test("a credit system that a feature has drawn on", async () => {
    const recordedCustomer = recorded("customer_credit_system");
    const customerId = recordedCustomer.id;
    const prompts = { featureId: "prompts", type: "METERED", consumable: true };
    await replay.mutate("createFeature", prompts, "feature { featureId }");
    const creditSchema = [{ meteredFeatureId: "prompts", creditCost: 0.5 }];
    const credits = { featureId: "ai_credits", type: "CREDIT_SYSTEM", creditSchema };
    await replay.mutate("createFeature", credits, "feature { featureId }");
    await createCustomer(customerId, recordedCustomer);
    const grant = {
      customerId,
      featureId: "ai_credits",
      includedGrant: 100,
      balanceId: recordedCustomer.balances.ai_credits.breakdown[0].id,
      reset: { interval: "ONE_OFF" },
    };
    await replay.mutate("createBalance", grant, "balance { featureId }");
    await replay.mutate("track", { customerId, featureId: "prompts", value: 31 }, "value");
    await replay.expectCustomer(customerId, recordedCustomer);
  });

  test("a free plan", async () => {
    const recordedCustomer = recorded("customer_free_plan");
    const customerId = recordedCustomer.id;
    await createCustomer(customerId, recordedCustomer);
    const stripeId = recordedCustomer.stripe_id;
    await replay.mutate("updateCustomer", { customerId, stripeId }, "customer { customerId }");
    const [plan] = recordedCustomer.subscriptions;
    await replay.mutate("advanceClock", { customerId, to: plan.started_at }, "now");
    const grant = {
      customerId,
      featureId: "messages",
      includedGrant: 50,
      balanceId: recordedCustomer.balances.messages.breakdown[0].id,
      planId: plan.plan_id,
      reset: { interval: "MONTH" },
    };
    await replay.mutate("createBalance", grant, "balance { featureId }");
    await replay.expectCustomer(customerId, recordedCustomer);
  });

  // Autumn reset this row half a second before its creation, which no instant set by hand may do here (A28).
  test("a rollover that its cap has trimmed, carried over as it stands", async () => {
    const recordedCustomer = recorded("customer_rollover_full");
    const customerId = recordedCustomer.id;
    await createCustomer(customerId, recordedCustomer);
    const grant = {
      customerId,
      featureId: "messages",
      includedGrant: 400,
      balanceId: "m",
      reset: { interval: "MONTH" },
      rollover: { max: 100, length: 2, duration: "MONTH" },
      rollovers: [{ balance: 100, expiresAt: 1800615090435 }],
      nextResetAt: 1797936690435,
    };
    await replay.mutate("createBalance", grant, "balance { featureId }");
    await replay.expectCustomer(customerId, recordedCustomer);
  });

  async function createCustomer(customerId: string, { email, created_at: testClock }: Recorded) {
    await replay.mutate(
      "createCustomer",
      { customerId, email, testClock },
      "customer { customerId }",
    );
  }
});

describe("the SDK's fields have the SDK's types", () => {
  test("of a balance, its breakdown and its rollovers", async () => {
    const customerId = recorded("customer_rollover_full").id;
    const document = `query ($customerId: ID!) { balance(customerId: $customerId, featureId: "messages")
      { object feature { featureId name type consumable eventNames creditSchema { meteredFeatureId creditCost }
        display { singular plural } archived } ...SdkBalance } } ${BALANCE}`;
    const { data } = await replay.gateway.query(document, { customerId });
    const { breakdown, rollovers, feature, ...balance } = data.balance;
    expect(typesOf(balance)).toEqual({
      object: "string",
      featureId: "string",
      granted: "number",
      remaining: "number",
      usage: "number",
      unlimited: "boolean",
      overageAllowed: "boolean",
      maxPurchase: "null",
      nextResetAt: "number",
    });
    expect(breakdown.map(typesOf)).toEqual([
      {
        balanceId: "string",
        planId: "null",
        includedGrant: "number",
        prepaidGrant: "number",
        remaining: "number",
        usage: "number",
        unlimited: "boolean",
        reset: "object",
        price: "null",
        expiresAt: "null",
      },
    ]);
    expect(typesOf(breakdown[0].reset)).toEqual({
      interval: "string",
      intervalCount: "number",
      resetsAt: "number",
    });
    expect(rollovers.map(typesOf)).toEqual([
      { granted: "number", balance: "number", expiresAt: "number" },
    ]);
    expect(typesOf(feature)).toEqual({
      featureId: "string",
      name: "string",
      type: "string",
      consumable: "boolean",
      eventNames: "list",
      creditSchema: "list",
      display: "null",
      archived: "boolean",
    });
  });
});

function typesOf(fields: Record<string, unknown>): Record<string, string> {
  const types = Object.entries(fields).map(([name, value]) => [
    name,
    value === null ? "null" : Array.isArray(value) ? "list" : typeof value,
  ]);
  return Object.fromEntries(types);
}
