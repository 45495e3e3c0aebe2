import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorld } from "../gateway/world.ts";
import type { TestGateway } from "../support/gateway.ts";
import { EACH_WAY, serve, WAYS } from "../support/served.ts";

/** What a caller without a key can make the gateway do, and learn from it: nothing. */

const HINT = " Did you mean ".repeat(40_000);
const NAMES = /customers|totalCount|TrackInput|customerId|CUSTOMER/;

describe.each(EACH_WAY)("by the %s", (way) => {
  let open: TestGateway;
  let closed: TestGateway;

  beforeAll(async () => {
    open = await openWorld({ way, introspection: false });
    const authenticate = (header: string | null) =>
      header === "Bearer right" ? { actor: "spec" } : null;
    closed = await openWorld({ way, authenticate });
  });

  afterAll(async () => {
    await open.close();
    await closed.close();
  });

  describe("errors are short, quick, and suggest no name", () => {
    test.for([
      ["an argument", `{customers(first:"${HINT}"){nodes{id}}}`, {}],
      ["a field", `{ ${"a".repeat(500_000)} }`, {}],
      [
        "many fields",
        `{ ${Array.from({ length: 20_000 }, (_, n) => `customer${n}`).join(" ")} }`,
        {},
      ],
      ["a syntax error", `{ "${HINT}" `, {}],
      ["a variable", "query($n: Int) { customers(first: $n) { nodes { id } } }", { n: HINT }],
      ["its field", TRACK, { input: { [`customrId${HINT}`]: 1 } }],
      ["a near miss", TRACK, { input: { customrId: "cus", featurId: "messages" } }],
      ["an enum's value", TRACK, { input: { ...USE, overageBehavior: "REJEC" } }],
      ["an id", `{ customer(customerId: "${HINT}") { id } }`, {}],
      ["an operation's name", "{ __typename }", {}, `q${HINT}`],
    ] as const)("%s", async ([, query, variables, operationName]) => {
      const cpu = process.cpuUsage();
      const answer = await post(open, JSON.stringify({ query, variables, operationName }));
      const { user, system } = process.cpuUsage(cpu);
      expect(answer.text).toContain('"errors"');
      expect(answer.text).not.toMatch(/Did you mean (the|\\")/);
      expect(answer.text.length).toBeLessThan(60_000);
      for (const { message } of answer.errors) expect(message.length).toBeLessThanOrEqual(300);
      expect((user + system) / 1000).toBeLessThan(2_000);
    });

    test("a parameter that nobody knows", async () => {
      const { text, status } = await post(open, `{"query":"{__typename}","${HINT}":1}`);
      expect([status, text.length < 1000]).toEqual([400, true]);
    });

    test("2 MB of wrong variables are not printed once for each fault", async () => {
      const wrong = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`x${n}`, n]));
      const cpu = process.cpuUsage();
      const answer = await post(
        open,
        JSON.stringify({ query: TRACK, variables: { input: wrong } }),
      );
      const { user } = process.cpuUsage(cpu);
      expect(answer.errors).toHaveLength(20);
      expect(answer.text.length).toBeLessThan(20_000);
      expect(user / 1000).toBeLessThan(2_000);
    });

    test("a refusal quotes what it was given in short, and a wrong batch is told up to 100 faults", async () => {
      const properties = { [HINT]: { constructor: 1 } };
      const told = await post(
        open,
        JSON.stringify({ query: TRACK, variables: { input: { ...USE, properties } } }),
      );
      expect(told.text.length).toBeLessThan(2_000);
      const items = Array.from({ length: 1000 }, () => ({ ...USE, customerId: "", value: "x" }));
      const batch = await post(open, JSON.stringify({ query: BATCH, variables: { items } }));
      expect(batch.data.trackBatch.issues).toHaveLength(100);
      expect(batch.data.trackBatch.message.length).toBeLessThanOrEqual(300);
    });
  });

  describe("without a key nothing is read", () => {
    test.for([
      ["a document", '{"query":"{ customer(customerId: \\"cus\\") { name } }"}'],
      ["a wrong document", '{"query":"{ customers(first: \\"x\\") { totalCoun } }"}'],
      ["a syntax error", '{"query":"{"}'],
      ["no JSON", "{"],
      ["no UTF-8", Uint8Array.of(0x7b, 0xff)],
      ["a batch", "[]"],
    ] as const)("%s", async ([, body]) => {
      for (const authorization of ["Bearer wrong", "Basic x", "Bearer"]) {
        const { status, text, errors } = await post(closed, body, { authorization });
        expect([status, errors[0].extensions.code]).toEqual([401, "UNAUTHENTICATED"]);
        expect(text).not.toMatch(NAMES);
      }
    });

    test.for([
      "query={customers{x}}",
      "query={",
      "query=%FF",
      "query={__typename}&variables={",
      "",
    ])("GET %s", async (search) => {
      const response = await closed.fetch(`/graphql?${search}`);
      expect(response.status).toBe(401);
      expect(await response.text()).not.toMatch(NAMES);
    });

    test("other types and methods too", async () => {
      const type = { "content-type": "text/plain" };
      expect((await post(closed, "{}", type)).status).toBe(401);
      expect((await closed.fetch("/graphql", { method: "PUT", body: "{}" })).status).toBe(401);
    });

    test.for(["content-length: 1000000", "content-length: 100", "transfer-encoding: chunked"])(
      "the answer does not wait for the body (%s), and ends the connection",
      async (length) => {
        const { url, close } = await serve(WAYS[way](closed.itself));
        const head = `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${length}`;
        const answer = await exchange(url, `${head}\r\n\r\n`);
        expect(answer).toMatch(/^HTTP\/1\.1 401 /);
        expect(answer.toLowerCase()).toContain("connection: close");
        await close();
      },
    );

    test("the right key still opens", async () => {
      const headers = { authorization: "Bearer right" };
      const { data } = await post(closed, '{"query":"{ __typename }"}', headers);
      expect(data).toEqual({ __typename: "Query" });
    });
  });
});

const USE = { customerId: "cus", featureId: "messages" };
const REFUSED = "... on Error { message } ... on InvalidInputError { issues { path message } }";
const TRACK = `mutation ($input: TrackInput!) { track(input: $input) { ${REFUSED} } }`;
const BATCH = `mutation ($items: [TrackInput!]!) { trackBatch(input: { items: $items }) { ${REFUSED} } }`;

async function post(
  gateway: TestGateway,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
) {
  const response = await gateway.fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  const text = await response.text();
  return { status: response.status, text, ...JSON.parse(text) };
}

/** What a server answers to the start of a request until it hangs up. */
function exchange(url: string, sent: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(sent));
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("error", reject).on("close", () => resolve(answer));
  });
}
