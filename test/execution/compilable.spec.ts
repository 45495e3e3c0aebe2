import { parse, validate } from "graphql";
import { expect, test } from "vitest";
import { compilableQuery } from "../../src/execution/compilable.ts";
import { schema } from "../../src/resolvers/index.ts";

test.for([
  ["variables", "query ($id: ID!) { customer(customerId: $id) { name } }", 2],
  ["an Int", "{ customers(first: 5) { nodes { name } } }", 3],
  ["true, false and null", "{ features(includeArchived: true) { name archived } }", 3],
  ["a default that is safe", "query ($n: Int = 3) { customers(first: $n) { totalCount } }", 2],
  ["fragments, written out", "{ gateway { ...G ...G } } fragment G on Gateway { version now }", 5],
  ["aliases", "{ a: gateway { v: version } b: gateway { __typename } }", 4],
] as const)("%s may be compiled", ([, document, fields]) => {
  expect(compilableOf(document)?.fields).toBe(fields);
});

test.for([
  ["a string", '{ customer(customerId: "cus") { name } }'],
  ["an id without quotes", "{ customer(customerId: 5) { name } }"],
  ["a default that is a string", 'query ($id: ID = "a") { feature(featureId: $id) { name } }'],
  ["a block string", '{ customer(customerId: """cus""") { name } }'],
  ["a time", "query ($i: ID!) { balance(customerId: $i, featureId: $i, at: -1) { usage } }"],
  ["a list", "query ($id: ID!) { nodes(ids: [$id]) { id } }"],
  ["an object", "query ($f: CustomerFilter) { customers(filter: {}) { totalCount } }"],
  ["an interface", "query ($id: ID!) { node(id: $id) { id } }"],
  ["a union", "query ($input: CheckInput!) { check(input: $input) { __typename } }"],
  ["a directive", "{ gateway { version @skip(if: false) } }"],
  ["an alias that may clash", "{ gateway { a_b: version } }"],
  ["an alias that is no key", "{ __proto__: gateway { version } }"],
  ["a mutation", "mutation ($input: TrackInput!) { track(input: $input) { __typename } }"],
  ["two operations", "query A { __typename } query B { __typename }"],
  ["more than 300 fields", `{ ${manyOf(301, "gateway { version }")} }`],
  ["fragments that double", doubling(20)],
] as const)("%s may not", ([, document]) => {
  expect(compilableOf(document)).toBeNull();
});

function compilableOf(text: string) {
  const document = parse(text);
  const complaints = validate(schema, document).map(({ message }) => message);
  expect(complaints.filter((message) => !/never used/.test(message))).toEqual([]);
  return compilableQuery(schema, document);
}

function manyOf(count: number, field: string): string {
  return Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(" ");
}

/** Short as it stands, a million fields written out. */
function doubling(levels: number): string {
  const fragments = Array.from({ length: levels }, (_, level) => {
    const inner = level + 1 < levels ? `...F${level + 1}` : "version";
    return `fragment F${level} on Gateway { ${inner} ${inner} }`;
  });
  return `{ gateway { ...F0 } } ${fragments.join(" ")}`;
}
