import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestGateway } from "../support/gateway.ts";
import { openWorld } from "./world.ts";

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await openWorld();
});

afterAll(() => gateway.close());

test("allowed, with the balance that decided", async () => {
  expect(await check('featureId: "messages", requiredBalance: 5')).toMatchObject({
    ...{ __typename: "CheckPayload", allowed: true, customerId: "cus", entityId: null },
    ...{ requiredBalance: 5, balance: { featureId: "messages" }, flag: null, reason: null },
  });
});

test("denied, with the reason", async () => {
  expect(await check('featureId: "messages", requiredBalance: 5000')).toMatchObject({
    ...{ allowed: false, reason: "INSUFFICIENT_BALANCE", balance: { featureId: "messages" } },
    explanation:
      "5000 of messages required, 120 remaining: rollover of grant g2 20 of 20, grant g1 100 of 100, grant g2 0 of 0; for the other 4880 no overage is allowed (D15).",
  });
});

test("nothing owned", async () => {
  expect(await check('featureId: "actions"')).toMatchObject({
    ...{ allowed: false, reason: "NO_BALANCE", balance: null, requiredBalance: 1 },
  });
});

test("a flag", async () => {
  expect(await check('featureId: "sso"')).toMatchObject({
    ...{ allowed: true, balance: null, flag: { featureId: "sso" } },
  });
});

test("from an entity's side", async () => {
  expect(await check('featureId: "messages", entityId: "ada"')).toMatchObject({
    ...{ allowed: true, entityId: "ada", balance: { entityId: "ada" } },
  });
});

test.for([
  ['featureId: "nothing"', "FEATURE_NOT_FOUND"],
  ['featureId: "messages", entityId: "bob"', "ENTITY_NOT_FOUND"],
  ['featureId: "messages", customerId: "nobody"', "CUSTOMER_NOT_FOUND"],
] as const)("%s: %s", async ([input, code]) => {
  expect(await check(input)).toMatchObject({ __typename: "NotFoundError", code });
});

test("what is available is allowed, and no more", async () => {
  expect(await check('featureId: "messages"')).toMatchObject({ allowed: true, available: 120 });
  const [all, more] = ["120", "120.0000000001"];
  expect(await check(`featureId: "messages", requiredBalance: ${all}`)).toMatchObject({
    ...{ allowed: true, available: 120 },
  });
  expect(await check(`featureId: "messages", requiredBalance: ${more}`)).toMatchObject({
    ...{ allowed: false, available: 120 },
  });
});

test("null is without end: of a flag that is granted; where nothing is owned it is 0", async () => {
  expect(await check('featureId: "sso"')).toMatchObject({ allowed: true, available: null });
  expect(await check('featureId: "actions"')).toMatchObject({ allowed: false, available: 0 });
});

test("properties decide which usage limits count", async () => {
  const limited = await openWorld();
  const limit = `{ featureId: "messages", limit: 5, interval: MONTH,
    filter: { properties: { model: "x", beta: true } } }`;
  const { errors } = await limited.query(`mutation { updateCustomer(input: { customerId: "cus",
    billingControls: { usageLimits: [${limit}] } }) { __typename } }`);
  expect(errors).toBeUndefined();
  const asked = (properties: string) =>
    check(`featureId: "messages", requiredBalance: 6 ${properties}`, limited);
  expect(await asked('properties: { model: "x", beta: "true" }')).toMatchObject({
    ...{ allowed: false, reason: "USAGE_LIMIT", available: 5 },
  });
  for (const properties of ["", "properties: null", 'properties: { model: "x" }']) {
    expect(await asked(properties)).toMatchObject({ allowed: true, available: 120 });
  }
  await limited.close();
});

test("a wrong input names its fields", async () => {
  const answer = await check('featureId: "a b", requiredBalance: "many"');
  expect(answer).toMatchObject({ __typename: "InvalidInputError", code: "INVALID_INPUT" });
  const paths = answer.issues.map(({ path }: { path: string[] }) => path.join("."));
  expect(paths.sort()).toEqual(["input.featureId", "input.requiredBalance"]);
});

async function check(input: string, { query }: Pick<TestGateway, "query"> = gateway) {
  const customer = input.includes("customerId") ? "" : 'customerId: "cus",';
  const { data, errors } = await query(`{ check(input: { ${customer} ${input} }) { __typename
    ... on CheckPayload { allowed customerId entityId requiredBalance balance { featureId entityId }
      flag { featureId } reason explanation available }
    ... on Error { code message } ... on InvalidInputError { issues { path message } } } }`);
  expect(errors).toBeUndefined();
  return data.check;
}
