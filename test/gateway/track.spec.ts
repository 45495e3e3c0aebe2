import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { TestGateway } from "../support/gateway.ts";
import { openWorld } from "./world.ts";

const TRACK = /* GraphQL */ `
  mutation ($input: TrackInput!) {
    track(input: $input) {
      __typename
      ... on TrackPayload {
        customerId entityId eventName value replayed dryRun
        balance { featureId remaining usage revision }
        balances { featureId }
        deductions { balanceId rolloverId featureId value }
        entry { id kind value actor idempotencyKey before { remaining } after { remaining } }
      }
      ... on Error { code message }
      ... on InvalidInputError { issues { path message } }
      ... on InsufficientBalanceError { required available balance { remaining } }
    }
  }`;

let gateway: TestGateway;

beforeEach(async () => {
  gateway = await openWorld();
  return () => gateway.close();
});

describe("allowed", () => {
  test("usage is deducted, rollovers first, and told with its entry", async () => {
    const answer = await track({ customerId: "cus", featureId: "messages", value: 30 });
    expect(answer).toMatchObject({
      __typename: "TrackPayload",
      customerId: "cus",
      entityId: null,
      eventName: null,
      value: 30,
      balance: { featureId: "messages", remaining: 90, usage: 30 },
      balances: [],
      deductions: [
        { balanceId: "g2", featureId: "messages", value: 20 },
        { balanceId: "g1", rolloverId: null, featureId: "messages", value: 10 },
      ],
      entry: {
        kind: "TRACK",
        value: 30,
        actor: "spec",
        before: { remaining: 120 },
        after: { remaining: 90 },
      },
      replayed: false,
      dryRun: false,
    });
  });

  test("one unit where no value is given", async () => {
    const answer = await track({ customerId: "cus", featureId: "messages" });
    expect(answer).toMatchObject({ value: 1, balance: { remaining: 119 } });
  });

  test("an explicit null counts as not given, where there is no default", async () => {
    const nothing = { eventName: null, entityId: null, properties: null, timestamp: null };
    const answer = await track({ customerId: "cus", featureId: "messages", ...nothing });
    expect(answer).toMatchObject({ value: 1, entityId: null, balance: { remaining: 119 } });
  });

  test("by event", async () => {
    const answer = await track({ customerId: "cus", eventName: "message.sent", value: 5 });
    expect(answer).toMatchObject({ eventName: "message.sent", balance: { remaining: 115 } });
  });

  test("the same key is answered the same, once", async () => {
    const input = { customerId: "cus", featureId: "messages", idempotencyKey: "k1" };
    const first = await track(input);
    const again = await track(input);
    expect(first).toMatchObject({ replayed: false, entry: { idempotencyKey: "k1" } });
    expect(again).toEqual({ ...first, replayed: true });
    expect(await remaining()).toBe(119);
  });

  test("a dry run answers and saves nothing", async () => {
    const input = { customerId: "cus", featureId: "messages", value: 5, dryRun: true };
    expect(await track(input)).toMatchObject({ dryRun: true, balance: { remaining: 115 } });
    expect(await remaining()).toBe(120);
  });

  test("two in one request: each shows the balance as it left it", async () => {
    const field = (value: number) => `track(input: { customerId: "cus", featureId: "messages",
      value: ${value} }) { ... on TrackPayload { balance { remaining } } }`;
    const { data } = await gateway.query(`mutation { a: ${field(1)} b: ${field(2)} }`);
    expect(data).toEqual({
      a: { balance: { remaining: 119 } },
      b: { balance: { remaining: 117 } },
    });
  });
});

describe("refused", () => {
  test("everything that is wrong is told at once", async () => {
    const answer = await track({ customerId: "", featureId: "a b", value: "x", timestamp: "soon" });
    expect(answer).toMatchObject({ __typename: "InvalidInputError", code: "INVALID_INPUT" });
    expect(pathsOf(answer)).toEqual([
      "input.customerId",
      "input.featureId",
      "input.timestamp",
      "input.value",
    ]);
  });

  test.for([{ featureId: "messages", eventName: "message.sent" }, {}])(
    "exactly one of featureId and eventName: not %j",
    async (named) => {
      const answer = await track({ customerId: "cus", ...named });
      expect(answer).toMatchObject({ __typename: "InvalidInputError" });
      expect(answer.issues[0].message).toContain("exactly one of featureId and eventName");
      expect(answer.issues[0].path[0]).toBe("input");
    },
  );

  test("a future timestamp", async () => {
    const timestamp = gateway.clock.now + 5 * 60 * 1000 + 1;
    const answer = await track({ customerId: "cus", featureId: "messages", timestamp });
    expect(pathsOf(answer)).toEqual(["input.timestamp"]);
  });

  test.for([
    [{ customerId: "nobody", featureId: "messages" }, "CUSTOMER_NOT_FOUND"],
    [{ customerId: "cus", featureId: "nothing" }, "FEATURE_NOT_FOUND"],
    [{ customerId: "cus", eventName: "never.happened" }, "FEATURE_NOT_FOUND"],
    [{ customerId: "cus", featureId: "messages", entityId: "no" }, "ENTITY_NOT_FOUND"],
  ] as const)("%j: %s", async ([input, code]) => {
    expect(await track(input)).toMatchObject({ __typename: "NotFoundError", code });
  });

  test("more than there is, under REJECT: what was asked, what there is, and the balance", async () => {
    const input = { customerId: "cus", featureId: "messages", value: 121 };
    expect(await track({ ...input, overageBehavior: "REJECT" })).toMatchObject({
      __typename: "InsufficientBalanceError",
      code: "INSUFFICIENT_BALANCE",
      required: 121,
      available: 120,
      balance: { remaining: 120 },
    });
    expect(await remaining()).toBe(120);
  });

  test("a key that was used for another input", async () => {
    const input = { customerId: "cus", featureId: "messages", idempotencyKey: "k1" };
    await track(input);
    const code = "IDEMPOTENCY_KEY_REUSED";
    expect(await track({ ...input, value: 2 })).toMatchObject({
      __typename: "ConflictError",
      code,
    });
  });
});

describe("unauthenticated", () => {
  let closed: TestGateway;

  beforeAll(async () => {
    closed = await openWorld({ authenticate: () => null });
  });

  afterAll(() => closed.close());

  test("nothing is tracked", async () => {
    const input = { customerId: "cus", featureId: "messages" };
    const { status, errors } = await closed.query(TRACK, { input });
    expect(status).toBe(401);
    expect(errors[0].extensions.code).toBe("UNAUTHENTICATED");
    const [ledger] = (await closed.store.load(["cus"])).ledgers;
    const [latest] = await closed.store.entries({
      ...{ customerId: "cus", featureId: null, entityId: null, kind: "TRACK" },
      ...{ from: null, to: null, upTo: null, limit: 1, after: null, before: null, fromEnd: false },
    });
    expect(ledger).toBeDefined();
    expect(latest).toBeUndefined();
  });
});

async function track(input: Readonly<Record<string, unknown>>) {
  const { data, errors } = await gateway.query(TRACK, { input });
  expect(errors).toBeUndefined();
  return data.track;
}

async function remaining(): Promise<number> {
  const document = '{ balance(customerId: "cus", featureId: "messages") { remaining } }';
  return (await gateway.query(document)).data.balance.remaining;
}

function pathsOf(answer: { issues: { path: string[] }[] }): string[] {
  return answer.issues.map(({ path }) => path.join(".")).sort();
}
