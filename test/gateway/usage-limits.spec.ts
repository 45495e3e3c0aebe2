import { beforeEach, expect, test } from "vitest";
import type { TestGateway } from "../support/gateway.ts";
import { openWorld } from "./world.ts";

const FEBRUARY = Date.UTC(2026, 1, 15, 12);
const LIMIT = "featureId enabled limit interval anchor filter usage resetsAt";

const READ = /* GraphQL */ `{
  customer(customerId: "cus") {
    billingControls { usageLimits { ${LIMIT} } }
    balance(featureId: "messages") { usageLimits { limit usage } }
    entity(entityId: "ada") {
      billingControls { usageLimits { ${LIMIT} } }
      balance(featureId: "messages") { usageLimits { limit usage filter } }
    }
  }
}`;

const large = { properties: { model: "large" } };

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await openWorld();
  await set("updateCustomer", {}, [limit({ limit: 50 }), limit({ limit: 9, filter: large })]);
  return () => gateway.close();
});

test("what a window has counted, and when it closes", async () => {
  expect((await read()).billingControls.usageLimits[0]).toEqual({
    featureId: "messages",
    enabled: true,
    limit: 50,
    interval: "MONTH",
    anchor: "BILLING_CYCLE",
    filter: null,
    usage: 0,
    resetsAt: FEBRUARY,
  });
  await track({ value: 30 });
  await track({ value: 4, properties: large.properties });
  expect((await read()).billingControls.usageLimits).toMatchObject([
    { usage: 34 },
    { usage: 4, filter: large },
  ]);
});

test("usage beyond it is cut, and told as asked", async () => {
  const { value, deductions } = await track({ value: 60 });
  expect(value).toBe(60);
  expect(deductions).toEqual([{ value: 20 }, { value: 30 }]);
  const { data } = await gateway.query(`{
    check(input: { customerId: "cus", featureId: "messages" }) {
      ... on CheckPayload { allowed reason balance { remaining } } } }`);
  expect(data.check).toEqual({
    allowed: false,
    reason: "USAGE_LIMIT",
    balance: { remaining: 70 },
  });
});

test("a new window starts from 0", async () => {
  await track({ value: 30 });
  gateway.clock.now = FEBRUARY;
  expect((await read()).billingControls.usageLimits).toMatchObject([
    { usage: 0, resetsAt: Date.UTC(2026, 2, 15, 12) },
    { usage: 0 },
  ]);
});

test("a balance shows those that bind its view: an entity's own stand in for the customer's", async () => {
  expect((await read()).entity.balance.usageLimits).toMatchObject([{ limit: 50 }, { limit: 9 }]);
  await set("updateEntity", { entityId: "ada" }, [limit({ limit: 3 })]);
  await track({ entityId: "ada", value: 2 });
  await track({ value: 5 });
  const { balance, entity } = await read();
  expect(balance.usageLimits).toEqual([
    { limit: 50, usage: 5 },
    { limit: 9, usage: 0 },
  ]);
  expect(entity.billingControls.usageLimits).toMatchObject([{ limit: 3, usage: 2 }]);
  expect(entity.balance.usageLimits).toEqual([
    { limit: 3, usage: 2, filter: null },
    { limit: 9, usage: 0, filter: large },
  ]);
});

function limit(given: object) {
  return { featureId: "messages", interval: "MONTH", ...given };
}

async function set(name: string, given: object, usageLimits: readonly object[]): Promise<void> {
  const type = name.charAt(0).toUpperCase() + name.slice(1);
  const { data, errors } = await gateway.query(
    `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename ... on Error { message } } }`,
    { input: { customerId: "cus", ...given, billingControls: { usageLimits } } },
  );
  expect(errors).toBeUndefined();
  expect(data[name].message).toBeUndefined();
}

async function track(given: object) {
  const { data, errors } = await gateway.query(
    `mutation ($input: TrackInput!) { track(input: $input) {
      ... on TrackPayload { value deductions { value } } } }`,
    { input: { customerId: "cus", featureId: "messages", ...given } },
  );
  expect(errors).toBeUndefined();
  return data.track;
}

async function read() {
  const { data, errors } = await gateway.query(READ);
  expect(errors).toBeUndefined();
  return data.customer;
}
