import { afterAll, beforeAll, expect, test } from "vitest";
import { openGateway, type TestGateway } from "../support/gateway.ts";

const NOON = Date.UTC(2026, 0, 15, 12);
const HOUR = 60 * 60 * 1000;

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await openGateway({ now: NOON });
  await gateway.query(`mutation {
    a: createFeature(input: { featureId: "calls", type: METERED }) { __typename }
    b: createCustomer(input: { customerId: "c" }) { __typename }
    d: createBalance(input: { customerId: "c", featureId: "calls", includedGrant: 100 }) { __typename }
    e: track(input: { customerId: "c", featureId: "calls", value: 0.1 }) { __typename }
    f: track(input: { customerId: "c", featureId: "calls", value: 0.2 }) { __typename }
    g: track(input: { customerId: "c", featureId: "calls", value: 5, timestamp: "2026-01-15T10:30:00Z" }) { __typename }
    h: updateBalance(input: { customerId: "c", featureId: "calls", remaining: 3 }) { __typename }
  }`);
});

afterAll(() => gateway.close());

async function series(args: string) {
  const { data, errors } = await gateway.query(
    `{ balance(customerId: "c", featureId: "calls") { series(${args}) { from to usage events } } }`,
  );
  return errors ? errors[0].extensions.code : data.balance.series;
}

test("usage by the hour, by the events' own times; updates are none", async () => {
  expect(await series(`window: HOUR, from: ${NOON - 2 * HOUR}`)).toEqual([
    { from: NOON - 2 * HOUR, to: NOON - HOUR, usage: 5, events: 1 },
    { from: NOON - HOUR, to: NOON, usage: 0, events: 0 },
    { from: NOON, to: NOON + HOUR, usage: 0.3, events: 2 },
  ]);
});

test("30 windows up to now where nothing is said", async () => {
  const days = await series("window: DAY");
  expect(days).toHaveLength(30);
  expect(days.at(-1)).toMatchObject({ from: Date.UTC(2026, 0, 15), usage: 5.3, events: 3 });
});

test("more windows than anybody looks at are refused", async () => {
  expect(await series(`window: HOUR, from: 0`)).toBe("BAD_USER_INPUT");
});
