import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorld } from "../gateway/world.ts";
import type { TestGateway } from "../support/gateway.ts";
import { EACH_WAY } from "../support/served.ts";

/** Two ids that a double would make one stay two, in whichever field they are sent as numbers. */

const IDS = ["1497549923779084300", "1497549923779084388"];
const CUS = { customerId: '"cus"' };
const MESSAGES = { ...CUS, featureId: '"messages"' };

/** A mutation, its field of an id, what else it needs as JSON text, and where the ids are read. */
const KEPT = [
  ["createCustomer", "customerId", {}, "customers { nodes { customerId } }"],
  ["createFeature", "featureId", { type: '"METERED"' }, "features { featureId }"],
  [
    "createEntity",
    "entityId",
    { ...CUS, featureId: '"seats"' },
    'customer(customerId: "cus") { entities { nodes { entityId } } }',
  ],
  [
    "createBalance",
    "balanceId",
    { ...MESSAGES, includedGrant: "1" },
    'balance(customerId: "cus", featureId: "messages") { breakdown { balanceId } }',
  ],
  ["createLock", "lockId", MESSAGES, 'customer(customerId: "cus") { locks { nodes { lockId } } }'],
  [
    "track",
    "idempotencyKey",
    MESSAGES,
    'customer(customerId: "cus") { ledger { nodes { idempotencyKey } } }',
  ],
] as const;

describe.each(EACH_WAY)("by the %s", (way) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await openWorld({ way });
  });

  afterAll(() => gateway.close());

  test.for(KEPT)("%s keeps each %s", async ([name, field, given, read]) => {
    for (const id of IDS) {
      expect(await mutated(name, { ...given, [field]: id })).not.toHaveProperty("code");
    }
    const { data } = await gateway.query(`{ ${read} }`);
    const told = JSON.stringify(data).match(/\b\d{19}\b/g) ?? [];
    expect(told.sort()).toEqual(IDS);
  });

  test("and finds that one by it, not its neighbour", async () => {
    const [first, second] = IDS as [string, string];
    await mutated("createCustomer", { customerId: "9007199254740993" });
    await mutated("createLock", { ...MESSAGES, lockId: "90071992547409931" });
    const of = { ...MESSAGES, remaining: "5" };
    for (const [name, given] of [
      ["updateCustomer", { customerId: "9007199254740992", name: '"Eve"' }],
      ["finalizeLock", { lockId: "90071992547409930", action: '"CONFIRM"' }],
      ["updateBalance", { ...of, balanceId: `${first.slice(0, -1)}1` }],
      ["updateBalance", { ...of, entityId: `${second.slice(0, -1)}9` }],
    ] as const) {
      expect(await mutated(name, given)).toMatchObject({
        code: expect.stringMatching(/_NOT_FOUND$/),
      });
    }
  });

  async function mutated(name: string, fields: Readonly<Record<string, string>>) {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { answer: ${name}(input: $input) {
      __typename ... on Error { code message } } }`;
    const texts = Object.entries(fields).map(([field, text]) => `"${field}": ${text}`);
    const body = `{"query": ${JSON.stringify(query)}, "variables": {"input": {${texts.join()}}}}`;
    const headers = { "content-type": "application/json" };
    const response = await gateway.fetch("/graphql", { method: "POST", headers, body });
    return (await response.json()).data.answer;
  }
});
