import { isInputObjectType, isNonNullType } from "graphql";
import { describe, expect, onTestFinished, test } from "vitest";
import type { TestGateway } from "../support/gateway.ts";
import { CALLS, type Call, openStage } from "./calls.ts";
import { documentOf, mutationFields } from "./selection.ts";

const NAMED = Object.entries(CALLS);

test("every mutation that takes a key is called here", () => {
  const keyed = Object.values(mutationFields()).filter(({ args: [input] }) => {
    const type = input && isNonNullType(input.type) ? input.type.ofType : null;
    return isInputObjectType(type) && "idempotencyKey" in type.getFields();
  });
  expect(Object.keys(CALLS).sort()).toEqual(keyed.map(({ name }) => name).sort());
  expect(NAMED.length).toBeGreaterThan(15);
});

describe.each(NAMED)("%s", (name, call) => {
  test("the same key is answered the same, byte for byte, whatever has happened since", async () => {
    const { post, gateway } = await opened(name, call);
    const first = await post({ idempotencyKey: "key" });
    expect(first).toContain('Payload"');
    await meanwhile(gateway);
    const again = await post({ idempotencyKey: "key" });
    expect(first).toMatch(ENDS_FRESH);
    expect(again).toMatch(ENDS_REPLAYED);
    expect(difference(again, first)).toBeNull();
  });

  test("nothing happens twice", async () => {
    const { post, gateway } = await opened(name, call);
    await post({ idempotencyKey: "key" });
    const before = await contentOf(gateway);
    await post({ idempotencyKey: "key" });
    expect(await contentOf(gateway)).toEqual(before);
  });

  test("with other input it is a conflict", async () => {
    const { post, gateway } = await opened(name, call);
    await post({ idempotencyKey: "key" });
    const before = await contentOf(gateway);
    const answer = await post({ ...call.other, idempotencyKey: "key" });
    expect(answer).toContain('"__typename":"ConflictError","code":"IDEMPOTENCY_KEY_REUSED"');
    expect(await contentOf(gateway)).toEqual(before);
  });

  test("a refused call frees its key", async () => {
    const { post } = await opened(name, call);
    const refused = await post({ ...call.refused, idempotencyKey: "key" });
    expect(refused).toMatch(/"__typename":"\w+Error"/);
    expect(await post({ idempotencyKey: "key" })).toContain('"replayed":false');
  });

  test("a dry run answers as the call would, and changes nothing", async () => {
    const dry = await opened(name, call);
    const real = await opened(name, call);
    const before = await contentOf(dry.gateway);
    const answer = await dry.post({ dryRun: true, idempotencyKey: "key" });
    expect(await contentOf(dry.gateway)).toEqual(before);
    expect(answer).toContain('"dryRun":true');
    const done = await real.post({ idempotencyKey: "key" });
    expect(withoutMadeIds(answer.replaceAll('"dryRun":true', '"dryRun":false'))).toEqual(
      withoutMadeIds(done),
    );
    expect(await dry.post({ idempotencyKey: "key" })).toContain('"replayed":false');
  });
});

async function opened(name: string, { input }: Call) {
  const gateway = await openStage();
  onTestFinished(() => gateway.close());
  const query = documentOf(name);
  const post = async (changes: Readonly<Record<string, unknown>>): Promise<string> => {
    const response = await gateway.fetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, variables: { input: { ...input, ...changes } } }),
    });
    const text = await response.text();
    expect(text).not.toContain('"errors"');
    return text;
  };
  return { gateway, post };
}

const ENDS_FRESH = /"replayed":false,"dryRun":false\}\}\}$/;
const ENDS_REPLAYED = /"replayed":true,"dryRun":false\}\}\}$/;

/** Where two answers part, but for whether they are replayed; null where they never do. */
function difference(...answers: readonly [string, string]): readonly string[] | null {
  const [left, right] = answers.map((answer) =>
    answer.replaceAll('"replayed":true', '"replayed":false'),
  );
  if (left === undefined || right === undefined || left === right) return null;
  let at = 0;
  while (left[at] === right[at]) at += 1;
  return [left, right].map((answer) => answer.slice(Math.max(0, at - 80), at + 80));
}

/** The time that a key is kept, in which all that can change does. */
async function meanwhile(gateway: TestGateway): Promise<void> {
  gateway.clock.now += 23 * 60 * 60 * 1000;
  const { errors } = await gateway.query(`mutation {
    a: track(input: { customerId: "cus", featureId: "messages", value: 5 }) { __typename }
    b: updateCustomer(input: { customerId: "cus", name: "Changed" }) { __typename }
    c: updateFeature(input: { featureId: "messages", name: "Changed" }) { __typename }
    d: updateFeature(input: { featureId: "sso", name: "Changed" }) { __typename }
    e: deleteCustomer(input: { customerId: "cus" }) { __typename }
  }`);
  expect(errors).toBeUndefined();
}

/** All that the store holds. */
async function contentOf({ store }: TestGateway) {
  const window = { limit: 1000, after: null, before: null, fromEnd: false };
  const filter = { customerIds: null, search: null, featureId: null };
  const { ledgers } = await store.customers({ filter, ...window });
  const entries = ledgers.map(({ customer: { customerId } }) =>
    store.entries({
      ...{ customerId, featureId: null, entityId: null, kind: null, from: null, to: null },
      ...window,
    }),
  );
  return { catalog: await store.catalog(), ledgers, entries: await Promise.all(entries) };
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** With each id that a call makes up in one form, also within global ids. */
function withoutMadeIds(answer: string): unknown {
  return JSON.parse(answer, (field, value) => {
    if (typeof value !== "string") return value;
    const plain = field === "id" ? Buffer.from(value, "base64url").toString() : value;
    return plain.replaceAll(UUID, "made");
  });
}
