import {
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
} from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CEILINGS } from "../../src/engine/ceilings.ts";
import { schema } from "../../src/resolvers/index.ts";
import type { TestGateway } from "../support/gateway.ts";
import { openWorld } from "./world.ts";

/** Whatever a caller can make long has an end, and the schema tells it. */

interface Place {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly description: string;
  readonly rule: Rule;
}

interface Rule {
  readonly schema?: { readonly safeParse: (value: unknown) => { readonly success: boolean } };
  readonly items?: Rule;
}

const TYPES = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));

const PLACES: readonly Place[] = TYPES.flatMap((type) => {
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) =>
      placeOf(`${type.name}.${field.name}`, field, type),
    );
  }
  if (!isObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) =>
    field.args.map((arg) => placeOf(`${type.name}.${field.name}.${arg.name}`, arg, field)),
  );
});

/** The global id is bounded where it is decoded: it is no text any more when its rule sees it. */
const DECODED = ["Query.node.id", "Query.nodes.ids"];

test("the schema is walked", () => {
  expect(PLACES.length).toBeGreaterThan(120);
});

test("every list has a ceiling, and tells it", () => {
  const lists = PLACES.filter(({ type }) => isListType(getNullableType(type)));
  expect(lists.length).toBeGreaterThan(13);
  for (const { name, rule, description } of lists) {
    expect(accepts(rule, Array(1001).fill("x")), name).toBe(false);
    expect(description, name).toMatch(/at most \d+|1 to 1000/);
  }
});

test("every text has a greatest length", () => {
  const texts = PLACES.filter(({ type }) => ["ID", "String"].includes(getNamedType(type).name));
  expect(texts.length).toBeGreaterThan(60);
  for (const { name, type, rule } of texts.filter((place) => !DECODED.includes(place.name))) {
    const own = isListType(getNullableType(type)) ? (rule.items ?? {}) : rule;
    expect(accepts(own, "x".repeat(2001)), name).toBe(false);
  }
});

describe("beyond a ceiling nothing happens", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await openWorld();
  });

  afterAll(() => gateway.close());

  const many = (length: number) => Array.from({ length }, (_, index) => `x${index}`);
  const alerts = (length: number) =>
    many(length).map((name) => ({ name, threshold: 1, thresholdType: "USAGE", enabled: false }));
  const use = { customerId: "cus", featureId: "messages" };
  const costs = many(CEILINGS.creditSchema + 1).map((id) => ({
    meteredFeatureId: id,
    creditCost: 1,
  }));
  const tiers = [...Array(CEILINGS.tiers + 1).keys()].map((to) => ({ to: to + 1, amount: 1 }));
  const rollovers = Array(CEILINGS.liveRollovers + 1).fill({ balance: 1 });
  const grant = { ...use, includedGrant: 1 };

  test.for([
    [
      "updateCustomer",
      { customerId: "cus", billingControls: { usageAlerts: alerts(101) } },
      ["billingControls", "usageAlerts"],
    ],
    [
      "updateCustomer",
      { customerId: "cus", billingControls: { usageAlerts: alerts(20_000) } },
      ["billingControls", "usageAlerts"],
    ],
    ["createFeature", { featureId: "f", type: "METERED", eventNames: many(101) }, ["eventNames"]],
    [
      "createFeature",
      { featureId: "f", type: "CREDIT_SYSTEM", creditSchema: costs },
      ["creditSchema"],
    ],
    ["createBalance", { ...grant, price: { tiers, billingMethod: "PREPAID" } }, ["price", "tiers"]],
    ["createBalance", { ...grant, rollovers }, ["rollovers"]],
    ["trackBatch", { items: Array(1001).fill(use) }, ["items"]],
    ["trackBatch", { items: [] }, ["items"]],
    ["track", { ...use, properties: { a: "x".repeat(16_377) } }, ["properties"]],
    ["track", { ...use, properties: { a: "é".repeat(8_189) } }, ["properties"]],
    ["track", { ...use, properties: { a: Array(100_000).fill(1) } }, ["properties"]],
    [
      "updateCustomer",
      { customerId: "cus", metadata: Object.fromEntries(many(3000).map((key) => [key, 1])) },
      ["metadata"],
    ],
    [
      "createFeature",
      { featureId: "f", type: "METERED", modelMarkups: { a: "x".repeat(20_000) } },
      ["modelMarkups"],
    ],
    ["createCustomer", { customerId: "x".repeat(256) }, ["customerId"]],
    ["createLock", { ...use, lockId: "x".repeat(257) }, ["lockId"]],
    ["createCustomer", { customerId: "new", name: "x".repeat(1001) }, ["name"]],
  ] as const)("%s, case %$", async ([name, input, path]) => {
    const before = await gateway.store.load(["cus"]);
    const { answer } = await mutate(name, input);
    expect(answer.issues).toEqual([
      { path: ["input", ...path], message: expect.stringMatching(/at (most|least) \d+/) },
    ]);
    expect(await gateway.store.load(["cus"])).toEqual(before);
  });

  test.for([
    ["track", { ...use, dryRun: true, properties: { a: "x".repeat(16_376) } }],
    ["track", { ...use, dryRun: true, properties: { a: "é".repeat(8_188) } }],
    ["createCustomer", { customerId: "x".repeat(255), dryRun: true }],
    ["createLock", { ...use, lockId: "x".repeat(256), dryRun: true }],
    [
      "updateCustomer",
      { customerId: "cus", dryRun: true, billingControls: { usageAlerts: alerts(100) } },
    ],
    ["createFeature", { featureId: "f", type: "METERED", eventNames: many(100), dryRun: true }],
  ] as const)("up to it all is well: %s, case %$", async ([name, input]) => {
    const { answer } = await mutate(name, input);
    expect(answer).toEqual({});
  });

  test.for([
    ["customers(filter: { customerIds: $ids }) { totalCount }", ["filter", "customerIds"]],
    ['customer(customerId: "cus") { balances(featureIds: $ids) { featureId } }', ["featureIds"]],
    [
      'customer(customerId: "cus") { entity(entityId: "ada") { balances(featureIds: $ids) { featureId } } }',
      ["featureIds"],
    ],
    ["nodes(ids: $ids) { id }", ["ids"]],
  ] as const)("%s", async ([field, path]) => {
    const document = `query ($ids: [ID!]!) { ${field} }`;
    const node = Buffer.from('Customer:["cus"]').toString("base64url");
    const { errors } = await gateway.query(document, { ids: Array(201).fill(node) });
    expect(errors).toMatchObject([
      {
        extensions: {
          code: "BAD_USER_INPUT",
          issues: [{ path, message: "must have at most 200 items" }],
        },
      },
    ]);
    expect((await gateway.query(document, { ids: Array(200).fill(node) })).errors).toBeUndefined();
  });

  test.for([
    "customer(customerId: $text) { id }",
    "feature(featureId: $text) { id }",
    'balance(customerId: "cus", featureId: $text) { id }',
    'balance(customerId: "cus", featureId: "messages", entityId: $text) { id }',
    'customer(customerId: "cus") { balance(featureId: $text) { id } }',
    'customer(customerId: "cus") { entity(entityId: $text) { id } }',
    'customer(customerId: "cus") { ledger(featureId: $text) { totalCount } }',
  ])("a long id: %s", async (field) => {
    const { errors } = await gateway.query(`query ($text: ID!) { ${field} }`, {
      text: "x".repeat(9000),
    });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    expect(JSON.stringify(errors).length).toBeLessThan(1000);
  });

  test("a global id that is too long to be one names nothing", async () => {
    const query = "query ($text: ID!) { node(id: $text) { id } nodes(ids: [$text]) { id } }";
    const { data } = await gateway.query(query, { text: "x".repeat(9000) });
    expect(data).toEqual({ node: null, nodes: [null] });
  });

  test.for(["customers(after: $text) { totalCount }", "customers(before: $text) { totalCount }"])(
    "a long cursor: %s",
    async (field) => {
      const { errors } = await gateway.query(`query ($text: String) { ${field} }`, {
        text: "x".repeat(9000),
      });
      expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    },
  );

  async function mutate(name: string, input: object) {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const { data, errors } = await gateway.query(
      `mutation ($input: ${type}!) { answer: ${name}(input: $input) {
        ... on InvalidInputError { issues { path message } } } }`,
      { input },
    );
    expect(errors).toBeUndefined();
    return data;
  }
});

function accepts({ schema: rule }: Rule, value: unknown): boolean {
  return rule?.safeParse(value).success ?? true;
}

function placeOf(
  name: string,
  // biome-ignore lint/suspicious/noExplicitAny: Pothos keeps a field's own options on the schema.
  { type, description, extensions }: any,
  parent: { readonly description?: string | null | undefined },
): Place {
  const rule = extensions.pothosOptions?.validate || {};
  return { name, type, rule, description: `${description} ${parent.description}` };
}
