/** The objects of an answer, told apart by their ids. */
import { expect } from "vitest";
import { decodeNodeId } from "../../src/schema/node-id.ts";
import type { TestGateway } from "../support/gateway.ts";
import { leavesOf } from "./selection.ts";

export interface Shown {
  readonly id: string;
  readonly __typename: string;
  readonly [field: string]: unknown;
}

/** Every object with an id in an answer that asked for `__typename` and `id` everywhere. */
export function objectsIn(value: unknown): readonly Shown[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (typeof value !== "object" || value === null) return [];
  const nested = Object.values(value).flatMap(objectsIn);
  return isShown(value) ? [value, ...nested] : nested;
}

export function idsIn(value: unknown): ReadonlySet<string> {
  return new Set(objectsIn(value).map(({ id }) => id));
}

/** The answer with nothing but the id of each object that has one. */
export function factsIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(factsIn);
  if (typeof value !== "object" || value === null) return value;
  if (isShown(value)) return { id: value.id };
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, factsIn(part)]));
}

/** What `node` answers, with all plain fields of the type that the id speaks of. */
export async function nodeOf({ query }: TestGateway, id: string): Promise<Shown | null> {
  const { typename } = decodeNodeId(id);
  const plain = leavesOf(typename).join(" ");
  const { data, errors } = await query(
    `query ($id: ID!) { node(id: $id) { ... on ${typename} { ${plain} } } }`,
    { id },
  );
  expect(errors).toBeUndefined();
  return data.node;
}

/** Asks for each object again: its plain fields must be the same. Answers how many there were. */
export async function expectSameAgain(gateway: TestGateway, answer: unknown): Promise<number> {
  const byId = new Map(objectsIn(answer).map((object) => [object.id, object]));
  for (const [id, object] of byId) expect(await nodeOf(gateway, id)).toEqual(leavesIn(object));
  return byId.size;
}

function leavesIn(object: Shown): unknown {
  return Object.fromEntries(leavesOf(object.__typename).map((name) => [name, object[name]]));
}

function isShown(value: object): value is Shown {
  return "id" in value && "__typename" in value && typeof value.id === "string";
}
