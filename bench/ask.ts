import type { Operation } from "./documents.ts";
import { HEADERS, type Target } from "./servers.ts";

export interface Page {
  readonly first: number;
  readonly after: string | null;
}

export function bodyOf(target: Target, operationName: Operation, variables: object): string {
  return JSON.stringify({ query: target.documents[operationName], operationName, variables });
}

/** What the server answers, once. An error in the answer is thrown. */
export async function ask(
  target: Target,
  operation: Operation,
  variables: object,
): Promise<unknown> {
  const body = bodyOf(target, operation, variables);
  const response = await fetch(target.url, { method: "POST", headers: HEADERS, body });
  const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
  if (errors) throw new Error(`${target.name}, ${operation}: ${JSON.stringify(errors)}`);
  return data;
}

/** Where pages begin: the first, then each after the one before. Every server has cursors of its own. */
export async function pagesOf(target: Target, { first, count }: Walk): Promise<readonly Page[]> {
  const pages: Page[] = [{ first, after: null }];
  while (pages.length < count) {
    const { customers } = (await ask(target, "Pages", pages.at(-1) ?? {})) as PageEnd;
    pages.push({ first, after: customers.pageInfo.endCursor });
  }
  return pages;
}

interface Walk {
  readonly first: number;
  readonly count: number;
}

interface PageEnd {
  readonly customers: { readonly pageInfo: { readonly endCursor: string } };
}
