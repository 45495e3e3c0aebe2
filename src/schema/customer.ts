import type { CustomerConfig } from "../engine/customer.ts";
import { type Reading, readBalance, readFlags } from "../loaders/reading.ts";
import { BalanceRef } from "./balance.ts";
import { BillingControlsRef } from "./billing-controls.ts";
import { builder } from "./builder.ts";
import { EntityConnection } from "./connections.ts";
import { balancesOf, EntityRef, readEntity } from "./entity.ts";
import { FlagRef } from "./flag.ts";
import { nodeKey } from "./node-id.ts";
import { readNode } from "./node-reading.ts";
import { isText, pageOf, rowsIn, windowOf } from "./paging.ts";
import { OF_FEATURES, THE_ENTITY, THE_FEATURE } from "./sought-args.ts";

const CustomerConfigRef = builder.objectRef<CustomerConfig>("CustomerConfig").implement({
  description: "How a customer's balances behave.",
  fields: (t) => ({
    disablePooledBalance: t.exposeBoolean("disablePooledBalance", {
      description: "Whether the customer's own rows are out of its entities' sight.",
    }),
    disableOverageBilling: t.exposeBoolean("disableOverageBilling", {
      description: "Whether overage is not to be billed. Kept for who bills.",
    }),
  }),
});

export const CustomerRef = builder.objectRef<Reading>("Customer");

builder.node(CustomerRef, {
  description:
    "Who holds balances. A customer of another instant is shown as it was, or will be, at that instant; its `revision` is today's.",
  id: { resolve: ({ ledger, moment }) => nodeKey(moment, ledger.customer.customerId) },
  loadOne: async (key, context) => (await readNode(key, context))?.reading ?? null,
  fields: (t) => ({
    customerId: t.id({
      description: "The organisation's own id for it.",
      resolve: ({ ledger }) => ledger.customer.customerId,
    }),
    name: t.string({
      nullable: true,
      description: "What people call it; null where not given.",
      resolve: ({ ledger }) => ledger.customer.name,
    }),
    email: t.string({
      nullable: true,
      description: "Its address; null where not given.",
      resolve: ({ ledger }) => ledger.customer.email,
    }),
    fingerprint: t.string({
      nullable: true,
      description: "What tells it from others, kept as given; null where not given.",
      resolve: ({ ledger }) => ledger.customer.fingerprint,
    }),
    stripeId: t.string({
      nullable: true,
      description: "Its id at Stripe; null where not linked.",
      resolve: ({ ledger }) => ledger.customer.stripeId,
    }),
    metadata: t.field({
      type: "JSONObject",
      description: "What the organisation keeps about it.",
      resolve: ({ ledger }) => ledger.customer.metadata,
    }),
    sendEmailReceipts: t.boolean({
      description: "Whether it wants receipts by mail. Kept for who bills.",
      resolve: ({ ledger }) => ledger.customer.sendEmailReceipts,
    }),
    createdAt: t.field({
      type: "Timestamp",
      description: "When it was created.",
      resolve: ({ ledger }) => ledger.customer.createdAt,
    }),
    testClock: t.field({
      type: "Timestamp",
      nullable: true,
      description: "Its frozen now, in the sandbox; null where time passes by itself.",
      resolve: ({ ledger }) => ledger.customer.testClock,
    }),
    revision: t.int({
      description:
        "Rises by one with each change of the customer itself; its balances have their own.",
      resolve: ({ ledger }) => ledger.customer.revision,
    }),
    billingControls: t.field({
      type: BillingControlsRef,
      description: "Its limits and permissions.",
      resolve: (reading) => ({
        ...reading.ledger.customer.billingControls,
        entityId: null,
        reading,
      }),
    }),
    config: t.field({
      type: CustomerConfigRef,
      description: "How its balances behave.",
      resolve: ({ ledger }) => ledger.customer.config,
    }),
    balances: t.field({
      type: [BalanceRef],
      description: "Its balances; what entities own is merged into the totals.",
      args: {
        featureIds: t.arg.idList(OF_FEATURES),
      },
      resolve: (reading, { featureIds }) => balancesOf(reading, null, featureIds),
    }),
    balance: t.field({
      type: BalanceRef,
      nullable: true,
      description: "Its balance of one feature; null where it has none.",
      args: {
        featureId: t.arg.id(THE_FEATURE),
      },
      resolve: (reading, { featureId }) => readBalance(reading, featureId, null),
    }),
    flags: t.field({
      type: [FlagRef],
      description: "The boolean features that it is granted.",
      resolve: (reading) => readFlags(reading, null),
    }),
    entity: t.field({
      type: EntityRef,
      nullable: true,
      description: "One of its entities; null where it has none of this id.",
      args: {
        entityId: t.arg.id(THE_ENTITY),
      },
      resolve: (reading, { entityId }) => readEntity(reading, entityId),
    }),
    entities: t.connection(
      {
        type: EntityRef,
        description: "Its entities, ordered by id.",
        resolve: (reading, args) => {
          const { entities } = reading.ledger;
          const window = windowOf(args, isText);
          const ordered = [...entities].sort((left, right) =>
            left.entityId < right.entityId ? -1 : 1,
          );
          return pageOf(
            window,
            rowsIn(window, ordered, (entity) => entity.entityId),
            {
              key: (entity) => entity.entityId,
              node: (entity) => ({ entity, reading }),
              count: () => entities.length,
            },
          );
        },
      },
      EntityConnection,
    ),
  }),
});
