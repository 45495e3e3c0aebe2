import { isInputObjectType, isNonNullType } from "graphql";
import { beforeEach, describe, expect, test } from "vitest";
import { schema } from "../../src/resolvers/index.ts";
import type { TestGateway } from "../support/gateway.ts";
import { openWorld } from "./world.ts";

/** All that is wrong with an input is told at once, null means one thing, and nothing left out widens an effect. */

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await openWorld();
  return () => gateway.close();
});

const NEW = { customerId: "cus", featureId: "messages", includedGrant: 10 };

describe("all faults of an input at once", () => {
  test.for([
    [
      "createBalance",
      { ...NEW, includedGrant: -5, reset: { interval: "MONTH", intervalCount: 0 } },
      ["includedGrant", "reset.intervalCount"],
    ],
    [
      "createBalance",
      {
        ...NEW,
        unlimited: true,
        nextResetAt: "2026-02-30",
        balanceId: "",
        price: price([100, 50, null]),
      },
      ["balanceId", "nextResetAt", "price.tiers.1.to", "unlimited"],
    ],
    [
      "createBalance",
      { ...NEW, entityId: "ada", perEntityFeatureId: "seats", prepaidGrant: "1e400" },
      ["perEntityFeatureId", "prepaidGrant"],
    ],
    [
      "createBalance",
      { ...NEW, nextResetAt: "2027-01-01", reset: { interval: "MONTH", intervalCount: 0 } },
      ["reset.intervalCount"],
    ],
    [
      "updateBalance",
      { customerId: "", featureId: "messages", remaining: 1, usage: "x" },
      ["customerId", "remaining", "usage"],
    ],
    [
      "updateCustomer",
      {
        customerId: "cus",
        email: "a\u0000",
        billingControls: {
          usageLimits: [
            { featureId: "messages", limit: -1, interval: "DAY" },
            { featureId: "a b", limit: 1, interval: "DAY" },
          ],
          autoTopups: [{ featureId: "messages", threshold: "x", quantity: 0 }],
        },
      },
      [
        "billingControls.autoTopups.0.quantity",
        "billingControls.autoTopups.0.threshold",
        "billingControls.usageLimits.0.limit",
        "billingControls.usageLimits.1.featureId",
        "email",
      ],
    ],
    [
      "track",
      {
        customerId: "",
        featureId: "messages",
        eventName: "message.sent",
        value: null,
        timestamp: 5e9,
      },
      ["", "customerId", "timestamp", "value"],
    ],
    ["advanceClock", { customerId: "cus", by: "soon", to: "2026-02-29" }, ["", "by", "to"]],
    [
      "finalizeLock",
      { lockId: "", action: "RELEASE", overrideValue: 5 },
      ["lockId", "overrideValue"],
    ],
  ] as const)("%s %j", async ([name, input, wrong]) => {
    const issues = await issuesOf(name, input);
    expect(issues.map(({ path }) => path.slice(1).join(".")).sort()).toEqual([...wrong].sort());
  });

  test("a check tells all of its own", async () => {
    const input = { customerId: "", featureId: "a b", requiredBalance: "0.12345678901" };
    const { data } = await gateway.query(
      `query ($input: CheckInput!) { check(input: $input) { ... on InvalidInputError { issues { path } } } }`,
      { input },
    );
    expect(data.check.issues).toHaveLength(3);
  });
});

describe("null", () => {
  const withDefault = Object.values(schema.getTypeMap())
    .filter(isInputObjectType)
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter(({ defaultValue }) => defaultValue !== undefined)
        .map((field) => ({ type, field, name: `${type.name}.${field.name}` })),
    );

  test.for(withDefault)("is refused where there is a default: $name", ({ type, field }) => {
    expect(isNonNullType(field.type)).toBe(false);
    const rules: readonly unknown[] = [optionsOf(type.extensions).validate].flat(1);
    const told = rules
      .filter((rule) => Array.isArray(rule))
      .flatMap(([holds, { path }]) => {
        return holds({ [field.name]: null }) ? [] : path;
      });
    expect(told).toContain(field.name);
  });

  test.for([
    ["track", { value: null }],
    ["track", { overageBehavior: null }],
    ["checkAndTrack", { requiredBalance: null }],
    ["createLock", { lockId: "L", requiredBalance: null }],
    ["createBalance", { includedGrant: 1, reset: { interval: "DAY", intervalCount: null } }],
  ] as const)("%s %j is invalid, and left out it is the default", async ([name, fields]) => {
    const input = { customerId: "cus", featureId: "messages", ...fields };
    const [issue, ...others] = await issuesOf(name, input);
    expect(others).toEqual([]);
    expect(issue?.message).toBe("must not be null: leave it out for the default");
    const without = JSON.parse(JSON.stringify(input, (_key, value) => value ?? undefined));
    expect(await issuesOf(name, without)).toEqual([]);
  });
});

describe("a field that is left out widens no deletion", () => {
  test.for([
    { customerId: "cus" },
    { customerId: "cus", featureId: null },
    { customerId: "cus", entityId: "ada" },
    { customerId: "cus", interval: "MONTH" },
    { customerId: "cus", all: false },
    { customerId: "cus", all: null, balanceId: null },
  ])("deleteBalance %j", async (input) => {
    const before = await gateway.store.load(["cus"]);
    expect(await issuesOf("deleteBalance", input)).toHaveLength(1);
    expect(await gateway.store.load(["cus"])).toEqual(before);
  });
});

interface Told {
  readonly path: readonly string[];
  readonly message: string;
}

async function issuesOf(name: string, input: object): Promise<readonly Told[]> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await gateway.query(
    `mutation ($input: ${type}!) { answer: ${name}(input: $input) {
      ... on InvalidInputError { issues { path message } } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data.answer.issues ?? [];
}

function price(ends: readonly (number | null)[]) {
  const tiers = ends.map((to) => ({ to, amount: 1 }));
  return { tiers, billingMethod: "USAGE_BASED" };
}

// biome-ignore lint/suspicious/noExplicitAny: Pothos keeps a type's own options on the schema.
function optionsOf({ pothosOptions }: any) {
  return pothosOptions;
}
