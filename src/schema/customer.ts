import type { CustomerConfig } from "../engine/customer.ts";
import { knownBefore } from "../loaders/moment.ts";
import { type Reading, readBalance, readFlags } from "../loaders/reading.ts";
import { BalanceRef } from "./balance.ts";
import { BillingControlsRef } from "./billing-controls.ts";
import { builder } from "./builder.ts";
import { EntityConnection, LedgerEntryConnection } from "./connections.ts";
import { balancesOf, EntityRef, readEntity } from "./entity.ts";
import { LedgerEntryKindEnum } from "./enums.ts";
import { FlagRef } from "./flag.ts";
import { LedgerEntryRef } from "./ledger-entry.ts";
import { nodeKey } from "./node-id.ts";
import { readNode } from "./node-reading.ts";
import { isNumber, isText, pageOf, rowsIn, windowOf } from "./paging.ts";
import { instantRule } from "./rules.ts";

const CustomerConfigRef = builder.objectRef<CustomerConfig>("CustomerConfig").implement({
  description: "How a customer's balances behave (K5).",
  fields: (t) => ({
    disablePooledBalance: t.exposeBoolean("disablePooledBalance", {
      description: "Whether the customer's own rows are out of its entities' sight (V3).",
    }),
    disableOverageBilling: t.exposeBoolean("disableOverageBilling", {
      description: "Whether overage is not to be billed. Kept for who bills.",
    }),
  }),
});

export const CustomerRef = builder.objectRef<Reading>("Customer");

builder.node(CustomerRef, {
  description: "Who holds balances.",
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
      description: "Its balances; what entities own is merged into the totals (V4).",
      args: {
        featureIds: t.arg.idList({ description: "Only of these features; all where left out." }),
      },
      resolve: (reading, { featureIds }) => balancesOf(reading, null, featureIds),
    }),
    balance: t.field({
      type: BalanceRef,
      nullable: true,
      description: "Its balance of one feature; null where it has none.",
      args: { featureId: t.arg.id({ required: true, description: "The feature's id." }) },
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
      args: { entityId: t.arg.id({ required: true, description: "The entity's id." }) },
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
    ledger: t.connection(
      {
        type: LedgerEntryRef,
        description: "Every change of its balances, latest first.",
        args: {
          featureId: t.arg.id({
            description: "Only changes of this feature, or that moved a balance of it.",
          }),
          entityId: t.arg.id({ description: "Only changes for this entity." }),
          kind: t.arg({ type: LedgerEntryKindEnum, description: "Only changes of this kind." }),
          from: t.arg({
            type: "Timestamp",
            description: "Only changes at this instant or later.",
            validate: instantRule,
          }),
          to: t.arg({
            type: "Timestamp",
            description: "Only changes before this instant.",
            validate: instantRule,
          }),
        },
        resolve: async (
          { ledger, moment },
          { featureId, entityId, kind, from, to, ...args },
          { store },
        ) => {
          const { customerId } = ledger.customer;
          const window = windowOf(args, isNumber);
          const filter = {
            customerId,
            featureId: featureId ?? null,
            entityId: entityId ?? null,
            kind: kind ?? null,
            from: from ?? null,
            to: earlier(to ?? null, knownBefore(moment)),
          };
          return pageOf(window, await store.entries({ ...filter, ...window }), {
            key: (entry) => entry.seq,
            node: (entry) => ({ ...entry, customerId }),
            count: () => store.countEntries(filter),
          });
        },
      },
      LedgerEntryConnection,
    ),
  }),
});

/** The earlier of two bounds, each null where it is none. */
function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}
