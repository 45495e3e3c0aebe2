import { afterEach, describe, expect, test } from "vitest";
import { openGateway, type TestGateway } from "../support/gateway.ts";
import { type Input, mutate } from "./mutating.ts";

const DAY = 24 * 60 * 60 * 1000;
const START = Date.UTC(2026, 0, 15, 12);

let gateway: TestGateway;

afterEach(() => gateway.close());

const call = (name: string, input: Input, fields?: string) => mutate(gateway, name, input, fields);

const messages = { customerId: "cus", featureId: "messages" };

/** A customer with one row of messages, in a gateway whose clock stands still. */
async function openWith(row: Input): Promise<void> {
  gateway = await openGateway({ now: START });
  for (const [featureId, consumable] of [
    ["messages", true],
    ["users", false],
  ]) {
    await call("createFeature", { featureId, type: "METERED", consumable });
  }
  await call("createCustomer", { customerId: "cus" });
  expect(await call("createBalance", { ...messages, ...row })).toMatchObject({
    __typename: "BalancePayload",
  });
}

async function balance(): Promise<Record<string, unknown>> {
  const { data } = await gateway.query(
    `{ balance(customerId: "cus", featureId: "messages") { remaining nextResetAt rollovers { balance } } }`,
  );
  return data.balance;
}

const CARRIES = {
  includedGrant: 100,
  reset: { interval: "DAY" },
  rollover: { duration: "FOREVER", length: 1 },
};

describe("periods are never replayed without bound (A28)", () => {
  test.for([
    ["seconds meant as milliseconds", 1768478400, "milliseconds"],
    ["the first instant of all", 0, "later than the creation"],
    ["a day before the row was created", START - DAY, "later than the creation"],
  ] as const)("by a next reset: %s", async ([_title, nextResetAt, told]) => {
    await openWith(CARRIES);
    const answer = await call("updateBalance", { ...messages, nextResetAt });
    expect(answer).toMatchObject({ code: "INVALID_INPUT", message: expect.stringContaining(told) });
    expect(await balance()).toMatchObject({ remaining: 100, rollovers: [] });
  });
});

describe("one reset an instant (A28)", () => {
  test.for([0, -1, 1])("a next reset %i ms from now, four times", async (offset) => {
    await openWith({ ...CARRIES, reset: { interval: "MONTH" } });
    gateway.clock.now += DAY;
    const nextResetAt = gateway.clock.now + offset;
    for (let times = 0; times < 4; times += 1) {
      await call("updateBalance", { ...messages, nextResetAt });
    }
    gateway.clock.now += 1;
    expect(await balance()).toMatchObject({ remaining: 200, rollovers: [{ balance: 100 }] });
  });
});

describe("time has bounds (A33)", () => {
  test.for([
    ["a clock", "advanceClock", { customerId: "clocked", by: "P9999Y" }],
    [
      "a clock, by an instant",
      "advanceClock",
      { customerId: "clocked", to: "9999-01-01T00:00:00Z" },
    ],
    [
      "an interval",
      "createBalance",
      { ...messages, includedGrant: 1, reset: { interval: "YEAR", intervalCount: 8000 } },
    ],
  ] as const)("%s: %s", async ([_title, name, input]) => {
    await openWith({ includedGrant: 100 });
    await call("createCustomer", { customerId: "clocked", testClock: START });
    expect(await call(name, input)).toMatchObject({ code: "INVALID_INPUT" });
    expect(await call("advanceClock", { customerId: "clocked", by: "P10Y" })).toMatchObject({
      __typename: "AdvanceClockPayload",
    });
  });

  test("a row whose next reset would be after the year 9999 never resets again", async () => {
    await openWith({ includedGrant: 100, reset: { interval: "YEAR", intervalCount: 100 } });
    const nextResetAt = Date.UTC(9950, 0, 1);
    await call("updateBalance", { ...messages, nextResetAt });
    gateway.clock.now = Date.UTC(9960, 0, 1);
    expect(await balance()).toMatchObject({ remaining: 100, nextResetAt: null });
  });

  test.for([
    ["DAY", 100 * (3652 + 1)],
    ["WEEK", 100 * (521 + 1)],
    ["MONTH", 100 * (120 + 1)],
  ] as const)("a clock moves ten years at a time, over a row of a %s that carries", async (row) => {
    const [interval, remaining] = row;
    await openWith({ includedGrant: 100 });
    const use = { customerId: "clocked", featureId: "messages" };
    await call("createCustomer", { customerId: "clocked", testClock: START });
    await call("createBalance", { ...use, ...CARRIES, reset: { interval } });
    const fields = `... on AdvanceClockPayload { customer { balance(featureId: "messages") { remaining } } }`;
    const moved = await call("advanceClock", { customerId: "clocked", by: "P10Y" }, fields);
    expect(moved.customer.balance).toEqual({ remaining });
  });

  test("a balance is foretold ten years ahead, and no further", async () => {
    await openWith(CARRIES);
    const at = (years: number) =>
      gateway.query(
        `query ($at: Timestamp) { balance(customerId: "cus", featureId: "messages", at: $at) { remaining } }`,
        { at: Date.UTC(2026 + years, 0, 15, 12) },
      );
    expect((await at(10)).data.balance.remaining).toBe(100 * (3652 + 1));
    expect((await at(11)).errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  });
});

describe("a limit longer than the row's period limits (A19)", () => {
  test.for([
    ["DAY", "WEEK", 150],
    ["DAY", "MONTH", 150],
    ["MONTH", "YEAR", 150],
  ] as const)("a row of a %s, a limit of a %s", async ([interval, limit, most]) => {
    await openWith({ includedGrant: 100, reset: { interval } });
    const usageLimits = [{ featureId: "messages", limit: most, interval: limit }];
    await call("updateCustomer", { customerId: "cus", billingControls: { usageLimits } });
    for (let period = 0; period < 6; period += 1) {
      await call("track", { ...messages, value: 100 });
      gateway.clock.now += interval === "DAY" ? DAY : 31 * DAY;
    }
    const { data } = await gateway.query(
      `{ customer(customerId: "cus") { billingControls { usageLimits { usage } } } }`,
    );
    expect(data.customer.billingControls.usageLimits).toEqual([{ usage: most }]);
  });
});

describe("seats of all plan rows count (A29)", () => {
  test.for([
    ["a base row with a ceiling of 0", { includedGrant: 1, overageAllowed: true, maxPurchase: 0 }],
    ["a base row without overage", { includedGrant: 1 }],
    ["a base row of prepaid seats", { prepaidGrant: 1 }],
  ] as const)("%s and an add-on of 5 seat six", async ([_title, base]) => {
    await openWith({ includedGrant: 1 });
    const users = { customerId: "cus", featureId: "users" };
    await call("createBalance", { ...users, planId: "pro", ...base });
    await call("createBalance", { ...users, planId: "extra", addOn: true, prepaidGrant: 5 });
    for (let seat = 1; seat <= 6; seat += 1) {
      const entity = { ...users, entityId: `e${seat}` };
      expect(await call("createEntity", entity)).toMatchObject({ __typename: "EntityPayload" });
    }
    const { data } = await gateway.query(
      `{ balance(customerId: "cus", featureId: "users") { remaining usage overage } }`,
    );
    expect(data.balance).toEqual({ remaining: 0, usage: 6, overage: 0 });
  });
});

describe("no order goes round in a circle (A29)", () => {
  test.for([
    ["MONTH", "DAY"],
    ["DAY", "YEAR"],
    ["ONE_OFF", "MONTH"],
  ] as const)("of seat rows made with %s, none and %s", async ([first, last]) => {
    const orders: string[][] = [];
    for (const rows of [
      [first, null, last],
      [last, null, first],
      [null, first, last],
    ]) {
      await openWith({ includedGrant: 1 });
      for (const [index, interval] of rows.entries()) {
        const reset = interval && { interval };
        const row = { customerId: "cus", featureId: "users", includedGrant: 1, reset };
        await call("createBalance", { ...row, balanceId: `row-${index}` });
      }
      const { data } = await gateway.query(
        `{ balance(customerId: "cus", featureId: "users") { breakdown { balanceId } } }`,
      );
      orders.push(data.balance.breakdown.map((row: { balanceId: string }) => row.balanceId));
      if (orders.length < 3) await gateway.close();
    }
    expect(new Set(orders.map((order) => order.join()))).toEqual(new Set(["row-0,row-1,row-2"]));
  });
});
