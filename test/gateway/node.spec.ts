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

test("several at once, in their order, null for what is gone", async () => {
  const gone = Buffer.from('Customer:["nobody"]').toString("base64url");
  const ids = [...objects.map(({ id }) => id).reverse(), gone];
  const { data, errors } = await gateway.query("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {
    ids,
  });
  expect(errors).toBeUndefined();
  expect(data.nodes.map((node: { id: string } | null) => node?.id ?? gone)).toEqual(ids);
});

test.for([
  "",
  "x",
  "eA==",
  Buffer.from("Customer:").toString("base64url"),
  Buffer.from("Customer:not json").toString("base64url"),
  Buffer.from('Customer:{"a":1}').toString("base64url"),
  Buffer.from('LedgerEntry:["cus","x"]').toString("base64url"),
  Buffer.from('LedgerEntry:["cus",9e99]').toString("base64url"),
  Buffer.from('LedgerEntry:["cus"]').toString("base64url"),
  Buffer.from('Lock:["cus","x"]').toString("base64url"),
  Buffer.from('Lock:["cus",9e99]').toString("base64url"),
  Buffer.from('Lock:["cus"]').toString("base64url"),
  Buffer.from('Lock:["nobody",1]').toString("base64url"),
  Buffer.from('Breakdown:["cus"]').toString("base64url"),
  Buffer.from('Query:["cus"]').toString("base64url"),
  Buffer.from('TrackPayload:["cus"]').toString("base64url"),
  Buffer.from('Nothing:["cus"]').toString("base64url"),
  Buffer.from('__proto__:["cus"]').toString("base64url"),
])("what never was an id (%j) is null or told, never a crash", async (id) => {
  const { data, errors } = await gateway.query("query ($id: ID!) { node(id: $id) { id } }", { id });
  expect(data?.node ?? null).toBeNull();
  for (const { message } of errors ?? []) expect(message).not.toContain("Unexpected");
});

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
