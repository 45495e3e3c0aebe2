import { beforeEach, describe, expect, test } from "vitest";
import type { TestGateway } from "../support/gateway.ts";
import { openWorld } from "./world.ts";

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await openWorld();
  return () => gateway.close();
});

const ANSWER = /* GraphQL */ `{
  __typename
  ... on TrackPayload { entry { timestamp properties } }
  ... on InvalidInputError { code issues { path message } }
}`;

describe("a bad value in a variable is an issue of its field", () => {
  test.for([
    ["value", "NaN"],
    ["value", "Infinity"],
    ["value", "1e400"],
    ["value", 1e300],
    ["value", "0.12345678901"],
    ["value", "1000000000000000000"],
    ["value", ""],
    ["value", " 1"],
    ["value", "0x10"],
    ["value", "1,5"],
    ["value", `1${"0".repeat(1_000_000)}`],
    ["timestamp", -1],
    ["timestamp", 253_402_300_800_000],
    ["timestamp", 1.5],
    ["timestamp", 0],
    ["timestamp", Date.UTC(2000, 0, 1) - 1],
    ["timestamp", "yesterday"],
    ["timestamp", "2026-01-15T12:00:00"],
    ["timestamp", "2026-02-30T12:00:00Z"],
    ["properties", JSON.parse('{ "__proto__": { "x": 1 } }')],
    ["properties", { a: [{ constructor: 1 }] }],
    ["properties", { a: { prototype: 1 } }],
    ["properties", { a: { b: { c: { d: { e: { f: { g: { h: {} } } } } } } } }],
    ["customerId", ""],
    ["customerId", "   "],
    ["customerId", "a\u0000b"],
    ["customerId", "a\nb"],
    ["customerId", "a\ud800b"],
    ["customerId", "a\u202eb"],
    ["customerId", "x".repeat(256)],
    ["customerId", "x".repeat(1_000_000)],
    ["featureId", ""],
    ["featureId", "a.b c"],
    ["entityId", ""],
  ] as const)("%s", async ([field, value]) => {
    const answer = await track({ [field]: value });
    expect(answer).toMatchObject({ __typename: "InvalidInputError", code: "INVALID_INPUT" });
    expect(answer.issues).toHaveLength(1);
    expect(answer.issues[0].path).toEqual(["input", field]);
    expect(answer.issues[0].message.length).toBeLessThan(200);
  });
});

describe("a bad value in a literal too", () => {
  test.for([
    "value: 1e400",
    "value: 0.12345678901",
    'value: "NaN"',
    "value: 99999999999999999999",
    "timestamp: -5",
    'timestamp: "x"',
    "properties: { a: { constructor: 1 } }",
    "properties: { __proto__: 1 }",
    'customerId: ""',
  ])("%s", async (literal) => {
    const [field = ""] = literal.split(":", 1);
    const fields = ['customerId: "cus"', 'featureId: "messages"', literal].filter(
      (part, index) => index === 2 || !part.startsWith(`${field}:`),
    );
    const { data, errors } = await gateway.query(
      `mutation { track(input: { ${fields.join(", ")} }) ${ANSWER} }`,
    );
    expect(errors).toBeUndefined();
    expect(data.track.issues).toMatchObject([{ path: ["input", field] }]);
  });
});

describe("a value of another kind is a request error, and nothing happens", () => {
  test.for([
    ["value", {}],
    ["value", true],
    ["value", [1, 2]],
    ["timestamp", {}],
    ["timestamp", true],
    ["customerId", {}],
  ] as const)("%s as %j", async ([field, value]) => {
    const input = { customerId: "cus", featureId: "messages", [field]: value };
    const { data, errors } = await gateway.query(TRACK, { input });
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
    expect(errors[0].message).not.toContain("Unexpected");
  });
});

describe("no float is ever in the way", () => {
  test.for([
    "0.1234567890",
    "12345678901234567",
    "123456789012345678",
    "999999999999999879.9999999999",
    "-999999999999999879.9999999999",
    "1e17",
    "1.5e-9",
    "0.3",
  ])("%s as a literal and as a text", async (digits) => {
    for (const given of [digits, `"${digits}"`]) {
      await gateway.query(
        `mutation { updateBalance(input: { customerId: "cus", featureId: "messages", balanceId: "g1",
          remaining: ${given} }) { __typename } }`,
      );
      const [ledger] = (await gateway.store.load(["cus"])).ledgers;
      const slice = ledger?.grants.find(({ grantId }) => grantId === "g1")?.slices[0];
      expect(slice?.balance).toBe(tenBillionths(digits));
    }
  });

  test("the exact figures have every digit, the others the nearest double", async () => {
    const { data } = await gateway.query(
      `mutation { updateBalance(input: { customerId: "cus", featureId: "messages",
        remaining: 12345678901234567.0123456789 }) {
          ... on BalancePayload { balance { remaining exact { remaining } } } } }`,
    );
    expect(data.updateBalance.balance).toEqual({
      remaining: 12345678901234568,
      exact: { remaining: "12345678901234567.0123456789" },
    });
  });
});

describe("instants", () => {
  test.for([
    [1_768_000_000_000, 1_768_000_000_000],
    ["1768000000000", 1_768_000_000_000],
    ["2026-01-15T12:00:00Z", Date.UTC(2026, 0, 15, 12)],
    ["2026-01-15T12:00:00.250+01:00", Date.UTC(2026, 0, 15, 11, 0, 0, 250)],
    ["2000-01-01T00:00:00Z", Date.UTC(2000, 0, 1)],
  ] as const)("%j", async ([timestamp, at]) => {
    const answer = await track({ timestamp });
    expect(answer).toMatchObject({ entry: { timestamp: at } });
  });
});

describe("JSON objects", () => {
  test("come back as they were, from a variable and from a literal", async () => {
    const properties = { a: [1, "x", null, { b: true }], "": 0, nested: { toString: "own" } };
    expect((await track({ properties })).entry.properties).toEqual(properties);
    const { data } = await gateway.query(
      `mutation ($x: String) { track(input: { customerId: "cus", featureId: "messages",
        properties: { a: [1, $x], b: { c: 2.5 } } }) ${ANSWER} }`,
      { x: "given" },
    );
    expect(data.track.entry.properties).toEqual({ a: [1, "given"], b: { c: 2.5 } });
  });

  test.for([[[1]], ["text"], [5]])("%j is none", async ([properties]) => {
    const { data, errors } = await gateway.query(TRACK, {
      input: { customerId: "cus", featureId: "messages", properties },
    });
    expect(errors?.[0] ?? data.track.issues[0]).toBeDefined();
  });
});

const TRACK = `mutation ($input: TrackInput!) { track(input: $input) ${ANSWER} }`;

async function track(given: Readonly<Record<string, unknown>>) {
  const input = { customerId: "cus", featureId: "messages", ...given };
  const { data, errors, status } = await gateway.query(TRACK, { input });
  expect(errors).toBeUndefined();
  expect(status).toBe(200);
  return data.track;
}

function tenBillionths(digits: string): bigint {
  const [, sign, whole, fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e(-?\d+))?$/.exec(digits) ?? [];
  const size = BigInt(`${whole}${fraction}${"0".repeat(10 - fraction.length + Number(exponent))}`);
  return sign === "-" ? -size : size;
}
