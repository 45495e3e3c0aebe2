import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestGateway } from "../support/gateway.ts";
import { openWorld } from "./world.ts";

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await openWorld();
});

afterAll(() => gateway.close());

describe("a wrong argument of a field that answers no union is the caller's mistake", () => {
  test.for([
    ['customer(customerId: "cus") { ledger(from: "x") { totalCount } }', ["from"]],
    ['customer(customerId: "cus") { ledger(to: -1) { totalCount } }', ["to"]],
    [
      'customers(filter: { featureId: "messages", remainingBelow: "x" }) { totalCount }',
      ["filter", "remainingBelow"],
    ],
    [
      'customers(filter: { customerIds: ["a", ""] }) { totalCount }',
      ["filter", "customerIds", "1"],
    ],
    ['customers(filter: { search: "\\u0000" }) { totalCount }', ["filter", "search"]],
    ['customers(filter: { featureId: "a b" }) { totalCount }', ["filter", "featureId"]],
  ] as const)("%s", async ([field, path]) => {
    const { errors } = await gateway.query(`{ ${field} }`);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", issues: [{ path }] } }]);
    expect(gateway.records).toEqual([]);
  });
});

describe("an id that nothing can have finds nothing", () => {
  test.for([
    'customer(customerId: "")',
    'customer(customerId: "a\\u0000")',
    'feature(featureId: "__proto__")',
    'balance(customerId: "cus", featureId: "constructor")',
    'balance(customerId: "cus", featureId: "messages", entityId: "nobody")',
  ])("%s", async (field) => {
    const { data, errors } = await gateway.query(`{ found: ${field} { id } }`);
    expect([errors, data.found]).toEqual([undefined, null]);
  });
});
