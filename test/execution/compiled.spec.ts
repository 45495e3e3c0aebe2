import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { parse, validate } from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compilableQuery } from "../../src/execution/compilable.ts";
import { type Compiler, createCompiler } from "../../src/execution/compiled.ts";
import { schema } from "../../src/resolvers/index.ts";
import type { BalanceStore } from "../../src/store/port.ts";
import { openWorld } from "../gateway/world.ts";
import { openGateway, type TestGateway } from "../support/gateway.ts";
import { SEED } from "../support/property.ts";
import { type Query, randomQuery } from "../support/selections.ts";

let compiled: TestGateway;
let plain: TestGateway;

beforeAll(async () => {
  compiled = await openWorld({ compiled: true });
  plain = await openGateway({
    compiled: false,
    now: compiled.clock.now,
    openStore: async () => compiled.store,
  });
});

afterAll(() => compiled.close());

test("every query of the specs is answered alike, compiled or not", async () => {
  const queries = documentsOfSpecs();
  expect(queries.length).toBeGreaterThan(40);
  for (const document of queries) await expectAlike({ document, variables: {} });
});

test("so are random ones, of which many run compiled to the end", async () => {
  const random = fc.gen().map((draw) => randomQuery((end) => draw(fc.nat, end - 1)));
  const queries = fc.sample(random, { numRuns: 200, seed: SEED }).filter(isValid);
  expect(queries.length).toBeGreaterThan(180);
  let ran = 0;
  for (const query of queries) {
    const { errors } = await expectAlike(query);
    if (!errors && isCompilable(query)) ran += 1;
  }
  expect(ran, `FC_SEED=${SEED}`).toBeGreaterThan(40);
});

test.for([
  ["a variable that is missing", {}],
  ["null in place of a value", { id: null }],
  ["an object in place of an id", { id: {} }],
  ["a number in place of an id", { id: 5 }],
  ["a fraction in place of an id", { id: 0.5 }],
  ["one variable too many", { id: "cus", other: 1 }],
] as const)("%s is answered alike", async ([, variables]) => {
  await expectAlike({
    document: "query ($id: ID!) { customer(customerId: $id) { name } }",
    variables,
  });
});

test("a query is compiled when it comes again, and forgotten when many others did", async () => {
  const compiler = createCompiler(schema);
  const document = parse("{ __typename }");
  expect(compiler.compiledFor(document)).toBeNull();
  expect(await compiler.compiledFor(document)?.run({}, {})).toEqual({
    data: { __typename: "Query" },
  });
  expect(compiler.knownAs("{ __typename }")).not.toBeNull();
  expect(compiler.compiledFor(document)).toBe(compiler.knownAs("{ __typename }"));
  for (let i = 0; i < 1000; i += 1) compiledTwice(compiler, `query Q${i} { __typename }`);
  expect(compiler.knownAs("{ __typename }")).toBeNull();
  expect(compiler.compiledFor(document)).toBeNull();
});

test("long texts drive out more, and what is too long is not compiled", () => {
  const compiler = createCompiler(schema);
  expect(compiledTwice(compiler, "{ __typename }")).not.toBeNull();
  for (let i = 0; i < 20; i += 1) {
    const text = `query Q${i} { __typename } ${"#\n".repeat(4_900)}`;
    expect(compiledTwice(compiler, text)).not.toBeNull();
  }
  expect(compiler.knownAs("{ __typename }")).toBeNull();
  expect(compiledTwice(compiler, `{ __typename } ${"#\n".repeat(5_000)}`)).toBeNull();
});

function compiledTwice(compiler: Compiler, text: string) {
  const document = parse(text);
  compiler.compiledFor(document);
  return compiler.compiledFor(document);
}

/** What the compiler would take for code where it stands in a string of the document. */
const CODE = "__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d(globalThis.intruder=1)";

test.for([
  `{ customer(customerId: "${CODE}") { name } }`,
  `query ($id: ID! = "${CODE}") { customer(customerId: $id) { name } }`,
  `{ customers(filter: { search: "${CODE}" }) { totalCount } }`,
])("no text of a document runs: %s", async (document) => {
  await expectAlike({ document, variables: {} });
  expect("intruder" in globalThis).toBe(false);
});

test("where the store fails, the errors are those of the executor, and nothing goes astray", async () => {
  const document = `query ($id: ID!) {
    customer(customerId: $id) { name } balance(customerId: $id, featureId: $id) { usage }
    gateway { version } }`;
  const around = (store: BalanceStore) => ({
    ...store,
    load: () => Promise.reject(new Error("gone")),
  });
  const answers = [];
  for (const options of [{ compiled: true }, { compiled: false }]) {
    const gateway = await openWorld({ ...options, around });
    const headers = { "x-request-id": "spec" };
    for (const _ of ["plain", "plain", "compiled"]) {
      const { data, errors } = await gateway.query(document, { id: "cus" }, headers);
      answers.push({ data, errors });
    }
    await gateway.close();
  }
  expect(answers[0]?.errors).toHaveLength(2);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});

const CALLER = { authorization: null, requestId: "spec", idempotencyKey: null };

/** Only the second time is it compiled. The third time it is also asked for without Yoga. */
async function expectAlike({ document, variables }: Query) {
  const headers = { "x-request-id": "spec" };
  await compiled.query(document, variables, headers);
  const { headers: _, ...first } = await compiled.query(document, variables, headers);
  const { headers: __, ...second } = await plain.query(document, variables, headers);
  expect(first, `FC_SEED=${SEED} ${document}`).toEqual(second);
  // Also in the order of its fields.
  expect(JSON.stringify(first.data)).toBe(JSON.stringify(second.data));
  const again = await compiled.itself.rerun({ query: document, variables }, CALLER);
  const { data, errors } = second;
  expect(again !== null, document).toBe(!errors && isCompilable({ document, variables }));
  if (again) expect(JSON.stringify(again)).toBe(JSON.stringify({ data }));
  return first;
}

/** Whatever stands in backticks in a spec, and is a valid query. */
function documentsOfSpecs(): readonly string[] {
  const root = resolve(import.meta.dirname, "..");
  const specs = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const texts = specs.flatMap((file) =>
    [...readFileSync(resolve(root, file), "utf8").matchAll(/(["'`])(\s*(?:query|\{).*?)\1/gs)].map(
      ([, , text = ""]) => text,
    ),
  );
  return [...new Set(texts)].filter((document) => isValid({ document, variables: {} }));
}

function isValid({ document }: Query): boolean {
  try {
    return validate(schema, parse(document)).length === 0;
  } catch {
    return false;
  }
}

function isCompilable({ document }: Query): boolean {
  return compilableQuery(schema, parse(document)) !== null;
}
