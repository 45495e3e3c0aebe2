import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { ask } from "../support/ask.ts";
import { runToExit } from "../support/gateway-process.ts";
import { emptyFolder, startGateway } from "../support/process.ts";

const KEY = "test-key-1";

test("with nothing set it serves demo data from a file, and says where", async () => {
  const folder = await emptyFolder();
  const gateway = await startGateway({ PWD: folder });
  expect(gateway.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/graphql$/);
  expect(await readdir(join(folder, "data"))).toContain("balances.db");
  const { data } = await ask(gateway.url, `{ customers { totalCount } gateway { backend } }`);
  expect(data).toEqual({ customers: { totalCount: 6 }, gateway: { backend: "SQLITE" } });
  expect((await fetch(gateway.at("/ready"))).status).toBe(200);
});

test("its log is JSON, a line a record, with the request's id", async () => {
  const gateway = await startGateway({ DATABASE_URL: "sqlite::memory:" });
  const { headers } = await ask(gateway.url, `{ gateway { version } }`);
  const record = () => recordsOf(gateway.stdout()).find(({ path }) => path === "/graphql");
  await expect.poll(record).toMatchObject({ method: "POST", status: 200 });
  expect(record()?.requestId).toBe(headers.get("x-request-id"));
});

test("after SIGTERM it exits with 0, and what it answered is there at the next start", async () => {
  const environment = { DATABASE_URL: `sqlite:${join(await emptyFolder(), "balances.db")}` };
  const first = await startGateway(environment);
  await createCustomer(first.url, "lasting");
  expect(await first.stop("SIGTERM")).toBe(0);
  expect(first.stderr()).toBe("");
  const second = await startGateway(environment);
  const { data } = await ask(second.url, `{ customer(customerId: "lasting") { customerId } }`);
  expect(data).toEqual({ customer: { customerId: "lasting" } });
  expect(await second.stop("SIGINT")).toBe(0);
});

test("demo data is not poured into a store that is in use", async () => {
  const environment = { DATABASE_URL: `sqlite:${join(await emptyFolder(), "balances.db")}` };
  const first = await startGateway(environment);
  await ask(first.url, `mutation { createCustomer(input: { customerId: "only" }) { __typename } }`);
  await first.stop("SIGTERM");
  const second = await startGateway({ ...environment, DEMO: "true" });
  const { data } = await ask(second.url, `{ customers { totalCount } features { featureId } }`);
  expect(data).toEqual({ customers: { totalCount: 1 }, features: [] });
});

test("a container starts it as npm does", async () => {
  const dockerfile = await readFile(join(import.meta.dirname, "../../Dockerfile"), "utf8");
  const [, command = ""] = /^CMD (\[.*\])$/m.exec(dockerfile) ?? [];
  expect(JSON.parse(command)).toEqual(manifest.scripts.start.split(" "));
});

test("a second process on the same file is refused, and the first goes on", async () => {
  const environment = { DATABASE_URL: `sqlite:${join(await emptyFolder(), "balances.db")}` };
  const first = await startGateway(environment);
  const second = await runToExit(environment);
  expect(second.code).toBe(1);
  expect(linesOf(second.stderr)).toHaveLength(1);
  expect(second.stderr).toMatch(/cannot start.*(another|in use|locked)/i);
  expect(second.stdout).not.toContain("is ready");
  expect((await fetch(first.at("/ready"))).status).toBe(200);
});

test.for([
  ["a wrong value", { PORT: "eighty" }, /PORT: expected a whole number from 0 to 65535/],
  [
    "another database",
    { DATABASE_URL: "mysql://root:hunter2@db" },
    /DATABASE_URL: expected sqlite:/,
  ],
  ["a host open to the world, without keys", { HOST: "0.0.0.0" }, /API_KEYS: expected .*loopback/],
  [
    "a file that is no database",
    { DATABASE_URL: `sqlite:${import.meta.filename}` },
    /cannot start/,
  ],
  ["a folder in place of a file", { DATABASE_URL: "sqlite:/tmp" }, /cannot start/],
] as const)("%s stops the start with one clear line", async ([, environment, message]) => {
  const { code, stdout, stderr } = await runToExit(environment);
  expect(code).toBe(1);
  expect(linesOf(stderr)).toHaveLength(1);
  expect(stderr).toMatch(message);
  expect(stderr + stdout).not.toContain("hunter2");
});

test("a port that is taken stops the start", async () => {
  const { url } = await startGateway({ DATABASE_URL: "sqlite::memory:" });
  const { code, stderr } = await runToExit({
    DATABASE_URL: "sqlite::memory:",
    PORT: new URL(url).port,
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/cannot start.*in use/);
});

test("with keys it is closed to whoever has none", async () => {
  const { url, stdout } = await startGateway({
    DATABASE_URL: "sqlite::memory:",
    HOST: "0.0.0.0",
    API_KEYS: KEY,
  });
  const local = url.replace("0.0.0.0", "127.0.0.1");
  const query = `{ gateway { version } }`;
  for (const authorization of ["", "Bearer wrong"]) {
    const { status, errors } = await ask(local, query, {}, { authorization });
    expect(status).toBe(401);
    expect(errors[0].extensions.code).toBe("UNAUTHENTICATED");
  }
  const { status, data } = await ask(local, query, {}, { authorization: `Bearer ${KEY}` });
  expect(status).toBe(200);
  expect(data.gateway.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(stdout()).not.toContain(KEY);
});

test("in production neither GraphiQL nor the schema is shown", async () => {
  const gateway = await startGateway({
    DATABASE_URL: "sqlite::memory:",
    NODE_ENV: "production",
    API_KEYS: KEY,
  });
  const headers = { authorization: `Bearer ${KEY}` };
  const page = await fetch(gateway.url, { headers: { ...headers, accept: "text/html" } });
  expect(await page.text()).not.toContain("<html");
  expect((await fetch(gateway.at("/"))).status).toBe(404);
  const { errors } = await ask(gateway.url, `{ __schema { types { name } } }`, {}, headers);
  expect(errors[0].message).toMatch(/introspection/i);
});

async function createCustomer(url: string, customerId: string): Promise<void> {
  const { data } = await ask(
    url,
    `mutation ($customerId: ID!) {
      createCustomer(input: { customerId: $customerId }) { __typename }
    }`,
    { customerId },
  );
  expect(data).toEqual({ createCustomer: { __typename: "CustomerPayload" } });
}

function recordsOf(output: string): readonly Record<string, unknown>[] {
  return linesOf(output)
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
}

function linesOf(output: string): readonly string[] {
  return output.split("\n").filter((line) => line !== "");
}
