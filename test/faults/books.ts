import { decodeNodeId, parseNodeKey } from "../../src/schema/node-id.ts";
import { ask } from "../support/ask.ts";
import { CUSTOMERS, FEATURES } from "./operations.ts";

export interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly at: number;
  readonly actor: string;
  readonly idempotencyKey: string | null;
  readonly deductions: readonly { readonly featureId: string; readonly value: number }[];
}

export interface Balance {
  readonly featureId: string;
  readonly granted: number;
  readonly remaining: number;
  readonly usage: number;
  readonly overage: number;
}

/** What the gateways answer of one customer. */
export interface Account {
  readonly balances: readonly Balance[];
  /** Latest first. */
  readonly entries: readonly Entry[];
}

/** Reads all customers' accounts; of the ledgers only what came since the last time. */
export class Books {
  readonly #known = new Map<string, readonly Entry[]>();

  async read(url: string): Promise<readonly Account[]> {
    return Promise.all(CUSTOMERS.map((customerId) => this.#account(url, customerId)));
  }

  async #account(url: string, customerId: string): Promise<Account> {
    const { data } = await ask(url, BALANCES, { customerId, featureIds: FEATURES });
    const known = this.#known.get(customerId) ?? [];
    const entries = [...(await entriesSince(url, customerId, known[0]?.id)), ...known];
    this.#known.set(customerId, entries);
    return { balances: data.customer.balances, entries };
  }
}

/** The number of an entry in its customer's ledger. */
export function numberOf({ id }: Entry): number {
  const [, number] = parseNodeKey(decodeNodeId(id).id)?.parts ?? [];
  return Number(number);
}

const BALANCES = `query ($customerId: ID!, $featureIds: [ID!]) {
  customer(customerId: $customerId) {
    balances(featureIds: $featureIds) { featureId granted remaining usage overage }
  }
}`;

const PAGE = `query ($customerId: ID!, $after: String) {
  customer(customerId: $customerId) {
    ledger(first: 100, after: $after) {
      nodes { id kind at actor idempotencyKey deductions { featureId value } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

async function entriesSince(url: string, customerId: string, known: string | undefined) {
  const entries: Entry[] = [];
  for (let after: string | null = null; ; ) {
    const { data } = await ask(url, PAGE, { customerId, after });
    const { nodes, pageInfo } = data.customer.ledger;
    for (const node of nodes) {
      if (node.id === known) return entries;
      entries.push(node);
    }
    if (!pageInfo.hasNextPage) return entries;
    after = pageInfo.endCursor;
  }
}
