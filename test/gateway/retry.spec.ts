import { isInputObjectType, isNonNullType } from "graphql";
import { describe, expect, onTestFinished, test } from "vitest";
import { decodeNodeId } from "../../src/schema/node-id.ts";
import type { TestGateway } from "../support/gateway.ts";
import { CALLS, type Call, openStage } from "./calls.ts";
import { expectSameAgain, factsIn, idsIn } from "./objects.ts";
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
  test("the same key is answered the first facts, and every object as it is now", async () => {
    const { post, gateway } = await opened(name, call);
    const first = await post({ idempotencyKey: "key" });
    expect(first).toContain('Payload"');
    await meanwhile(gateway);
    const again = await post({ idempotencyKey: "key" });
    expect(first).toMatch(ENDS_FRESH);
    expect(again).toMatch(ENDS_REPLAYED);
    expect(factsIn(JSON.parse(asFresh(again)))).toEqual(factsIn(JSON.parse(asFresh(first))));
    const objects = await expectSameAgain(gateway, JSON.parse(again));
    expect(objects).toBe(idsIn(JSON.parse(first)).size);
    expect(again.includes('"name":"Changed"')).toBe(objects > 0);
  });

  test("where the customer or the feature is gone since it says so, and changes nothing", async () => {
    const { post, gateway } = await opened(name, call);
    await post({ idempotencyKey: "key" });
    gateway.clock.now += 1;
    const { errors } = await gateway.query(`mutation {
      a: deleteCustomer(input: { customerId: "cus" }) { __typename }
      b: deleteCustomer(input: { customerId: "new" }) { __typename }
      c: deleteFeature(input: { featureId: "legacy" }) { __typename }
      d: deleteFeature(input: { featureId: "tokens" }) { __typename }
      e: createCustomer(input: { customerId: "cus", idempotencyKey: "anew" }) { __typename }
    }`);
    expect(errors).toBeUndefined();
    const before = await contentOf(gateway);
    const { data } = JSON.parse(await post({ idempotencyKey: "key" }));
    expect(await contentOf(gateway)).toEqual(before);
    const told = new Set((data[name].results ?? [data[name]]).map(codeIn));
    expect([...told]).toEqual(GONE[name] ?? ["CUSTOMER_NOT_FOUND"]);
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

const NOTHING_SHOWN = [null];
const FEATURE_GONE = ["FEATURE_NOT_FOUND"];

/** What is told where what a call showed is gone; of a deletion there was nothing to show. */
const GONE: Readonly<Record<string, readonly (string | null)[]>> = {
  createFeature: FEATURE_GONE,
  updateFeature: FEATURE_GONE,
  deleteFeature: NOTHING_SHOWN,
  deleteCustomer: NOTHING_SHOWN,
  deleteEntity: NOTHING_SHOWN,
  trackBatch: ["CUSTOMER_NOT_FOUND", "INSUFFICIENT_BALANCE"],
};

function codeIn({ code = null }: { readonly code?: string | null }): string | null {
  return code;
}

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

/** The answer as if nothing in it were replayed. */
function asFresh(answer: string): string {
  return answer.replaceAll('"replayed":true', '"replayed":false');
}

/** The time that a key is kept, in which all that can change does. */
async function meanwhile(gateway: TestGateway): Promise<void> {
  gateway.clock.now += 23 * 60 * 60 * 1000;
  const { errors } = await gateway.query(`mutation {
    a: track(input: { customerId: "cus", featureId: "messages", value: 5 }) { __typename }
    b: updateCustomer(input: { customerId: "cus", name: "Changed" }) { __typename }
    c: updateFeature(input: { featureId: "messages", name: "Changed" }) { __typename }
    d: updateFeature(input: { featureId: "sso", name: "Changed" }) { __typename }
    e: updateCustomer(input: { customerId: "new", name: "Changed" }) { __typename }
    f: updateFeature(input: { featureId: "legacy", name: "Changed" }) { __typename }
    g: updateFeature(input: { featureId: "tokens", name: "Changed" }) { __typename }
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
      ...{
        customerId,
        featureId: null,
        entityId: null,
        kind: null,
        from: null,
        to: null,
        upTo: null,
      },
      ...window,
    }),
  );
  return { catalog: await store.catalog(), ledgers, entries: await Promise.all(entries) };
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** With each id that a call makes up in one form, also within global ids, and previews as live objects. */
function withoutMadeIds(answer: string): unknown {
  return JSON.parse(answer, (field, value) => {
    if (typeof value !== "string") return value;
    const plain = field === "id" ? liveKeyOf(value) : value;
    return plain.replaceAll(UUID, "made");
  });
}

function liveKeyOf(globalId: string): string {
  const { typename, id } = decodeNodeId(globalId);
  return `${typename}:${id.replace(/^[?][^[]*/, "")}`;
}
