import { expect } from "vitest";
import type { TestGateway } from "../support/gateway.ts";

export type Input = Readonly<Record<string, unknown>>;

/** What a mutation answers to its input: the type, a refusal's code and paths, and the fields asked for. */
export async function mutate(gateway: TestGateway, name: string, input: Input, fields = "") {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await gateway.query(
    `mutation ($input: ${type}!) { answer: ${name}(input: $input) { __typename ${fields}
      ... on Error { code message } ... on InvalidInputError { issues { path message } } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data.answer;
}
