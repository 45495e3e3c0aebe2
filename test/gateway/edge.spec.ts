import { GraphQLError } from "graphql";
import { describe, expect, onTestFinished, test } from "vitest";
import type { BalanceStore } from "../../src/store/port.ts";
import { Fault } from "../../src/store/port.ts";
import type { TestGateway, TestGatewayOptions } from "../support/gateway.ts";
import { EACH_WAY } from "../support/served.ts";
import { openWorld } from "./world.ts";

const READ = '{ customer(customerId: "cus") { customerId } }';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe.each(EACH_WAY)("by the %s", (way) => {
  test("an unknown error is masked; the log has it, under the id that the client sees", async () => {
    const gateway = await broken(new Error("the password is hunter2"));
    const { errors, headers, data } = await gateway.query(READ);
    const requestId = headers.get("x-request-id");
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/^Unexpected error/),
        extensions: { code: "INTERNAL_SERVER_ERROR", requestId },
      },
    ]);
    expect(data).toEqual({ customer: null });
    expect(JSON.stringify(errors)).not.toContain("hunter2");
    const record = gateway.records.find((line) => line.requestId === requestId);
    expect(JSON.stringify(record)).toContain("hunter2");
  });

  test("so is what is thrown and no error", async () => {
    const gateway = await broken("a text");
    const { errors } = await gateway.query(READ);
    expect(errors[0].extensions.code).toBe("INTERNAL_SERVER_ERROR");
    expect(JSON.stringify(errors)).not.toContain("a text");
  });

  test("a GraphQLError reaches the client as it is", async () => {
    const extensions = { code: "TEAPOT" };
    const gateway = await broken(new GraphQLError("I am a teapot", { extensions }));
    const { errors } = await gateway.query(READ);
    expect(errors).toMatchObject([{ message: "I am a teapot", extensions }]);
  });

  test("one that wraps a bug does not", async () => {
    const bug = new TypeError("x is not a function");
    const gateway = await broken(new GraphQLError(bug.message, { originalError: bug }));
    const { errors } = await gateway.query(READ);
    expect(errors[0].message).toMatch(/^Unexpected error/);
  });

  test.for([
    ["STORE_UNAVAILABLE", true],
    ["STORE_FULL", false],
  ] as const)("a fault (%s) has its code and whether to retry", async ([code, retryable]) => {
    const cause = new Error("/var/lib/secret.db");
    const gateway = await broken(
      new Fault(code, "The database is out of order", { retryable, cause }),
    );
    const { errors } = await gateway.query(READ);
    expect(errors[0].extensions).toMatchObject({ code, retryable });
    expect(JSON.stringify(errors)).not.toContain("secret.db");
    expect(JSON.stringify(gateway.records)).toContain("secret.db");
  });

  test("every answer has a request id: the client's where it is sane, else a fresh one", async () => {
    const gateway = await opened();
    const idOf = async (given: Record<string, string>) =>
      (await gateway.query(READ, {}, given)).headers.get("x-request-id");
    expect(await idOf({ "x-request-id": "abc-1.2:3" })).toBe("abc-1.2:3");
    for (const forged of ["a b", 'a"b', "x".repeat(500), ""]) {
      expect(await idOf({ "x-request-id": forged })).toMatch(UUID);
    }
    expect(await idOf({})).not.toBe(await idOf({}));
    const refused = await gateway.fetch("/graphql", { method: "POST", body: "{" });
    expect(refused.headers.get("x-request-id")).toMatch(UUID);
  });

  test("a request without a viewer is told so, as 401", async () => {
    const gateway = await opened({ authenticate: () => null });
    const { status, errors, data } = await gateway.query(READ);
    expect(status).toBe(401);
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
  });

  test("introspection may be off; __typename is not", async () => {
    const gateway = await opened({ introspection: false });
    const { errors } = await gateway.query("{ __schema { types { name } } }");
    expect(errors[0].message).toMatch(/introspection/i);
    expect((await gateway.query("{ __typename }")).data).toEqual({ __typename: "Query" });
    const typo = await gateway.query("{ gatewax { version } }");
    expect(typo.errors[0].message).toBe('Cannot query field "gatewax" on type "Query".');
  });

  test.for([
    ["application/x-www-form-urlencoded", "query={__typename}"],
    ["multipart/form-data; boundary=x", "--x--"],
  ])("a form (%s) is refused: a page elsewhere could send it", async ([type = "", body]) => {
    const gateway = await opened();
    const headers = { "content-type": type };
    const response = await gateway.fetch("/graphql", { method: "POST", headers, body });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await response.text()).not.toContain('"__typename":"Query"');
  });

  test("a batch is refused", async () => {
    const gateway = await opened();
    const body = JSON.stringify([{ query: READ }, { query: READ }]);
    const headers = { "content-type": "application/json" };
    const response = await gateway.fetch("/graphql", { method: "POST", headers, body });
    expect(response.status).toBe(400);
  });

  test("a mutation by GET is refused", async () => {
    const gateway = await opened();
    const query = encodeURIComponent("mutation { __typename }");
    expect((await gateway.fetch(`/graphql?query=${query}`)).status).toBe(405);
  });

  test("a query by GET is answered", async () => {
    const gateway = await opened();
    const response = await gateway.fetch(`/graphql?query=${encodeURIComponent(READ)}`);
    expect(await response.json()).toEqual({ data: { customer: { customerId: "cus" } } });
  });

  test("a body of more than 2 MB is refused", async () => {
    const gateway = await opened();
    const { status } = await gateway.fetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: READ, extensions: { padding: "x".repeat(2_100_000) } }),
    });
    expect(status).toBe(413);
  });

  test("no other origin may call, unless it is allowed", async () => {
    const ask = async (allowedOrigins: readonly string[]) => {
      const gateway = await opened({ allowedOrigins });
      const headers = { origin: "https://app.example.com" };
      const { headers: answered } = await gateway.query(READ, {}, headers);
      return answered.get("access-control-allow-origin");
    };
    expect(await ask([])).toBeNull();
    expect(await ask(["https://other.example.com"])).not.toBe("https://app.example.com");
    expect(await ask(["https://other.example.com"])).not.toBe("*");
    expect(await ask(["https://app.example.com"])).toBe("https://app.example.com");
  });

  test("no landing page, and no other path", async () => {
    const gateway = await opened();
    const headers = { accept: "text/html" };
    expect(await (await gateway.fetch("/graphql", { headers })).text()).not.toContain("<html");
    expect((await gateway.fetch("/elsewhere", { headers })).status).toBe(404);
  });

  async function opened(options: TestGatewayOptions = {}): Promise<TestGateway> {
    const gateway = await openWorld({ way, ...options });
    onTestFinished(() => gateway.close());
    return gateway;
  }

  /** A gateway whose store cannot be read: it rejects with what is given. */
  function broken(reason: unknown): Promise<TestGateway> {
    const around = (store: BalanceStore) => ({ ...store, load: () => Promise.reject(reason) });
    return opened({ around });
  }
});
