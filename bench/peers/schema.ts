import { createLoaders, type Loaders } from "./loaders.ts";
import { type Page, pageOf } from "./pages.ts";
import { type Balance, type Deduction, deduct, select } from "./rows.ts";

/** The part of the gateway's schema that is measured, for servers that take a schema as text. */
export const typeDefs = `
  type Query {
    customer(customerId: ID!): Customer
    customers(first: Int!, after: String): CustomerConnection!
    balance(customerId: ID!, featureId: ID!): Balance
  }

  type Mutation {
    track(input: TrackInput!): TrackPayload!
  }

  input TrackInput { customerId: ID!, featureId: ID!, value: Float! }
  type TrackPayload { value: Float!, balance: Balance!, entry: LedgerEntry! }
  type LedgerEntry { kind: String!, value: Float! }
  type CustomerConnection { nodes: [Customer!]!, pageInfo: PageInfo! }
  type PageInfo { endCursor: String }
  type Customer { customerId: ID!, balances: [Balance!]! }
  type Feature { featureId: ID!, name: String! }

  type Balance {
    featureId: ID!
    feature: Feature!
    granted: Float!
    remaining: Float!
    usage: Float!
    unlimited: Boolean!
    overageAllowed: Boolean!
    nextResetAt: Float
    breakdown: [Breakdown!]!
    rollovers: [Rollover!]!
  }

  type Breakdown {
    planId: ID
    includedGrant: Float!
    prepaidGrant: Float!
    remaining: Float!
    usage: Float!
    expiresAt: Float
  }

  type Rollover { granted: Float!, balance: Float!, usage: Float!, expiresAt: Float }
`;

export interface Context {
  readonly loaders: Loaders;
}

export function createContext(): Context {
  return { loaders: createLoaders() };
}

interface OfCustomer {
  readonly customerId: string;
}

interface OfFeature extends OfCustomer {
  readonly featureId: string;
}

export const resolvers = {
  Query: {
    customer: async (_root: unknown, { customerId }: OfCustomer) =>
      (await select("customer", customerId))[0] ?? null,
    customers: (_root: unknown, page: Page) => pageOf(page),
    balance: async (_root: unknown, { customerId, featureId }: OfFeature) =>
      (await select<Balance>("balance", customerId, featureId))[0] ?? null,
  },
  Mutation: {
    track: (_root: unknown, { input }: { readonly input: Deduction }) => deduct(input),
  },
  Customer: {
    balances: ({ customerId }: OfCustomer, _none: unknown, { loaders }: Context) =>
      loaders.balances.load(customerId),
  },
  Balance: {
    feature: ({ featureId }: Balance, _none: unknown, { loaders }: Context) =>
      loaders.features.load(featureId),
    breakdown: ({ balanceId }: Balance, _none: unknown, { loaders }: Context) =>
      loaders.breakdowns.load(balanceId),
    rollovers: ({ balanceId }: Balance, _none: unknown, { loaders }: Context) =>
      loaders.rollovers.load(balanceId),
  },
};
