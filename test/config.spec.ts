import { expect, test } from "vitest";
import { ConfigError, readConfig } from "../src/config.ts";
import { VARIABLES } from "../src/variables.ts";

const SHA = "b".repeat(64);

test("nothing set gives a configuration that runs", () => {
  expect(readConfig({})).toEqual({
    host: "127.0.0.1",
    port: 4000,
    database: { kind: "sqlite", path: "./data/balances.db" },
    apiKeyDigests: [],
    allowedOrigins: [],
    sandbox: true,
    graphiql: true,
    introspection: true,
    compiled: true,
    persistFreeOverage: false,
    rowsKept: 100_000,
    demo: true,
    logLevel: "info",
  });
});

test.for([
  ["a variable set to nothing is unset", { PORT: "", HOST: " " }, { port: 4000 }],
  ["no rows are kept", { ROWS_KEPT: "0" }, { rowsKept: 0 }],
  ["port 0 takes a free one", { PORT: "0" }, { port: 0 }],
  [
    "the path of a database follows sqlite:",
    { DATABASE_URL: "sqlite:/a b.db" },
    { database: { kind: "sqlite", path: "/a b.db" } },
  ],
  [
    "a database in memory",
    { DATABASE_URL: "sqlite::memory:" },
    { database: { kind: "sqlite", path: ":memory:" } },
  ],
  [
    "a PostgreSQL database keeps its address whole",
    { DATABASE_URL: "postgres://user:secret@db:5433/balances?sslmode=require" },
    {
      database: {
        kind: "postgres",
        url: "postgres://user:secret@db:5433/balances?sslmode=require",
      },
      demo: false,
    },
  ],
  ["a database of one's own has no demo", { DATABASE_URL: "sqlite:x.db" }, { demo: false }],
  ["unless asked for", { DATABASE_URL: "sqlite:x.db", DEMO: "true" }, { demo: true }],
  [
    "production closes the doors",
    { NODE_ENV: "production" },
    { sandbox: false, graphiql: false, introspection: false },
  ],
  [
    "each door opens alone",
    { NODE_ENV: "production", GRAPHIQL: "true" },
    { sandbox: false, graphiql: true },
  ],
  [
    "a hashed key is kept as it is",
    { API_KEYS: `sha256:${SHA.toUpperCase()}` },
    { apiKeyDigests: [SHA] },
  ],
  [
    "a plain key is kept as its digest",
    { API_KEYS: "abc" },
    { apiKeyDigests: ["ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"] },
  ],
  ["any host with keys", { API_KEYS: "abc, def", HOST: "0.0.0.0" }, { host: "0.0.0.0" }],
  ["loopback needs no keys", { HOST: "::1" }, { host: "::1" }],
  ["brackets come off an address", { HOST: "[::1]" }, { host: "::1" }],
  [
    "origins are a list",
    { ALLOWED_ORIGINS: "https://a.example, http://localhost:3000" },
    { allowedOrigins: ["https://a.example", "http://localhost:3000"] },
  ],
] as const)("%s", ([, environment, expected]) => {
  expect(readConfig(environment)).toMatchObject(expected);
});

test.for([
  ["PORT", "70000"],
  ["PORT", "-1"],
  ["PORT", "4000.5"],
  ["PORT", "http"],
  ["HOST", "http://localhost"],
  ["DATABASE_URL", "balances.db"],
  ["DATABASE_URL", "sqlite:"],
  ["DATABASE_URL", "sqlite://balances.db"],
  ["DATABASE_URL", "postgres://user:hunter2@db"],
  ["DATABASE_URL", "postgres://user:hunter2@db/"],
  ["DATABASE_URL", "mysql://user:hunter2@db/balances"],
  ["API_KEYS", "sha256:hunter2"],
  ["API_KEYS", "good,hunter2 with spaces"],
  ["API_KEYS", "good,,hunter2"],
  ["ALLOWED_ORIGINS", "*"],
  ["ALLOWED_ORIGINS", "https://a.example/path"],
  ["SANDBOX", "yes"],
  ["GRAPHIQL", "1"],
  ["INTROSPECTION", "on"],
  ["PERSIST_FREE_OVERAGE", "TRUE"],
  ["DEMO", "no"],
  ["ROWS_KEPT", "-1"],
  ["ROWS_KEPT", "many"],
  ["ROWS_KEPT", "1000000000"],
  ["LOG_LEVEL", "loud"],
] as const)("%s=%s is refused with the form expected, and not shown", ([name, value]) => {
  const message = refusal({ [name]: value });
  expect(message).toBe(`${name}: expected ${VARIABLES[name].form}`);
  expect(message).not.toContain("hunter2");
});

test("every wrong variable has its line", () => {
  const lines = refusal({ PORT: "x", DEMO: "x", LOG_LEVEL: "x" }).split("\n");
  expect(lines.map((line) => line.split(":", 1)[0])).toEqual(["PORT", "DEMO", "LOG_LEVEL"]);
});

test.for(["0.0.0.0", "::", "192.168.1.4", "gateway.example", "127.example"])(
  "%s without keys would be open to the world and is refused",
  (host) => {
    expect(refusal({ HOST: host })).toMatch(/^API_KEYS: expected .*HOST must be loopback/);
  },
);

test("the configuration cannot be changed", () => {
  const config = readConfig({ API_KEYS: "abc" });
  expect(Object.isFrozen(config)).toBe(true);
  expect(Object.isFrozen(config.apiKeyDigests)).toBe(true);
});

function refusal(environment: Readonly<Record<string, string>>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("accepted");
}
