/** The payloads that several mutations share, and the unions of every mutation's outcomes. */

import type { BalanceRead, Reading } from "../loaders/reading.ts";
import { BalanceRef } from "./balance.ts";
import { builder } from "./builder.ts";
import { CustomerRef } from "./customer.ts";
import { type EntityRead, EntityRef } from "./entity.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "./failures.ts";
import { type FeatureRead, FeatureRef } from "./feature.ts";
import { type EntryRead, LedgerEntryRef } from "./ledger-entry.ts";

/** What every payload says of its call. */
export interface Called {
  readonly replayed: boolean;
  readonly dryRun: boolean;
}

export const REPLAYED =
  "True if this call was applied before under the same idempotency key, and was not applied again. Values, verdicts, deductions and the ledger entry are those of the first call. Every other object with an id is shown as it is now.";
export const DRY_RUN =
  "True if the answer was only computed and nothing was saved. What it would change has preview ids: they never match a live object, and `node` returns null for them.";

export interface FeatureChanged extends Called {
  readonly feature: FeatureRead;
}

export const FeaturePayload = builder.objectRef<FeatureChanged>("FeaturePayload").implement({
  description: "The feature as it then stands.",
  fields: (t) => ({
    feature: t.expose("feature", { type: FeatureRef, description: "The feature." }),
    replayed: t.exposeBoolean("replayed", { description: REPLAYED }),
    dryRun: t.exposeBoolean("dryRun", { description: DRY_RUN }),
  }),
});

export const FeatureResult = builder.errorUnion("FeatureResult", {
  description: "A feature made or changed, or why not.",
  types: [FeaturePayload, InvalidInputError, NotFoundError, ConflictError],
  resolveType: () => "FeaturePayload",
});

export const DeletePayload = builder
  .objectRef<Called & { readonly deletedId: string }>("DeletePayload")
  .implement({
    description: "What was deleted.",
    fields: (t) => ({
      deletedId: t.exposeID("deletedId", { description: "The id that it had." }),
      replayed: t.exposeBoolean("replayed", { description: REPLAYED }),
      dryRun: t.exposeBoolean("dryRun", { description: DRY_RUN }),
    }),
  });

export const DeleteResult = builder.errorUnion("DeleteResult", {
  description: "A deletion, or why not.",
  types: [DeletePayload, InvalidInputError, NotFoundError, ConflictError],
  resolveType: () => "DeletePayload",
});

export const CustomerPayload = builder
  .objectRef<Called & { readonly customer: Reading }>("CustomerPayload")
  .implement({
    description: "The customer as it then stands.",
    fields: (t) => ({
      customer: t.expose("customer", { type: CustomerRef, description: "The customer." }),
      replayed: t.exposeBoolean("replayed", { description: REPLAYED }),
      dryRun: t.exposeBoolean("dryRun", { description: DRY_RUN }),
    }),
  });

export const CustomerResult = builder.errorUnion("CustomerResult", {
  description: "A customer made or changed, or why not.",
  types: [CustomerPayload, InvalidInputError, NotFoundError, ConflictError],
  resolveType: () => "CustomerPayload",
});

export interface EntityChanged extends Called {
  readonly entity: EntityRead;
  readonly customer: Reading;
}

export const EntityPayload = builder.objectRef<EntityChanged>("EntityPayload").implement({
  description: "The entity as it then stands.",
  fields: (t) => ({
    entity: t.expose("entity", { type: EntityRef, description: "The entity." }),
    customer: t.expose("customer", { type: CustomerRef, description: "Its customer." }),
    replayed: t.exposeBoolean("replayed", { description: REPLAYED }),
    dryRun: t.exposeBoolean("dryRun", { description: DRY_RUN }),
  }),
});

export const EntityResult = builder.errorUnion("EntityResult", {
  description: "An entity made or changed, or why not.",
  types: [EntityPayload, InvalidInputError, NotFoundError, ConflictError],
  resolveType: () => "EntityPayload",
});

export interface BalanceChanged extends Called {
  readonly balance: BalanceRead | null;
  readonly customer: Reading;
  readonly entry: EntryRead | null;
}

export const BalancePayload = builder.objectRef<BalanceChanged>("BalancePayload").implement({
  description: "The balance as it then stands.",
  fields: (t) => ({
    balance: t.expose("balance", {
      type: BalanceRef,
      nullable: true,
      description: "The balance; null where nothing of the feature is left, or it is a flag.",
    }),
    customer: t.expose("customer", { type: CustomerRef, description: "Its customer." }),
    entry: t.expose("entry", {
      type: LedgerEntryRef,
      nullable: true,
      description: "The change's ledger entry; null where nothing changed.",
    }),
    replayed: t.exposeBoolean("replayed", { description: REPLAYED }),
    dryRun: t.exposeBoolean("dryRun", { description: DRY_RUN }),
  }),
});

export const BalanceResult = builder.errorUnion("BalanceResult", {
  description: "A balance made, changed or deleted, or why not.",
  types: [BalancePayload, InvalidInputError, NotFoundError, ConflictError],
  resolveType: () => "BalancePayload",
});
