import type { Entity } from "../engine/customer.ts";
import { findEntity } from "../engine/ledger.ts";
import { type Reading, readBalance, readBalances, readFlags } from "../loaders/reading.ts";
import { BalanceRef } from "./balance.ts";
import { BillingControlsRef } from "./billing-controls.ts";
import { builder } from "./builder.ts";
import { FlagRef } from "./flag.ts";
import { nodeKey } from "./node-id.ts";
import { readNode } from "./node-reading.ts";
import { OF_FEATURES, THE_FEATURE } from "./sought-args.ts";

/** An entity with the reading of its customer. */
export interface EntityRead {
  readonly entity: Entity;
  readonly reading: Reading;
}

/** The customer's entity of that id; null where it has none. */
export function readEntity(reading: Reading, entityId: string): EntityRead | null {
  const entity = findEntity(reading.ledger, entityId);
  return entity ? { entity, reading } : null;
}

export const EntityRef = builder.objectRef<EntityRead>("Entity");

builder.node(EntityRef, {
  description: "A sub-customer: a seat, a workspace, a project.",
  id: {
    resolve: ({ entity, reading: { ledger, moment } }) =>
      nodeKey(moment, ledger.customer.customerId, entity.entityId),
  },
  loadOne: async (key, context) => {
    const node = await readNode(key, context);
    return node && readEntity(node.reading, node.parts[0] ?? "");
  },
  fields: (t) => ({
    entityId: t.id({
      nullable: true,
      description: "Its id, unique in the customer.",
      resolve: ({ entity }) => entity.entityId,
    }),
    name: t.string({
      nullable: true,
      description: "What people call it; null where not given.",
      resolve: ({ entity }) => entity.name,
    }),
    featureId: t.id({
      description: "The seat feature that it is one of.",
      resolve: ({ entity }) => entity.featureId,
    }),
    customerId: t.id({
      description: "The customer that it belongs to.",
      resolve: ({ reading }) => reading.ledger.customer.customerId,
    }),
    createdAt: t.field({
      type: "Timestamp",
      description: "When it was created.",
      resolve: ({ entity }) => entity.createdAt,
    }),
    billingControls: t.field({
      type: BillingControlsRef,
      description: "Its own limits and permissions; they win over the customer's.",
      resolve: ({ entity, reading }) => ({
        ...entity.billingControls,
        entityId: entity.entityId,
        reading,
      }),
    }),
    balances: t.field({
      type: [BalanceRef],
      description: "Its own rows, its slice of per-entity rows, and the customer's shared pool.",
      args: {
        featureIds: t.arg.idList(OF_FEATURES),
      },
      resolve: ({ entity, reading }, { featureIds }) =>
        balancesOf(reading, entity.entityId, featureIds),
    }),
    balance: t.field({
      type: BalanceRef,
      nullable: true,
      description: "Its balance of one feature; null where it has none.",
      args: {
        featureId: t.arg.id(THE_FEATURE),
      },
      resolve: ({ entity, reading }, { featureId }) =>
        readBalance(reading, featureId, entity.entityId),
    }),
    flags: t.field({
      type: [FlagRef],
      description: "The boolean features that it is granted.",
      resolve: ({ entity, reading }) => readFlags(reading, entity.entityId),
    }),
  }),
});

/** All balances in view, or those of the features named. */
export function balancesOf(
  reading: Reading,
  entityId: string | null,
  featureIds: readonly string[] | null | undefined,
) {
  return readBalances(reading, entityId).filter(
    ({ featureId }) => !featureIds || featureIds.includes(featureId),
  );
}
