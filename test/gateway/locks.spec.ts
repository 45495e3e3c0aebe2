import { beforeEach, describe, expect, test } from "vitest";
import type { TestGateway } from "../support/gateway.ts";
import { openWorld } from "./world.ts";

const HOUR = 60 * 60 * 1000;

const LOCK = "id lockId customerId featureId entityId value status createdAt expiresAt";

const ANSWER = /* GraphQL */ `
  __typename
  ... on LockPayload {
    allowed reason explanation replayed dryRun
    lock { ${LOCK} deductions { balanceId value } }
    balance { remaining usage held }
    deductions { balanceId rolloverId value }
    entry { kind value properties }
  }
  ... on Error { code message }
  ... on InvalidInputError { issues { path message } }`;

const CREATE = `mutation ($input: CreateLockInput!) { createLock(input: $input) { ${ANSWER} } }`;
const FINALIZE = `mutation ($input: FinalizeLockInput!) { finalizeLock(input: $input) { ${ANSWER} } }`;

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await openWorld();
  return () => gateway.close();
});

describe("createLock", () => {
  test("holds what it is allowed, rollovers first", async () => {
    const expiresAt = gateway.clock.now + HOUR;
    expect(await lock({ requiredBalance: 30, expiresAt })).toMatchObject({
      __typename: "LockPayload",
      allowed: true,
      reason: null,
      lock: {
        ...{ lockId: "L1", customerId: "cus", featureId: "messages", entityId: null },
        ...{ value: 30, status: "HELD", createdAt: gateway.clock.now, expiresAt },
      },
      balance: { remaining: 90, usage: 30, held: 30 },
      deductions: [
        { balanceId: "g2", value: 20 },
        { balanceId: "g1", rolloverId: null, value: 10 },
      ],
      entry: { kind: "LOCK", value: 30 },
    });
  });

  test("one unit where no amount is given", async () => {
    expect(await lock({})).toMatchObject({ lock: { value: 1 }, balance: { held: 1 } });
  });

  test("what is too much is a verdict, not an error, and holds nothing", async () => {
    expect(await lock({ requiredBalance: 121 })).toMatchObject({
      allowed: false,
      reason: "INSUFFICIENT_BALANCE",
      explanation: expect.stringMatching(/ Nothing is taken: 120 of 121 of messages would fit/),
      lock: null,
      balance: { remaining: 120, held: 0 },
      deductions: [],
      entry: null,
    });
    expect(await locks()).toEqual([]);
  });

  test.for([
    [{ lockId: "" }, "input.lockId"],
    [{ lockId: "x".repeat(257) }, "input.lockId"],
    [{ requiredBalance: "1e400" }, "input.requiredBalance"],
    [{ expiresAt: "soon" }, "input.expiresAt"],
    [{ expiresAt: Date.UTC(2026, 0, 17) }, "input.expiresAt"],
    [{ featureId: "seats" }, "input.featureId"],
    [{ featureId: "sso" }, "input.featureId"],
  ] as const)("%j is refused at %s", async ([input, path]) => {
    const answer = await lock(input);
    expect(answer).toMatchObject({ __typename: "InvalidInputError", code: "INVALID_INPUT" });
    expect(answer.issues.map((issue: { path: string[] }) => issue.path.join("."))).toEqual([path]);
  });

  test("an id may have 256 characters", async () => {
    expect(await lock({ lockId: "x".repeat(256) })).toMatchObject({ allowed: true });
  });

  test("the id of a live lock is taken, also by another customer", async () => {
    const other = `mutation { createCustomer(input: { customerId: "other" }) { __typename }
      createBalance(input: { customerId: "other", featureId: "messages", includedGrant: 5 }) {
        __typename } }`;
    expect((await gateway.query(other)).errors).toBeUndefined();
    await lock({});
    const taken = { __typename: "ConflictError", code: "LOCK_ALREADY_EXISTS" };
    expect(await lock({})).toMatchObject(taken);
    expect(await lock({ customerId: "other" })).toMatchObject(taken);
    await finalize({ action: "RELEASE" });
    expect(await lock({ customerId: "other" })).toMatchObject({ allowed: true });
  });

  test.for([
    [{ customerId: "nobody" }, "CUSTOMER_NOT_FOUND"],
    [{ featureId: "nothing" }, "FEATURE_NOT_FOUND"],
    [{ entityId: "nobody" }, "ENTITY_NOT_FOUND"],
  ] as const)("%j: %s", async ([input, code]) => {
    expect(await lock(input)).toMatchObject({ __typename: "NotFoundError", code });
  });
});

describe("finalizeLock", () => {
  beforeEach(async () => {
    await lock({ requiredBalance: 30, properties: { model: "large" } });
  });

  test("confirms", async () => {
    expect(await finalize({ action: "CONFIRM" })).toMatchObject({
      allowed: true,
      lock: { status: "CONFIRMED", value: 30 },
      balance: { remaining: 90, held: 0 },
      deductions: [],
    });
  });

  test("confirms less: the rest comes back, rollovers last", async () => {
    expect(await finalize({ action: "CONFIRM", overrideValue: 5 })).toMatchObject({
      balance: { remaining: 115, held: 0 },
      deductions: expect.arrayContaining([
        { balanceId: "g1", rolloverId: null, value: -10 },
        { balanceId: "g2", rolloverId: expect.any(String), value: -15 },
      ]),
      entry: { kind: "FINALIZE", value: -25, properties: { model: "large" } },
    });
  });

  test("releases", async () => {
    expect(await finalize({ action: "RELEASE" })).toMatchObject({
      lock: { status: "RELEASED" },
      balance: { remaining: 120, held: 0 },
    });
  });

  test("once only", async () => {
    await finalize({ action: "CONFIRM" });
    const gone = { __typename: "NotFoundError", code: "LOCK_NOT_FOUND" };
    expect(await finalize({ action: "RELEASE" })).toMatchObject(gone);
    expect(await finalize({ action: "CONFIRM", lockId: "never" })).toMatchObject(gone);
  });

  test("a release takes no value", async () => {
    const answer = await finalize({ action: "RELEASE", overrideValue: 3 });
    expect(answer.issues).toMatchObject([{ path: ["input", "overrideValue"] }]);
  });
});

describe("Customer.locks", () => {
  test("those that hold, unless others are asked for; oldest first, page by page", async () => {
    for (const lockId of ["L1", "L2", "L3", "L4"]) await lock({ lockId });
    await finalize({ lockId: "L2", action: "CONFIRM" });
    await finalize({ lockId: "L3", action: "RELEASE" });
    expect(await locks()).toEqual(["L1", "L4"]);
    expect(await locks("(status: HELD)")).toEqual(["L1", "L4"]);
    expect(await locks("(status: CONFIRMED)")).toEqual(["L2"]);
    expect(await locks("(status: RELEASED)")).toEqual(["L3"]);
    const { edges, pageInfo, totalCount } = await connection("(first: 1)");
    expect([edges.length, pageInfo.hasNextPage, totalCount]).toEqual([1, true, 2]);
    expect(await locks(`(first: 1, after: "${edges[0].cursor}")`)).toEqual(["L4"]);
  });

  test("one past its end has expired, also before anything wrote that down", async () => {
    await lock({ requiredBalance: 30, expiresAt: gateway.clock.now + HOUR });
    const [{ node: held }] = (await connection("")).edges;
    gateway.clock.now += HOUR;
    expect(await locks()).toEqual([]);
    expect(await locks("(status: EXPIRED)")).toEqual(["L1"]);
    expect((await connection("(status: EXPIRED)")).totalCount).toBe(1);
    const read = `{ node(id: "${held.id}") { ... on Lock { lockId status } }
      balance(customerId: "cus", featureId: "messages") { remaining held } }`;
    const expired = {
      node: { lockId: "L1", status: "EXPIRED" },
      balance: { remaining: 120, held: 0 },
    };
    expect((await gateway.query(read)).data).toEqual(expired);
    await lock({ lockId: "L2", requiredBalance: 0 });
    expect((await gateway.query(read)).data).toEqual(expired);
    expect((await connection("(status: EXPIRED)")).totalCount).toBe(1);
    expect(await locks("(status: EXPIRED)")).toEqual(["L1"]);
  });

  test("nothing is held or settled without a viewer", async () => {
    const closed = await openWorld({ authenticate: () => null });
    const input = { customerId: "cus", featureId: "messages", lockId: "L1" };
    for (const [document, given] of [
      [CREATE, input],
      [FINALIZE, { lockId: "L1", action: "CONFIRM" }],
    ] as const) {
      expect((await closed.query(document, { input: given })).status).toBe(401);
    }
    expect((await closed.store.load(["cus"])).ledgers[0]?.locks).toEqual([]);
    await closed.close();
  });
});

async function lock(given: Readonly<Record<string, unknown>>) {
  const input = { customerId: "cus", featureId: "messages", lockId: "L1", ...given };
  const { data, errors } = await gateway.query(CREATE, { input });
  expect(errors).toBeUndefined();
  return data.createLock;
}

async function finalize(given: Readonly<Record<string, unknown>>) {
  const { data, errors } = await gateway.query(FINALIZE, { input: { lockId: "L1", ...given } });
  expect(errors).toBeUndefined();
  return data.finalizeLock;
}

async function locks(args = ""): Promise<string[]> {
  const { edges } = await connection(args);
  return edges.map(({ node }: { node: { lockId: string } }) => node.lockId);
}

async function connection(args: string) {
  const { data, errors } = await gateway.query(`{ customer(customerId: "cus") { locks${args} {
    edges { cursor node { id lockId } } pageInfo { hasNextPage } totalCount } } }`);
  expect(errors).toBeUndefined();
  return data.customer.locks;
}
