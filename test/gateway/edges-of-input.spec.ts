import { beforeEach, describe, expect, test } from "vitest";
import { DAY } from "../support/engine.ts";
import type { TestGateway } from "../support/gateway.ts";
import { type Input, mutate } from "./mutating.ts";
import { openWorld } from "./world.ts";

/** What an input means, or that it means nothing, told by the answers alone. */

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await openWorld();
  await mutate(gateway, "createCustomer", { customerId: "new" });
  return () => gateway.close();
});

const messages = { customerId: "new", featureId: "messages" };
const hundred = { ...messages, includedGrant: 100 };

async function figures(featureId = "messages") {
  const { data } = await gateway.query(
    `query ($featureId: ID!) { balance(customerId: "new", featureId: $featureId) {
      remaining overage rollovers { balance } } }`,
    { featureId },
  );
  return data.balance;
}

describe("instants that are refused", () => {
  test.for([
    ["expiresAt", "2026-02-30T00:00:00Z", "names a day that does not exist"],
    ["expiresAt", "2026-02-29", "names a day that does not exist"],
    ["nextResetAt", "2026-04-31T00:00:00Z", "names a day that does not exist"],
    ["expiresAt", "2026-03-01T00:00:00", "has no UTC offset"],
    ["nextResetAt", 1_790_000_000, "must be Unix milliseconds"],
  ] as const)("%s %s", async ([field, value, told]) => {
    const { issues } = await mutate(gateway, "createBalance", {
      ...hundred,
      ...(field === "nextResetAt" && { reset: { interval: "MONTH" } }),
      [field]: value,
    });
    expect(issues).toEqual([{ path: ["input", field], message: expect.stringContaining(told) }]);
    expect(await figures()).toBeNull();
  });
});

describe("filters of usage limits (A21)", () => {
  const limits = (filter: unknown) => [
    { featureId: "messages", limit: 5, interval: "MONTH", filter },
  ];
  const set = (filter: unknown) =>
    mutate(gateway, "updateCustomer", {
      customerId: "new",
      billingControls: { usageLimits: limits(filter) },
    });

  test.for([{ a: { b: 1 } }, { model: "x" }, { properties: { a: { b: 1 } } }, {}])(
    "%j means nothing, and is refused",
    async (filter) => {
      const { issues } = await set(filter);
      const path = ["input", "billingControls", "usageLimits", "0", "filter"];
      expect(issues).toMatchObject([{ path }]);
    },
  );

  test.for<[Input, Input | null, number]>([
    [{ model: "x" }, { model: "x" }, 95],
    [{ model: "x" }, { model: "x", other: 1 }, 95],
    [{ model: "x" }, { model: "y" }, 40],
    [{ model: "x" }, null, 40],
    [{ tier: 4, beta: true }, { tier: "4", beta: "true" }, 95],
  ])("properties %j and an event's %j: %i of 100 remain", async ([wanted, properties, left]) => {
    await mutate(gateway, "createBalance", hundred);
    expect(await set({ properties: wanted })).not.toHaveProperty("code");
    await mutate(gateway, "track", { ...messages, value: 60, properties });
    expect((await figures()).remaining).toBe(left);
  });
});

describe("a percentage is the number that was sent (A30)", () => {
  test.for([
    [300, 33.333333333333336, 100],
    [900, 11.11111111111111, 100],
    [700, 14.285714285714286, 100],
    [300, 33.33, 99],
  ] as const)("of %i, %f percent carry %i", async ([includedGrant, maxPercentage, carried]) => {
    await mutate(gateway, "createBalance", {
      ...messages,
      includedGrant,
      reset: { interval: "MONTH" },
      rollover: { maxPercentage, length: 1 },
    });
    gateway.clock.now += 32 * DAY;
    expect(await figures()).toMatchObject({ rollovers: [{ balance: carried }] });
  });
});

describe("prices that mean nothing (A34)", () => {
  test.for([
    [[100, 50, null], ["price.tiers.1.to"]],
    [
      [null, 50],
      ["price.tiers.0.to", "price.tiers.1.to"],
    ],
    [[100, 100, null], ["price.tiers.1.to"]],
    [[100], ["price.tiers.0.to"]],
    [[], ["price.tiers"]],
  ] as const)("tiers %j", async ([ends, wrong]) => {
    const tiers = ends.map((to) => ({ to, amount: 1 }));
    const price = { tiers, billingMethod: "USAGE_BASED" };
    const { issues } = await mutate(gateway, "createBalance", { ...hundred, price });
    const told = issues.map(({ path }: { path: string[] }) => path.slice(1).join("."));
    expect(told).toEqual(wrong);
  });
});

describe("without an amount there is no grant", () => {
  test.for([
    ["a credit system", "credits", {}],
    ["a metered feature", "messages", {}],
    ["seats", "seats", {}],
    ["credits that reset", "credits", { reset: { interval: "MONTH" } }],
    ["credits whose amount is null", "credits", { includedGrant: null, prepaidGrant: null }],
  ] as const)("%s", async ([_title, featureId, given]) => {
    const input = { customerId: "new", featureId, ...given };
    const { issues } = await mutate(gateway, "createBalance", input);
    expect(issues).toMatchObject([{ path: ["input", "includedGrant"] }]);
    expect(await figures(featureId)).toBeNull();
  });
});
