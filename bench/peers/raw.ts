/** The limit: node:http, one prepared statement a request, no GraphQL at all. */
import { createServer, type IncomingMessage } from "node:http";
import { Client } from "pg";
import { endText, pageText, type RawPage } from "./raw-page.ts";
import { BALANCE, CUSTOMER, PAGE, TRACK } from "./raw-sql.ts";
import { serve } from "./ready.ts";

interface Asked {
  readonly operationName: string;
  readonly variables: Variables & { readonly input?: Variables };
}

interface Variables {
  readonly customerId?: string;
  readonly featureId?: string;
  readonly value?: number;
  readonly first?: number;
  readonly after?: string;
}

interface Answer {
  readonly answer: string;
}

const CLIENTS = 4;

const clients = Array.from(
  { length: CLIENTS },
  () => new Client({ connectionString: process.env.DATABASE_URL, pipeline: true }),
);
await Promise.all(clients.map((client) => client.connect()));
let turn = 0;

const OPERATIONS: Readonly<Record<string, (variables: Asked["variables"]) => Promise<string>>> = {
  Q1: async ({ customerId }) => `{"customer":${await textOf("customer", CUSTOMER, customerId)}}`,
  Q2: async ({ first, after }) =>
    `{"customers":${pageText(await one<RawPage>("page", PAGE, first, after ?? ""))}}`,
  Pages: async ({ first, after }) =>
    `{"customers":${endText(await one<RawPage>("page", PAGE, first, after ?? ""))}}`,
  Q3: async ({ customerId, featureId }) =>
    `{"balance":${await textOf("balance", BALANCE, customerId, featureId)}}`,
  M1: async ({ input }) =>
    `{"track":${await textOf("track", TRACK, input?.customerId, input?.featureId, input?.value)}}`,
};

const server = createServer(async (request, response) => {
  const { operationName, variables } = JSON.parse(await bodyOf(request)) as Asked;
  const answer = await OPERATIONS[operationName]?.(variables);
  const text = `{"data":${answer}}`;
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
});
await serve(server);

async function textOf(name: string, text: string, ...values: unknown[]): Promise<string> {
  return (await one<Answer>(name, text, ...values)).answer;
}

async function one<Row extends object>(
  name: string,
  text: string,
  ...values: unknown[]
): Promise<Row> {
  turn = (turn + 1) % CLIENTS;
  const answered = await clients[turn]?.query<Row>({ name, text, values });
  const row = answered?.rows[0];
  if (row === undefined) throw new Error(`${name} found nothing`);
  return row;
}

function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((whole, failed) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    request.on("end", () => whole(text)).on("error", failed);
  });
}
