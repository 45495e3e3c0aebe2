import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import { customerOf, grantOf } from "../store/requests.ts";
import { did } from "../store/stage.ts";
import type { TestGateway } from "../support/gateway.ts";
import { openWorld } from "./world.ts";

let gateway: TestGateway;

/** c00 to c29 beside cus; every third holds messages, as many as its number. */
beforeAll(async () => {
  gateway = await openWorld();
  const { store } = gateway;
  for (let index = 0; index < 30; index += 1) {
    const customerId = `c${String(index).padStart(2, "0")}`;
    await did(store, customerOf(customerId, { email: `${customerId}@example.test` }));
    if (index % 3 !== 0) continue;
    const includedGrant = amount(String(index));
    await did(store, grantOf(customerId, `g-${customerId}`, { includedGrant }));
  }
  for (let index = 0; index < 7; index += 1) {
    await gateway.query(`mutation { track(input: { customerId: "cus", featureId: "messages" })
      { __typename } }`);
  }
});

afterAll(() => gateway.close());

describe("customers", () => {
  test("forwards to the end and back again, without a gap or a double", async () => {
    const forwards: string[] = [];
    let after: string | null = null;
    do {
      const page = await customers("first: 7, after: $cursor", after);
      forwards.push(...page.ids);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(forwards).toHaveLength(31);
    expect(forwards).toEqual([...new Set(forwards)].sort());
    const backwards: string[] = [];
    let before: string | null = null;
    do {
      const page = await customers("last: 7, before: $cursor", before);
      backwards.unshift(...page.ids);
      before = page.pageInfo.hasPreviousPage ? page.pageInfo.startCursor : null;
    } while (before !== null);
    expect(backwards).toEqual(forwards);
  });

  test("by search, by id, by feature", async () => {
    expect((await customers('filter: { search: "C1" }')).ids).toHaveLength(10);
    expect((await customers('filter: { customerIds: ["c03", "nobody"] }')).ids).toEqual(["c03"]);
    expect((await customers('filter: { featureId: "messages" }')).ids).toHaveLength(11);
    expect((await customers("filter: { customerIds: [] }")).ids).toEqual([]);
    expect((await customers('filter: { search: "%" }')).ids).toEqual([]);
  });

  test("by what remains, as derived: pages are full and end where they should", async () => {
    const filter = 'filter: { featureId: "messages", remainingBelow: 20 }';
    const all = ["c00", "c03", "c06", "c09", "c12", "c15", "c18"];
    expect((await customers(filter)).ids).toEqual(all);
    const first = await customers(`${filter}, first: 3`);
    expect(first.ids).toEqual(all.slice(0, 3));
    expect(first.pageInfo.hasNextPage).toBe(true);
    const rest = await customers(`${filter}, first: 4, after: $cursor`, first.pageInfo.endCursor);
    expect(rest.ids).toEqual(all.slice(3));
    expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect((await customers("filter: { remainingBelow: 20 }")).ids).toEqual(all);
    const last = await customers(`${filter}, last: 2`);
    expect(last.ids).toEqual(all.slice(-2));
    expect(last.pageInfo.hasPreviousPage).toBe(true);
  });

  test("the total is that of the filter", async () => {
    const count = async (args: string) =>
      (await read(`{ customers${args} { totalCount } }`)).customers.totalCount;
    expect(await count("")).toBe(31);
    expect(await count("(first: 2)")).toBe(31);
    expect(await count('(filter: { search: "c1" })')).toBe(10);
    expect(await count('(filter: { featureId: "messages", remainingBelow: 20 }, first: 1)')).toBe(
      7,
    );
  });
});

describe("the ledger", () => {
  test("latest first, both ways", async () => {
    const all = await entries("");
    expect(all.kinds.slice(0, 7)).toEqual(Array(7).fill("TRACK"));
    const first = await entries("first: 4");
    expect(first.ids).toEqual(all.ids.slice(0, 4));
    const next = await entries("first: 4, after: $cursor", first.pageInfo.endCursor);
    expect(next.ids).toEqual(all.ids.slice(4, 8));
    const back = await entries("last: 2, before: $cursor", next.pageInfo.startCursor);
    expect(back.ids).toEqual(all.ids.slice(2, 4));
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });

  test("by kind, feature, entity and time", async () => {
    const { now } = gateway.clock;
    expect((await entries("kind: TRACK")).ids).toHaveLength(7);
    expect((await entries('kind: TRACK, featureId: "seats"')).ids).toHaveLength(0);
    expect((await entries('kind: TRACK, entityId: "ada"')).ids).toHaveLength(0);
    expect((await entries(`kind: TRACK, from: ${now}`)).ids).toHaveLength(7);
    expect((await entries(`kind: TRACK, to: ${now}`)).ids).toHaveLength(0);
  });

  test("the total is that of the filter", async () => {
    const data = await read(`{ customer(customerId: "cus") { ledger(kind: TRACK, first: 1) {
      totalCount edges { cursor node { kind } } } } }`);
    expect(data.customer.ledger).toMatchObject({
      totalCount: 7,
      edges: [{ node: { kind: "TRACK" } }],
    });
  });
});

test("entities", async () => {
  const data = await read(`{ customer(customerId: "cus") { entities(first: 1) {
    totalCount nodes { entityId } edges { cursor node { entityId } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`);
  const cursor = data.customer.entities.edges[0].cursor;
  expect(data.customer.entities).toEqual({
    totalCount: 1,
    nodes: [{ entityId: "ada" }],
    edges: [{ cursor, node: { entityId: "ada" } }],
    pageInfo: {
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: cursor,
      endCursor: cursor,
    },
  });
});

describe("page sizes", () => {
  test("50 where none is asked for", async () => {
    for (let index = 0; index < 60; index += 1) {
      await gateway.query(`mutation { track(input: { customerId: "cus", featureId: "messages",
        value: 0.01 }) { __typename } }`);
    }
    expect((await entries("")).ids).toHaveLength(50);
    expect((await entries("first: 0")).ids).toHaveLength(0);
  });

  test.for([
    "customers(first: 201)",
    "customers(last: 201)",
    "customers(first: -1)",
    "customers(first: 1, last: 1)",
    'customers(after: "nonsense")',
    'customers(after: "")',
    'customer(customerId: "cus") { ledger(first: 201) { totalCount } }',
    'customer(customerId: "cus") { entities(first: 201) { totalCount } }',
  ])("%s is a mistake of the caller", async (field) => {
    const body = field.endsWith("}") ? "" : " { nodes { id } }";
    const { errors } = await gateway.query(`{ ${field}${body} }`);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  });

  test("200 are allowed", async () => {
    expect((await customers("first: 200")).ids).toHaveLength(31);
  });
});

const PAGE_INFO = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";

async function customers(args: string, cursor: string | null = null) {
  const data = await read(
    `query ${declared(args)} { customers(${args}) { nodes { customerId } ${PAGE_INFO} } }`,
    { cursor },
  );
  const { nodes, pageInfo } = data.customers;
  const ids: string[] = nodes.map(({ customerId }: { customerId: string }) => customerId);
  return { ids, pageInfo };
}

async function entries(args: string, cursor: string | null = null) {
  const list = args && `(${args})`;
  const data = await read(
    `query ${declared(args)} { customer(customerId: "cus") { ledger${list} {
      nodes { id kind } ${PAGE_INFO} } } }`,
    { cursor },
  );
  const { nodes, pageInfo } = data.customer.ledger;
  const ids: string[] = nodes.map(({ id }: { id: string }) => id);
  return { ids, kinds: nodes.map(({ kind }: { kind: string }) => kind), pageInfo };
}

function declared(args: string): string {
  return args.includes("$cursor") ? "($cursor: String)" : "";
}

async function read(document: string, variables: Readonly<Record<string, unknown>> = {}) {
  const { data, errors } = await gateway.query(document, variables);
  expect(errors).toBeUndefined();
  return data;
}
