import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestGateway } from "../support/gateway.ts";
import { openStage } from "./calls.ts";

let gateway: TestGateway;
/** A global id of each type, with one plain field of the object that it was taken from. */
let objects: { id: string; __typename: string }[];

beforeAll(async () => {
  gateway = await openStage();
  const { data } = await gateway.query(`{ feature(featureId: "messages") { ...Id }
    customer(customerId: "cus") { ...Id flags { ...Id } entity(entityId: "ada") { ...Id
      balances { ...Id breakdown { ...Id } rollovers { ...Id } } flags { ...Id } }
      balances { ...Id breakdown { ...Id } rollovers { ...Id } } ledger(first: 1) { nodes { ...Id } }
      locks { nodes { ...Id } } } }
    fragment Id on Node { __typename id }`);
  objects = collect(data);
});

afterAll(() => gateway.close());

test("every type that is a Node is here", async () => {
  const { data } = await gateway.query('{ __type(name: "Node") { possibleTypes { name } } }');
  const names = data.__type.possibleTypes.map(({ name }: { name: string }) => name);
  expect([...new Set(objects.map(({ __typename }) => __typename))].sort()).toEqual(names.sort());
});

test("each comes back by its id, and as the same object", async () => {
  for (const { id, __typename } of objects) {
    const { data, errors } = await gateway.query(
      `query ($id: ID!) { node(id: $id) { __typename id ...All } }${ALL}`,
      { id },
    );
    expect(errors).toBeUndefined();
    expect(data.node).toMatchObject({ id, __typename });
  }
});

test("an entity's balance is another object than the customer's", async () => {
  const ids = objects.filter(({ __typename }) => __typename === "Balance").map(({ id }) => id);
  expect(new Set(ids).size).toBe(2);
  const { data } = await gateway.query(
    "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Balance { entityId } } }",
    { ids },
  );
  expect(data.nodes.map(({ entityId }: { entityId: string | null }) => entityId).sort()).toEqual([
    "ada",
    null,
  ]);
});

test.for([
  ["an object that is gone", globalId('Customer:["nobody"]')],
  ["garbage", "garbage"],
  ["a type that is not here", globalId('Subscription:["cus"]')],
  ["a type that has no ids", globalId('TrackPayload:["cus"]')],
])("several at once, in their order; %s is null and spoils no other", async ([, bad = ""]) => {
  const ids = [...objects.map(({ id }) => id).reverse(), bad, ...objects.map(({ id }) => id)];
  const { data, errors } = await gateway.query("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {
    ids,
  });
  expect(errors).toBeUndefined();
  expect(data.nodes.map((node: { id: string } | null) => node?.id ?? bad)).toEqual(ids);
});

test.for([
  "",
  "x",
  "eA==",
  globalId("Customer:"),
  globalId("Customer:not json"),
  globalId('Customer:{"a":1}'),
  globalId('LedgerEntry:["cus","x"]'),
  globalId('LedgerEntry:["cus",9e99]'),
  globalId('LedgerEntry:["cus"]'),
  globalId('Lock:["cus","x"]'),
  globalId('Lock:["cus",9e99]'),
  globalId('Lock:["cus"]'),
  globalId('Lock:["nobody",1]'),
  globalId('Customer: ["cus"]'),
  globalId('Customer:[ "cus"]'),
  globalId('Customer:@["cus"]'),
  globalId('Customer:@soon["cus"]'),
  globalId('Customer:@1.5["cus"]'),
  globalId('Customer:@1e3["cus"]'),
  globalId('Customer:@-0["cus"]'),
  globalId('Customer:@99999999999999999["cus"]'),
  globalId('Customer:@8640000000000000["cus"]'),
  globalId('Customer:@-1["cus"]'),
  globalId('Customer:?["cus"]'),
  globalId('Customer:?token["cus"]'),
  globalId('Customer:["cus"]["cus"]'),
  globalId('Feature:@0["messages"]'),
  globalId('Feature:?token["messages"]'),
  globalId('LedgerEntry:@0["cus",1]'),
  globalId('LedgerEntry:?token["cus",1]'),
  globalId('Breakdown:["cus"]'),
  globalId('Query:["cus"]'),
  globalId('TrackPayload:["cus"]'),
  globalId('Nothing:["cus"]'),
  globalId('__proto__:["cus"]'),
])("what never was an id (%j) is null", async (id) => {
  const { data, errors } = await gateway.query("query ($id: ID!) { node(id: $id) { id } }", { id });
  expect(errors).toBeUndefined();
  expect(data).toEqual({ node: null });
});

function globalId(text: string): string {
  return Buffer.from(text).toString("base64url");
}

const ALL = ` fragment All on Node { ... on Customer { customerId } ... on Feature { featureId }
  ... on Balance { remaining feature { featureId } breakdown { id } rollovers { id } }
  ... on Breakdown { remaining } ... on Rollover { balance } ... on Flag { featureId }
  ... on Entity { entityId } ... on LedgerEntry { kind } ... on Lock { lockId } }`;

function collect(value: unknown): { id: string; __typename: string }[] {
  if (Array.isArray(value)) return value.flatMap(collect);
  if (typeof value !== "object" || value === null) return [];
  const nested = Object.values(value).flatMap(collect);
  if (!("id" in value) || !("__typename" in value)) return nested;
  return [{ id: String(value.id), __typename: String(value.__typename) }, ...nested];
}
