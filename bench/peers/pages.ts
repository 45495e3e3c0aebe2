import { select } from "./rows.ts";

export interface Customer {
  readonly customerId: string;
}

export interface Page {
  readonly first: number;
  readonly after?: string | null;
}

/** Customers by id, from the one after a cursor on, which is an id. */
export async function pageOf({ first, after }: Page) {
  const nodes = await select<Customer>("customers", first, after ?? "");
  return { nodes, pageInfo: { endCursor: nodes.at(-1)?.customerId ?? null } };
}
