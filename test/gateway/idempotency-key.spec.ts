import { beforeEach, describe, expect, test } from "vitest";
import type { TestGateway } from "../support/gateway.ts";
import { EACH_WAY } from "../support/served.ts";
import { openWorld } from "./world.ts";

const ANSWER = `__typename ... on TrackPayload { replayed entry { idempotencyKey } }
  ... on Error { code } ... on InvalidInputError { issues { path message } }`;
const TRACK = `mutation ($input: TrackInput!) { track(input: $input) { ${ANSWER} } }`;
const input = { customerId: "cus", featureId: "messages" };

describe.each(EACH_WAY)("by the %s", (way) => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await openWorld({ way });
    return () => gateway.close();
  });

  test("the header is as good as the field", async () => {
    const first = { replayed: false, entry: { idempotencyKey: "key" } };
    expect(await track("key")).toMatchObject(first);
    expect(await track("key")).toMatchObject({ ...first, replayed: true });
    expect(await track(null, { idempotencyKey: "key" })).toMatchObject({
      ...first,
      replayed: true,
    });
    expect(await track("key", { idempotencyKey: "key" })).toMatchObject({ replayed: true });
    expect(await track("key", { value: 2 })).toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    expect(await remaining()).toBe(119);
  });

  test("two that differ are refused", async () => {
    const answer = await track("one", { idempotencyKey: "two" });
    expect(answer).toMatchObject({ __typename: "InvalidInputError", code: "INVALID_INPUT" });
    expect(answer.issues).toMatchObject([{ path: ["input", "idempotencyKey"] }]);
    expect(await remaining()).toBe(120);
  });

  test.for(["", "x".repeat(256)])("it keeps the field's rule: not %j", async (key) => {
    const answer = await track(key);
    expect(answer).toMatchObject({ __typename: "InvalidInputError" });
    expect(answer.issues).toMatchObject([{ path: ["input", "idempotencyKey"] }]);
    expect(await remaining()).toBe(120);
  });

  test("a batch takes it too", async () => {
    const document = `mutation ($input: TrackBatchInput!) {
    trackBatch(input: $input) { ... on TrackBatchPayload { replayed } } }`;
    const send = () =>
      gateway.query(document, { input: { items: [input] } }, { "idempotency-key": "key" });
    expect((await send()).data.trackBatch).toEqual({ replayed: false });
    expect((await send()).data.trackBatch).toEqual({ replayed: true });
  });

  test("a clock too, whose input has no field for it", async () => {
    const create = `mutation { createCustomer(input: { customerId: "frozen", testClock: 0 }) { __typename } }`;
    expect((await gateway.query(create)).errors).toBeUndefined();
    const advance = (by: string) =>
      gateway.query(
        `mutation { advanceClock(input: { customerId: "frozen", by: "${by}" }) {
        ... on AdvanceClockPayload { now } ... on Error { code } } }`,
        {},
        { "idempotency-key": "key" },
      );
    for (const _ of ["first", "again"]) {
      expect((await advance("PT1S")).data.advanceClock).toEqual({ now: 1000 });
    }
    expect((await advance("PT2S")).data.advanceClock).toEqual({ code: "IDEMPOTENCY_KEY_REUSED" });
  });

  describe("a request of several mutations is refused before any runs", () => {
    const call = `track(input: { customerId: "cus", featureId: "messages" }) { __typename }`;

    test.for([
      `mutation { a: ${call} b: ${call} }`,
      `mutation { ${call} ... { b: ${call} } }`,
      `mutation { ${call} ...More } fragment More on Mutation { b: ${call} }`,
      `mutation { ...More } fragment More on Mutation { ...Most ${call} }
      fragment Most on Mutation { b: ${call} }`,
    ])("%s", async (document) => {
      const { data, errors } = await gateway.query(document, {}, { "idempotency-key": "key" });
      expect(data ?? null).toBeNull();
      expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
      expect(await remaining()).toBe(120);
      expect((await gateway.query(document)).errors).toBeUndefined();
      expect(await remaining()).toBe(118);
    });

    test.for([
      `mutation { __typename ${call} }`,
      `mutation { ${call} ${call} }`,
      `mutation { ...More ...More } fragment More on Mutation { ${call} }`,
    ])("but not %s", async (document) => {
      const { errors } = await gateway.query(document, {}, { "idempotency-key": "key" });
      expect(errors).toBeUndefined();
      expect(await remaining()).toBe(119);
    });
  });

  test("queries ignore it", async () => {
    const document = `{ a: customer(customerId: "cus") { name } b: customer(customerId: "cus") { name } }`;
    for (const key of ["key", "x".repeat(300)]) {
      const { data, errors } = await gateway.query(document, {}, { "idempotency-key": key });
      expect(errors).toBeUndefined();
      expect(data.a).toEqual({ name: "Ada" });
    }
  });

  async function track(key: string | null, given: object = {}) {
    const headers: Record<string, string> = key === null ? {} : { "idempotency-key": key };
    const { data, errors } = await gateway.query(TRACK, { input: { ...input, ...given } }, headers);
    expect(errors).toBeUndefined();
    return data.track;
  }

  async function remaining(): Promise<number> {
    const document = '{ balance(customerId: "cus", featureId: "messages") { remaining } }';
    return (await gateway.query(document)).data.balance.remaining;
  }
});
