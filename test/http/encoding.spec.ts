import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorld } from "../gateway/world.ts";
import type { TestGateway } from "../support/gateway.ts";
import { EACH_WAY, serve, WAYS } from "../support/served.ts";

/** Text is UTF-8, or it is refused: two ids never become one. */

const CREATE = `mutation ($id: ID!) { createCustomer(input: { customerId: $id }) {
  ... on CustomerPayload { customer { customerId } } ... on Error { code } } }`;

describe.each(EACH_WAY)("by the %s", (way) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await openWorld({ way });
  });

  afterAll(() => gateway.close());

  test.for([
    ["caf\xe9", "Latin-1"],
    ["caf\xe8", "Latin-1 again"],
    ["caf\xc3", "cut off in the middle of a letter"],
    ["caf\xed\xa0\x80", "a lone surrogate"],
    ["caf\xc1\xa9", "an overlong form"],
  ] as const)("bytes that are not UTF-8 are a bad request: %j (%s)", async ([id]) => {
    const body = bytesOf(JSON.stringify({ query: CREATE, variables: { id } }));
    const before = await countCustomers();
    const { status, errors } = await post(body);
    expect([status, errors[0].extensions.code]).toEqual([400, "BAD_REQUEST"]);
    expect(errors[0].message).toContain("UTF-8");
    expect(await countCustomers()).toBe(before);
  });

  test("bytes that are UTF-8 are read as such", async () => {
    const body = bytesOf(JSON.stringify({ query: CREATE, variables: { id: "caf\xc3\xa9" } }));
    const { data } = await post(body);
    expect(data.createCustomer.customer.customerId).toBe("café");
  });

  test("a byte order mark at the start is ignored, and only there", async () => {
    const text = JSON.stringify({ query: "{ __typename }" });
    expect((await post(`\uFEFF${text}`)).data).toEqual({ __typename: "Query" });
    expect((await post(`\uFEFF\uFEFF${text}`)).status).toBe(400);
  });

  test.for([
    "application/json; charset=latin1",
    "application/json; charset=iso-8859-1",
    "application/json;charset=utf-16",
    "application/json; charset=utf-16le",
    'application/json; charset="windows-1252"',
    "application/json; charset=utf-8; charset=latin1",
    "application/json; charset=",
    "text/plain; charset=utf-8",
    "application/jsonp",
    "application/json, text/plain",
    "",
  ])("posted as %j it is an unsupported media type", async (type) => {
    const { status, errors } = await post('{"query":"{ __typename }"}', type);
    expect([status, errors[0].extensions.code]).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
  });

  test.for([
    "application/json",
    "Application/JSON",
    "application/json;charset=utf-8",
    "application/json ; charset=utf-8",
    "application/json; charset=UTF-8",
    "application/json;  CharSet = Utf-8 ",
    'application/json; charset="utf-8"',
    "application/json; profile=x; charset=utf8",
  ])("posted as %j it is read", async (type) => {
    expect((await post('{"query":"{ __typename }"}', type)).data).toEqual({ __typename: "Query" });
  });

  test.for([
    "query=%7B__typename%7D&variables=%7B%22a%22:%22caf%E9%22%7D",
    "query=%7Bcustomer(customerId:%22caf%E8%22)%7Bname%7D%7D",
    "query=%7B__typename%7D&operationName=%C3",
    "query=%7B__typename%7D&x=%",
  ])("a query string that is not UTF-8 is a bad request: %s", async (search) => {
    const response = await gateway.fetch(`/graphql?${search}`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("UTF-8");
  });

  test("a query string that is UTF-8 is read", async () => {
    const search = "query=query($a:ID!)%7Bcustomer(customerId:$a)%7Bname%7D%7D&variables=";
    const found = await gateway.fetch(`/graphql?${search}%7B%22a%22:%22cus%22%7D`);
    expect(await found.json()).toEqual({ data: { customer: { name: "Ada" } } });
    const broken = await gateway.fetch(`/graphql?${search}%7B%22a%22:`);
    expect(broken.status).toBe(400);
  });

  test("raw bytes in a request target are a bad request", async () => {
    const { url, close } = await serve(WAYS[way](gateway.itself));
    const target = "/graphql?query={customer(customerId:%22caf\xe9%22){name}}";
    const answer = await exchange(
      url,
      bytesOf(`GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    await close();
  });

  async function post(body: string | Uint8Array<ArrayBuffer>, type = "application/json") {
    const init = { method: "POST", headers: { "content-type": type }, body };
    const response = await gateway.fetch("/graphql", init);
    return { status: response.status, ...(await response.json()) };
  }

  async function countCustomers(): Promise<number> {
    return (await gateway.query("{ customers { totalCount } }")).data.customers.totalCount;
  }
});

/** Each character as the byte of its number. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** What a server answers to these bytes until it hangs up. */
function exchange(url: string, sent: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(url);
    let answer = "";
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(sent));
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("error", reject).on("close", () => resolve(answer));
  });
}
