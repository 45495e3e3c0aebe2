import { bodyOf, pagesOf } from "./ask.ts";
import { customerId, featureIdsOf } from "./data.ts";
import type { Operation } from "./documents.ts";
import type { Target } from "./servers.ts";

/** An operation, asked for by so many connections at once. */
export interface Load {
  readonly operation: Operation;
  readonly connections: number;
  /** Whether all of it is for one customer. */
  readonly hot?: true;
}

export const LOADS = {
  Q1: { operation: "Q1", connections: 16 },
  Q2: { operation: "Q2", connections: 4 },
  Q3: { operation: "Q3", connections: 16 },
  "M1 spread": { operation: "M1", connections: 32 },
  "M1 hot": { operation: "M1", connections: 32, hot: true },
} as const satisfies Record<string, Load>;

export type LoadName = keyof typeof LOADS;

export const PAGE = 50;
const PAGES = 20;
const DIFFERENT = 640;
/** Has no divisor in common with the numbers of customers, so that all have their turn. */
const STRIDE = 7919;

/** The bodies to send, one after the other, over and over. */
export async function bodiesOf(target: Target, load: Load, customers: number): Promise<string[]> {
  const { operation, hot } = load;
  if (operation === "Q2") {
    const pages = await pagesOf(target, {
      first: PAGE,
      count: Math.min(PAGES, Math.floor(customers / PAGE)),
    });
    return pages.map((page) => bodyOf(target, operation, page));
  }
  return Array.from({ length: DIFFERENT }, (_, turn) =>
    bodyOf(target, operation, variablesOf(operation, hot ? 0 : (turn * STRIDE) % customers)),
  );
}

export function variablesOf(operation: Operation, index: number): object {
  const customer = { customerId: customerId(index) };
  if (operation === "Q1" || operation === "Ledger") return customer;
  const balance = { ...customer, featureId: featureIdsOf(index)[0] };
  return operation === "M1" ? { input: { ...balance, value: 1 } } : balance;
}
