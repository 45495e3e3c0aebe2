/** Yoga with a code-first Pothos schema, as both come. */
import { createServer } from "node:http";
import SchemaBuilder from "@pothos/core";
import { createYoga } from "graphql-yoga";
import { type Customer, pageOf } from "./pages.ts";
import { serve } from "./ready.ts";
import {
  type Balance,
  type Breakdown,
  type Deducted,
  deduct,
  type Entry,
  type Feature,
  type Rollover,
  select,
} from "./rows.ts";
import { type Context, createContext } from "./schema.ts";

const builder = new SchemaBuilder<{ Context: Context; DefaultFieldNullability: false }>({
  defaultFieldNullability: false,
});

const FeatureType = builder.objectRef<Feature>("Feature").implement({
  fields: (t) => ({ featureId: t.exposeID("featureId"), name: t.exposeString("name") }),
});

const BreakdownType = builder.objectRef<Breakdown>("Breakdown").implement({
  fields: (t) => ({
    planId: t.exposeID("planId", { nullable: true }),
    includedGrant: t.exposeFloat("includedGrant"),
    prepaidGrant: t.exposeFloat("prepaidGrant"),
    remaining: t.exposeFloat("remaining"),
    usage: t.exposeFloat("usage"),
    expiresAt: t.exposeFloat("expiresAt", { nullable: true }),
  }),
});

const RolloverType = builder.objectRef<Rollover>("Rollover").implement({
  fields: (t) => ({
    granted: t.exposeFloat("granted"),
    balance: t.exposeFloat("balance"),
    usage: t.exposeFloat("usage"),
    expiresAt: t.exposeFloat("expiresAt", { nullable: true }),
  }),
});

const BalanceType = builder.objectRef<Balance>("Balance").implement({
  fields: (t) => ({
    featureId: t.exposeID("featureId"),
    granted: t.exposeFloat("granted"),
    remaining: t.exposeFloat("remaining"),
    usage: t.exposeFloat("usage"),
    unlimited: t.exposeBoolean("unlimited"),
    overageAllowed: t.exposeBoolean("overageAllowed"),
    nextResetAt: t.exposeFloat("nextResetAt", { nullable: true }),
    feature: t.field({
      type: FeatureType,
      resolve: ({ featureId }, _none, { loaders }) => loaders.features.load(featureId),
    }),
    breakdown: t.field({
      type: [BreakdownType],
      resolve: ({ balanceId }, _none, { loaders }) => loaders.breakdowns.load(balanceId),
    }),
    rollovers: t.field({
      type: [RolloverType],
      resolve: ({ balanceId }, _none, { loaders }) => loaders.rollovers.load(balanceId),
    }),
  }),
});

const CustomerType = builder.objectRef<Customer>("Customer").implement({
  fields: (t) => ({
    customerId: t.exposeID("customerId"),
    balances: t.field({
      type: [BalanceType],
      resolve: ({ customerId }, _none, { loaders }) => loaders.balances.load(customerId),
    }),
  }),
});

const PageInfo = builder.objectRef<{ endCursor: string | null }>("PageInfo").implement({
  fields: (t) => ({ endCursor: t.exposeString("endCursor", { nullable: true }) }),
});

const Connection = builder
  .objectRef<Awaited<ReturnType<typeof pageOf>>>("CustomerConnection")
  .implement({
    fields: (t) => ({
      nodes: t.expose("nodes", { type: [CustomerType] }),
      pageInfo: t.expose("pageInfo", { type: PageInfo }),
    }),
  });

builder.queryType({
  fields: (t) => ({
    customer: t.field({
      type: CustomerType,
      nullable: true,
      args: { customerId: t.arg.id({ required: true }) },
      resolve: async (_root, { customerId }) =>
        (await select<Customer>("customer", customerId))[0] ?? null,
    }),
    customers: t.field({
      type: Connection,
      args: { first: t.arg.int({ required: true }), after: t.arg.string() },
      resolve: (_root, page) => pageOf(page),
    }),
    balance: t.field({
      type: BalanceType,
      nullable: true,
      args: { customerId: t.arg.id({ required: true }), featureId: t.arg.id({ required: true }) },
      resolve: async (_root, { customerId, featureId }) =>
        (await select<Balance>("balance", customerId, featureId))[0] ?? null,
    }),
  }),
});

const EntryType = builder.objectRef<Entry>("LedgerEntry").implement({
  fields: (t) => ({ kind: t.exposeString("kind"), value: t.exposeFloat("value") }),
});

const Payload = builder.objectRef<Deducted>("TrackPayload").implement({
  fields: (t) => ({
    value: t.exposeFloat("value"),
    balance: t.expose("balance", { type: BalanceType }),
    entry: t.expose("entry", { type: EntryType }),
  }),
});

const TrackInput = builder.inputType("TrackInput", {
  fields: (t) => ({
    customerId: t.id({ required: true }),
    featureId: t.id({ required: true }),
    value: t.float({ required: true }),
  }),
});

builder.mutationType({
  fields: (t) => ({
    track: t.field({
      type: Payload,
      args: { input: t.arg({ type: TrackInput, required: true }) },
      resolve: (_root, { input }) => deduct(input),
    }),
  }),
});

const yoga = createYoga({ schema: builder.toSchema(), context: createContext, logging: false });
await serve(createServer(yoga));
