import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorld } from "../gateway/world.ts";
import { customerOf } from "../store/requests.ts";
import { did } from "../store/stage.ts";
import type { TestGateway } from "../support/gateway.ts";
import { EACH_WAY } from "../support/served.ts";

/** What is sent is what is read, to the last digit and the last byte, by whichever way it comes. */

const SNOWFLAKE = "1497549923779084388";
const NEIGHBOUR = "1497549923779084300"; // What a double would make of it.
const JSON_TYPE = { "content-type": "application/json" };

describe.each(EACH_WAY)("by the %s", (way) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await openWorld({ way });
    for (const id of [SNOWFLAKE, NEIGHBOUR]) {
      await did(gateway.store, customerOf(id, { name: `name of ${id}` }));
    }
  });

  afterAll(() => gateway.close());

  describe("a number in variables keeps its text", () => {
    test.for([
      [SNOWFLAKE, SNOWFLAKE],
      [NEIGHBOUR, NEIGHBOUR],
      [`"${SNOWFLAKE}"`, SNOWFLAKE],
      ["1497549923779084389", null],
    ] as const)("customerId %s", async ([id, found]) => {
      for (const _ of ["first", "second", "third"]) {
        const { data } = await post(NAMED, `{"id": ${id}}`);
        expect(data.customer).toEqual(found && { name: `name of ${found}` });
      }
      const byGet = await get(NAMED, `{"id": ${id}}`);
      expect(byGet.data.customer).toEqual(found && { name: `name of ${found}` });
    });

    test.for([
      ["1234567890123456.5", "1234567890123456.5"],
      ["9007199254740993", "9007199254740993"],
      ["1234567.1234567891", "1234567.1234567891"],
      ["0.1000000000000000000", "0.1"],
      ["5e1", "50"],
      ["50.0", "50"],
      ["-0", "0"],
    ] as const)("remaining %s is exact", async ([sent, exact]) => {
      const { data } = await post(SET, input({ remaining: sent }));
      expect(data.updateBalance.balance.exact.remaining).toBe(exact);
    });

    test.for([
      ["123456789.12345678901", "must have at most 10 fraction digits"],
      ["1.00000000001", "must have at most 10 fraction digits"],
      ["0.10000000000000001", "must have at most 10 fraction digits"],
      ["1e400", "must be below 1e18 in size"],
      ["1e18", "must be below 1e18 in size"],
      ["1e-11", "must have at most 10 fraction digits"],
      ["1e-400", "must have at most 10 fraction digits"],
    ] as const)("value %s is refused, and nothing happens", async ([sent, message]) => {
      const before = await gateway.store.load(["cus"]);
      const { data } = await post(TRACK, input({ value: sent }, false));
      expect(data.track.issues).toEqual([{ path: ["input", "value"], message }]);
      expect(await gateway.store.load(["cus"])).toEqual(before);
    });

    test("keys, entities and instants too", async () => {
      const key = "90071992547409931";
      const { data } = await post(
        TRACK,
        input({ idempotencyKey: key, timestamp: "1.7682e12" }, false),
      );
      expect(data.track.entry).toMatchObject({ idempotencyKey: key, timestamp: 1_768_200_000_000 });
      const entity = await post(TRACK, input({ entityId: SNOWFLAKE }));
      expect(entity.data.track.message).toBe(`Entity ${SNOWFLAKE} not found`);
      const { data: late } = await post(TRACK, input({ timestamp: "1768200000000.00000000001" }));
      expect(late.track.issues).toMatchObject([{ path: ["input", "timestamp"] }]);
    });

    test.for([
      ["50", 50],
      ["50.0", 50],
      ["5e1", 50],
      ["5000000000000000000000e-20", 50],
    ] as const)("first: %s is an Int", async ([sent, size]) => {
      const { data } = await post(PAGE, `{"n": ${sent}}`);
      expect(data.customers.nodes.length).toBeLessThanOrEqual(size);
    });

    test.for(["1e400", "50.5", "50.000000000000000000001", "99999999999999999999"])(
      "first: %s is none",
      async (sent) => {
        const { errors, data } = await post(PAGE, `{"n": ${sent}}`);
        expect(errors[0].message).toMatch(/Int cannot represent/);
        expect(data).toBeUndefined();
      },
    );

    test("a number where an object or a list of texts belongs is refused", async () => {
      const filter = "query ($f: CustomerFilter) { customers(filter: $f) { totalCount } }";
      for (const sent of [SNOWFLAKE, "1e400"]) {
        expect((await post(filter, `{"f": ${sent}}`)).errors).toHaveLength(1);
      }
      const { status } = await raw(`{"query": "{ __typename }", "variables": ${SNOWFLAKE}}`);
      expect(status).toBe(400);
    });
  });

  describe("JSON objects", () => {
    test.for([
      ['{"a": 9007199254740993}', ["a"]],
      ['{"a": {"b": [1, 1e400]}}', ["a", "b", "1"]],
      ['{"a": 0.1234567890123456789}', ["a"]],
    ] as const)("%s has a number that no double holds", async ([properties, path]) => {
      const { data } = await post(TRACK, input({ properties }));
      expect(data.track.issues).toEqual([
        {
          path: ["input", "properties", ...path],
          message: expect.stringContaining("Send it as a string"),
        },
      ]);
      const literal = properties.replace(/"(\w)":/g, "$1:");
      const typed = await post(
        `mutation { track(input: { customerId: "cus", featureId: "messages", properties: ${literal} }) ${ANSWER} }`,
        "{}",
      );
      expect(typed.data.track.issues).toEqual(data.track.issues);
    });

    test("numbers that a double holds come back, the last of two keys counts", async () => {
      const properties = '{"a": 1.50, "b": 1e2, "c": 0.1, "d": 9007199254740992, "a": 2.5e-3}';
      const { data } = await post(TRACK, input({ properties }));
      const kept = { a: 0.0025, b: 100, c: 0.1, d: 9_007_199_254_740_992 };
      expect(data.track.entry.properties).toEqual(kept);
    });

    test("a prototype is out of reach beside a long number too", async () => {
      const properties = '{"n": 1234567890123456, "__proto__": {"x": 1}}';
      const { data } = await post(TRACK, input({ properties }));
      expect(data.track.issues).toMatchObject([
        { path: ["input", "properties"], message: "must not have the key __proto__" },
      ]);
      expect(Reflect.get({}, "x")).toBeUndefined();
    });
  });

  test("a body that nests without end is a bad request", async () => {
    const deep = `${"[".repeat(200_000)}1e5${"]".repeat(200_000)}`;
    const { status, errors } = await raw(
      `{"query": "{ __typename }", "variables": {"a": ${deep}}}`,
    );
    expect([status, errors[0].message]).toEqual([400, "The request body nests too deep"]);
  });

  async function raw(body: string | Uint8Array<ArrayBuffer>) {
    const init = { method: "POST", headers: JSON_TYPE, body };
    const response = await gateway.fetch("/graphql", init);
    return { status: response.status, ...(await response.json()) };
  }

  function post(query: string, variables: string) {
    return raw(`{"query": ${JSON.stringify(query)}, "variables": ${variables}}`);
  }

  async function get(query: string, variables: string) {
    const search = new URLSearchParams({ query, variables });
    return (await gateway.fetch(`/graphql?${search}`)).json();
  }
});

const NAMED = "query ($id: ID!) { customer(customerId: $id) { name } }";
const PAGE = "query ($n: Int!) { customers(first: $n) { nodes { name } } }";
const ANSWER = `{
  ... on TrackPayload { entry { timestamp idempotencyKey properties } }
  ... on Error { code message }
  ... on InvalidInputError { issues { path message } }
}`;
const TRACK = `mutation ($input: TrackInput!) { track(input: $input) ${ANSWER} }`;

const SET = `mutation ($input: UpdateBalanceInput!) { updateBalance(input: $input) {
  ... on BalancePayload { balance { exact { remaining } } }
  ... on InvalidInputError { issues { path message } }
} }`;

/** The variables of a mutation, some of its fields as JSON text. Saved only where that is asked for. */
function input(fields: Readonly<Record<string, string>>, dryRun = true): string {
  const given = { customerId: '"cus"', featureId: '"messages"', dryRun: `${dryRun}`, ...fields };
  const texts = Object.entries(given).map(([name, text]) => `"${name}": ${text}`);
  return `{"input": {${texts.join(", ")}}}`;
}
