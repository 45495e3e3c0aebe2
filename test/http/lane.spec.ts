import { connect } from "node:net";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Asked, Gateway } from "../../src/gateway.ts";
import { withLane } from "../../src/http/lane.ts";
import type { BalanceStore } from "../../src/store/port.ts";
import { openWorld } from "../gateway/world.ts";
import { customerOf } from "../store/requests.ts";
import { did } from "../store/stage.ts";
import type { TestGateway } from "../support/gateway.ts";
import { serve } from "../support/served.ts";

/** Whatever is sent, nobody can tell by which way it was answered. */

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestInit["body"] | (() => ReadableStream);
}

const JSON_TYPE = { "content-type": "application/json" };
const READ = '{ customer(customerId: "cus") { name balances { featureId remaining } } }';
const BY_ID = "query Q($id: ID!) { customer(customerId: $id) { name } }";
const PAGE = "query Q($n: Int!) { customers(first: $n) { totalCount nodes { name } } }";
const KEY = { "idempotency-key": "key" };

const BODIES: Record<string, RequestInit["body"]> = {
  "a query": JSON.stringify({ query: READ }),
  "with everything null": '{"query":"{__typename}","variables":null,"operationName":null}',
  "with variables": JSON.stringify({
    query: BY_ID,
    variables: { id: "cus" },
    operationName: "Q",
    extensions: { any: "thing" },
  }),
  "variables of all kinds": JSON.stringify({ query: BY_ID, variables: { id: "zoë 🦔" } }),
  "a page": JSON.stringify({ query: PAGE, variables: { n: 2 }, operationName: null }),
  "a page too long": JSON.stringify({ query: PAGE, variables: { n: 1000 } }),
  "another operation's name": JSON.stringify({
    ...{ query: BY_ID, variables: { id: "cus" }, operationName: "R" },
  }),
  "an empty operation name": JSON.stringify({
    ...{ query: BY_ID, variables: { id: "cus" }, operationName: "" },
  }),
  "a variable missing": JSON.stringify({ query: BY_ID }),
  "a variable of the wrong type": JSON.stringify({ query: PAGE, variables: { n: "x" } }),
  "a mutation": JSON.stringify({
    query: `mutation { track(input: { customerId: "cus", featureId: "messages", dryRun: true }) {
      ... on TrackPayload { dryRun balance { remaining } } } }`,
  }),
  "two mutations":
    '{"query":"mutation { a: deleteFeature(input: {featureId: \\"no\\"}) { __typename } b: deleteFeature(input: {featureId: \\"no\\"}) { __typename } }"}',
  "a refusal": '{"query":"{ customers(first: 1000) { totalCount } }"}',
  "letters of all kinds": '{"query":"{ customer(customerId: \\"zoë 🦔\\") { name } } # é"}',
  "a syntax error": '{"query":"{ customer("}',
  "an unknown field": '{"query":"{ nothing }"}',
  "no such operation": '{"query":"query A { __typename }","operationName":"B"}',
  "which of two operations": '{"query":"query A { __typename } query B { __typename }"}',
  "only a fragment": '{"query":"fragment F on Query { __typename }"}',
  "a subscription": '{"query":"subscription { __typename }"}',
  "an empty query": '{"query":""}',
  "no query": '{"variables":{}}',
  "a query of another type": '{"query":1}',
  "variables of another type": '{"query":"{__typename}","variables":[]}',
  "variables as text": '{"query":"{__typename}","variables":"{}"}',
  "an operation name of another type": '{"query":"{__typename}","operationName":5}',
  "extensions of another type": '{"query":"{__typename}","extensions":[]}',
  "something else beside": '{"query":"{__typename}","id":"x"}',
  "nothing else beside": '{"query":"{__typename}","id":null}',
  "a prototype": '{"__proto__":{"query":"{__typename}"}}',
  "a prototype beside": '{"query":"{__typename}","__proto__":{"a":1}}',
  "a batch": '[{"query":"{__typename}"}]',
  "an empty batch": "[]",
  "a number": "1",
  "a text": '"{__typename}"',
  null: "null",
  "an empty object": "{}",
  "half of it": '{"query":',
  nothing: "",
  "a byte order mark": '\uFEFF{"query":"{__typename}"}',
  "not UTF-8": Buffer.from('{"query":"{__typename} # \xff\xfe"}', "latin1"),
  "bytes of nothing": new Uint8Array([0, 255, 0]),
  "too much": JSON.stringify({ query: READ, extensions: { padding: "x".repeat(2_000_000) } }),
};

/** Those of them that are answered without Yoga once they came before. */
const SHORT = [
  "with everything null",
  "with variables",
  "variables of all kinds",
  "a page",
  "a byte order mark",
];

const ACCEPTS = [
  "*/*",
  "application/json",
  "application/json; charset=utf-8",
  "application/json; charset=latin1",
  "application/graphql-response+json",
  "application/graphql-response+json, application/json;q=0.9",
  "application/json, application/graphql-response+json",
  "application/json, text/event-stream",
  "text/html, application/json",
  "text/event-stream",
  "multipart/mixed",
  "multipart/mixed, application/json",
  "application/*",
  "APPLICATION/JSON",
  "text/html",
  " application/json ,*/*",
  "",
];

const OTHERS: Record<string, Sent> = {
  "no type": { body: "{}" },
  "text/plain": { headers: { "content-type": "text/plain" }, body: '{"query":"{__typename}"}' },
  "a form": {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "query={__typename}",
  },
  "a bare document": { headers: { "content-type": "application/graphql" }, body: "{__typename}" },
  "another charset": {
    headers: { "content-type": "application/json; charset=latin1" },
    body: '{"query":"{__typename}"}',
  },
  "a type in capitals": {
    headers: { "content-type": "Application/JSON" },
    body: '{"query":"{__typename}"}',
  },
  "a type in a list": {
    headers: { "content-type": "application/json, text/plain" },
    body: '{"query":"{__typename}"}',
  },
  "a query by GET": { method: "GET", path: `/graphql?query=${encodeURIComponent(READ)}` },
  "a mutation by GET": { method: "GET", path: "/graphql?query=mutation{__typename}" },
  "GET with nothing": { method: "GET" },
  PUT: { method: "PUT", headers: JSON_TYPE, body: '{"query":"{__typename}"}' },
  HEAD: { method: "HEAD" },
  DELETE: { method: "DELETE" },
  "a preflight": {
    method: "OPTIONS",
    headers: { origin: "https://app.example.com", "access-control-request-method": "POST" },
  },
  "another origin": {
    headers: { ...JSON_TYPE, origin: "https://evil.example.com" },
    body: '{"query":"{__typename}"}',
  },
  "an allowed origin": {
    headers: { ...JSON_TYPE, origin: "https://app.example.com" },
    body: '{"query":"{__typename}"}',
  },
  "a query in the path": {
    path: "/graphql?query={__typename}",
    headers: JSON_TYPE,
    body: JSON.stringify({ query: READ }),
  },
  "a slash too many": { path: "/graphql/", headers: JSON_TYPE, body: '{"query":"{__typename}"}' },
  "a query with a key": { headers: { ...JSON_TYPE, ...KEY }, body: '{"query":"{__typename}"}' },
  "two mutations with a key": {
    headers: { ...JSON_TYPE, ...KEY },
    body: BODIES["two mutations"] ?? null,
  },
  "a wrong key": {
    headers: { ...JSON_TYPE, authorization: "Bearer wrong" },
    body: '{"query":"{__typename}"}',
  },
  "a body of unknown length": { headers: JSON_TYPE, body: streamOf('{"query":"{__typename}"}') },
  // Of what goes on far beyond the limit Yoga leaves one in fifty unanswered, until the time for requests is up.
  "too much of unknown length": { headers: JSON_TYPE, body: streamOf("x".repeat(2_000_001)) },
};

let gateway: TestGateway;
let served: { readonly url: string; readonly close: () => Promise<void> }[];

beforeAll(async () => {
  gateway = await openWorld({
    allowedOrigins: ["https://app.example.com", "https://b.example.com"],
    authenticate: (authorization) => (authorization === "Bearer wrong" ? null : { actor: "spec" }),
  });
  await did(gateway.store, customerOf("zoë 🦔", { name: "Zoë 🦔" }));
  const { itself } = gateway;
  served = [await serve(withLane(itself)), await serve(itself.yoga)];
});

afterAll(async () => {
  for (const { close } of served) await close();
  await gateway.close();
});

describe.each(ACCEPTS)("accepting %j", (accept) => {
  test.for(Object.keys(BODIES))("%s is answered alike", async (name) => {
    await expectAlike({ headers: { ...JSON_TYPE, accept }, body: BODIES[name] ?? null });
  });
});

test.for(Object.keys(OTHERS))("%s is answered alike", async (name) => {
  await expectAlike(OTHERS[name] ?? {});
});

test("what is ordinary is answered by the lane itself", async () => {
  const { url, close } = await serve(withLane(shut(gateway.itself)));
  for (const name of ["a query", "with everything null", "with variables", "a mutation"]) {
    for (const accept of ["*/*", "application/json", "application/graphql-response+json, */*"]) {
      const headers = { ...JSON_TYPE, accept };
      const init = { method: "POST", headers, body: BODIES[name] ?? null };
      const response = await fetch(`${url}/graphql`, init);
      expect(await response.json()).toEqual({ data: expect.anything() });
    }
  }
  expect((await fetch(`${url}/graphql`)).status).toBe(500);
  await close();
});

test("known queries are answered without Yoga, and nothing else is", async () => {
  const notes: Asked[] = [];
  const { url, close } = await serve(withLane(noting(gateway.itself, notes)));
  const short: string[] = [];
  for (const [name, body] of Object.entries(BODIES)) {
    notes.length = 0;
    for (const _ of ["first", "second", "third"]) {
      await send(url, { headers: JSON_TYPE, body });
    }
    if (notes.length > 0) short.push(name);
  }
  await close();
  expect(short).toEqual(SHORT);
});

test("where the store fails, the answer is Yoga's, and the log tells it once", async () => {
  let fails = false;
  const around = (store: BalanceStore) => ({
    ...store,
    load: (ids: readonly string[]) => (fails ? Promise.reject(new Error("gone")) : store.load(ids)),
  });
  const world = await openWorld({ around });
  const notes: Asked[] = [];
  const lane = await serve(withLane(noting(world.itself, notes)));
  const yoga = await serve(world.itself.yoga);
  const sent = { headers: JSON_TYPE, body: BODIES["with variables"] ?? null };
  for (const _ of ["first", "second", "third"]) await send(lane.url, sent);
  expect(notes).toHaveLength(1);
  fails = true;
  const answer = await send(lane.url, sent);
  expect(JSON.parse(answer.body)).toMatchObject({
    errors: [{ extensions: { requestId: "spec" } }],
  });
  expect(world.records).toHaveLength(1);
  expect(answer).toEqual(await send(yoga.url, sent));
  for (const { close } of [lane, yoga, world]) await close();
});

test("a client that leaves in the middle is no error", async () => {
  const records: Record<string, unknown>[] = [];
  const logger = pino({}, { write: (line: string) => void records.push(JSON.parse(line)) });
  const { url, close } = await serve(withLane(gateway.itself), logger);
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  const head = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
  socket.write(`${head}content-length: 100\r\n\r\n{`, () => socket.destroy());
  await expect.poll(() => records.length).toBe(1);
  await close();
  expect(records).toMatchObject([{ msg: "request", status: null }]);
});

/** The third time what can be compiled is known to be. */
async function expectAlike(sent: Sent): Promise<void> {
  for (const _ of ["first", "second", "third"]) {
    const [lane, yoga] = await Promise.all(served.map(({ url }) => send(url, sent)));
    expect(lane).toEqual(yoga);
  }
}

async function send(base: string, { method = "POST", path = "/graphql", headers, body }: Sent) {
  const bytes = typeof body === "function" ? body() : body;
  const response = await fetch(base + path, {
    method,
    headers: { "x-request-id": "spec", ...headers },
    body: bytes ?? null,
    ...{ duplex: "half" },
  });
  const { date, ...told } = Object.fromEntries(response.headers);
  expect(date).toBeDefined();
  return { status: response.status, headers: told, body: await response.text() };
}

function streamOf(text: string) {
  return () => new Blob([text]).stream();
}

/** A gateway whose own doors are shut. */
function shut({ yoga, ...rest }: Gateway): Gateway {
  const refuse = () => {
    throw new Error("shut");
  };
  const behind = new Proxy(yoga, {
    apply: refuse,
    get: (target, name) => (name === "fetch" ? refuse : Reflect.get(target, name)),
  });
  return { yoga: behind, ...rest };
}

/** A gateway that notes each query that it ran again. */
function noting({ rerun, ...rest }: Gateway, notes: Asked[]): Gateway {
  return {
    ...rest,
    rerun: async (asked, caller) => {
      const result = await rerun(asked, caller);
      if (result) notes.push(asked);
      return result;
    },
  };
}
