import { setTimeout as pause } from "node:timers/promises";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { createHttpServer, type Handler } from "../../src/http/server.ts";

const LOCAL = { host: "127.0.0.1", port: 0 };

test("while starting it is live, not ready, and sends work away", async () => {
  const { url } = await listening();
  expect(await statusOf(`${url}/live`)).toBe(200);
  expect(await statusOf(`${url}/ready`)).toBe(503);
  expect(await statusOf(`${url}/graphql`)).toBe(503);
});

test("once serving it is ready", async () => {
  const { url, server } = await listening();
  server.serve({ graphql: answerOk, storeReady: () => Promise.resolve() });
  expect(await statusOf(`${url}/ready`)).toBe(200);
  expect(await statusOf(`${url}/graphql?query={x}`)).toBe(200);
});

test("it is not ready while the store is cut off, but lives", async () => {
  const { url, server } = await listening();
  server.serve({ graphql: answerOk, storeReady: () => Promise.reject(new Error("gone")) });
  expect(await statusOf(`${url}/ready`)).toBe(503);
  expect(await statusOf(`${url}/live`)).toBe(200);
});

test("the root leads to GraphiQL where that is on", async () => {
  const { url } = await listening();
  const response = await fetch(url, { redirect: "manual" });
  expect(response.status).toBe(302);
  expect(response.headers.get("location")).toBe("/graphql");
});

test("the root is nothing where GraphiQL is off", async () => {
  const { url } = await listening({ graphiql: false });
  expect(await statusOf(url)).toBe(404);
});

test.for(["/elsewhere", "/graphql/more", "/live/", "/%00"])("%s is a 404 in JSON", async (path) => {
  const { url } = await listening();
  const response = await fetch(url + path);
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "NOT_FOUND" } }] });
});

test.for(["/live", "/ready", "/", "/elsewhere"])("%s carries a request id", async (path) => {
  const { url } = await listening();
  const fresh = await fetch(url + path, { redirect: "manual" });
  expect(fresh.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  const headers = { "x-request-id": "my-own.1" };
  const named = await fetch(url + path, { headers, redirect: "manual" });
  expect(named.headers.get("x-request-id")).toBe("my-own.1");
});

test("an id that could forge a log line is replaced", async () => {
  const { url } = await listening();
  const response = await fetch(`${url}/live`, { headers: { "x-request-id": 'a" b' } });
  expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
});

test("each request is one line in the log, without its query", async () => {
  const { url, server, records } = await listening();
  server.serve({ graphql: answerOk, storeReady: () => Promise.resolve() });
  const response = await fetch(`${url}/graphql?query=secret`);
  await response.text();
  await expect.poll(() => records.length).toBe(1);
  expect(records[0]).toMatchObject({ method: "GET", path: "/graphql", status: 200 });
  expect(records[0]?.requestId).toBe(response.headers.get("x-request-id"));
  expect(records[0]?.ms).toBeTypeOf("number");
});

test("a handler that throws is a 500 that tells nothing", async () => {
  const { url, server } = await listening();
  const graphql = () => Promise.reject(new Error("secret"));
  server.serve({ graphql, storeReady: () => Promise.resolve() });
  const response = await fetch(`${url}/graphql`);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("secret");
});

test("draining finishes what runs and takes nothing new", async () => {
  const { url, server } = await listening();
  const { graphql, started, finish } = slow();
  server.serve({ graphql, storeReady: () => Promise.resolve() });
  const running = fetch(`${url}/graphql`);
  await started;
  const drained = server.drain(5_000);
  await expect(fetch(`${url}/live`)).rejects.toThrow();
  finish();
  expect((await running).status).toBe(200);
  await drained;
});

test("draining cuts off what does not end in time", async () => {
  const { url, server } = await listening();
  const { graphql, started } = slow();
  server.serve({ graphql, storeReady: () => Promise.resolve() });
  const running = expect(fetch(`${url}/graphql`)).rejects.toThrow();
  await started;
  await server.drain(100);
  await running;
});

test("a client that is idle holds no drain up", async () => {
  const { url, server } = await listening();
  await statusOf(`${url}/live`);
  const startedAt = performance.now();
  await server.drain(5_000);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

test("whoever trickles a request in is cut off", async () => {
  const { url } = await listening();
  const { connect } = await import("node:net");
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => {}).write("POST /graphql HTTP/1.1\r\nhost: x\r\n");
  const drip = setInterval(() => socket.writable && socket.write("x-drip: 1\r\n"), 500);
  onTestFinished(() => clearInterval(drip));
  expect(await Promise.race([closed.then(() => "closed"), pause(9_000, "open")])).toBe("closed");
});

const answerOk: Handler = (_request, response) => response.end("{}");

function slow() {
  const { promise: started, resolve: begin } = Promise.withResolvers<void>();
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  const graphql: Handler = async (_request, response) => {
    begin();
    await finished;
    response.end("{}");
  };
  return { graphql, started, finish };
}

async function listening({ graphiql = true } = {}) {
  const records: Record<string, unknown>[] = [];
  const logger = pino({}, { write: (line: string) => void records.push(JSON.parse(line)) });
  const server = createHttpServer({ logger, graphiql });
  const url = await server.listen(LOCAL);
  onTestFinished(() => server.drain(0));
  return { url, server, records };
}

async function statusOf(url: string): Promise<number> {
  const response = await fetch(url);
  await response.arrayBuffer();
  return response.status;
}
