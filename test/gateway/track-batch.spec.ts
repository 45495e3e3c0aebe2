import { beforeEach, expect, test } from "vitest";
import type { TestGateway } from "../support/gateway.ts";
import { openWorld } from "./world.ts";

const BATCH = /* GraphQL */ `
  mutation ($input: TrackBatchInput!) {
    trackBatch(input: $input) {
      __typename
      ... on TrackBatchPayload {
        replayed dryRun
        results {
          __typename
          ... on TrackPayload { value replayed dryRun balance { remaining } entry { value } }
          ... on Error { code }
          ... on InsufficientBalanceError { required available balance { remaining } }
          ... on InvalidInputError { issues { path message } }
        }
      }
      ... on Error { code }
      ... on InvalidInputError { issues { path message } }
    }
  }`;

const item = { customerId: "cus", featureId: "messages" };

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await openWorld();
  return () => gateway.close();
});

test("one after the other, a refused item alone, each told in its place", async () => {
  const answer = await batch([
    { ...item, value: 30 },
    { ...item, customerId: "nobody" },
    { ...item, value: 500, overageBehavior: "REJECT" },
    { ...item, featureId: "nothing" },
    { customerId: "cus", eventName: "message.sent", value: 5 },
  ]);
  expect(answer).toEqual({
    __typename: "TrackBatchPayload",
    replayed: false,
    dryRun: false,
    results: [
      { ...tracked(30), balance: { remaining: 90 } },
      { __typename: "NotFoundError", code: "CUSTOMER_NOT_FOUND" },
      {
        __typename: "InsufficientBalanceError",
        code: "INSUFFICIENT_BALANCE",
        required: 500,
        available: 90,
        balance: { remaining: 90 },
      },
      { __typename: "NotFoundError", code: "FEATURE_NOT_FOUND" },
      { ...tracked(5), balance: { remaining: 85 } },
    ],
  });
  expect(await remaining()).toBe(85);
});

test("a malformed item refuses all; everything wrong is told, by index", async () => {
  const answer = await batch([
    item,
    { ...item, value: "x", timestamp: "soon" },
    { customerId: "cus" },
    { ...item, idempotencyKey: "" },
  ]);
  expect(answer).toMatchObject({ __typename: "InvalidInputError", code: "INVALID_INPUT" });
  expect(pathsOf(answer)).toEqual([
    "input.items.1.timestamp",
    "input.items.1.value",
    "input.items.2",
    "input.items.3.idempotencyKey",
  ]);
  expect(await remaining()).toBe(120);
});

test("none, or more than a thousand, are refused; a thousand are not", async () => {
  for (const length of [0, 1001]) {
    const answer = await batch(Array.from({ length }, () => item));
    expect(answer).toMatchObject({ __typename: "InvalidInputError" });
    expect(pathsOf(answer)).toEqual(["input.items"]);
  }
  const thousand = await batch(Array.from({ length: 1000 }, () => ({ ...item, value: "0.1" })));
  expect(thousand.results).toHaveLength(1000);
  expect(await remaining()).toBe(20);
});

test("an item's own key holds in and out of the batch", async () => {
  const keyed = { ...item, value: 7, idempotencyKey: "item" };
  const { results } = await batch([keyed, keyed, { ...keyed, value: 8 }]);
  expect(results).toMatchObject([
    { replayed: false, balance: { remaining: 113 } },
    { replayed: true, balance: { remaining: 113 } },
    { __typename: "ConflictError", code: "IDEMPOTENCY_KEY_REUSED" },
  ]);
  const { data } = await gateway.query(
    "mutation ($input: TrackInput!) { track(input: $input) { ... on TrackPayload { replayed } } }",
    { input: keyed },
  );
  expect(data.track).toEqual({ replayed: true });
  expect(await remaining()).toBe(113);
});

test("the batch's key is its own: used again, nothing happens; for another batch, a conflict", async () => {
  const first = await batch([item], { idempotencyKey: "all" });
  const again = await batch([item], { idempotencyKey: "all" });
  const results = [{ ...first.results[0], replayed: true }];
  expect(again).toEqual({ ...first, replayed: true, results });
  expect(await batch([item, item], { idempotencyKey: "all" })).toEqual({
    __typename: "ConflictError",
    code: "IDEMPOTENCY_KEY_REUSED",
  });
  expect(await remaining()).toBe(119);
});

test("it is saved whole or not at all: a dry run is said of the batch", async () => {
  const answer = await batch([item, { ...item, dryRun: true }]);
  expect(pathsOf(answer)).toEqual(["input.items.1.dryRun"]);
  const dry = await batch([item, item], { dryRun: true });
  expect(dry).toMatchObject({
    dryRun: true,
    results: [{ balance: { remaining: 119 } }, { balance: { remaining: 118 } }],
  });
  expect(await remaining()).toBe(120);
});

test("nothing is tracked without a viewer", async () => {
  const closed = await openWorld({ authenticate: () => null });
  expect((await closed.query(BATCH, { input: { items: [item] } })).status).toBe(401);
  await closed.close();
});

function tracked(value: number) {
  return { __typename: "TrackPayload", value, replayed: false, dryRun: false, entry: { value } };
}

async function batch(items: readonly object[], given: object = {}) {
  const { data, errors } = await gateway.query(BATCH, { input: { items, ...given } });
  expect(errors).toBeUndefined();
  return data.trackBatch;
}

async function remaining(): Promise<number> {
  const document = '{ balance(customerId: "cus", featureId: "messages") { remaining } }';
  return (await gateway.query(document)).data.balance.remaining;
}

function pathsOf(answer: { issues: { path: string[] }[] }): string[] {
  return answer.issues.map(({ path }) => path.join(".")).sort();
}
