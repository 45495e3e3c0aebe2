import type { TrackAnswer } from "../engine/command.ts";
import type { BalanceRead } from "../loaders/reading.ts";
import { BalanceRef } from "./balance.ts";
import { builder } from "./builder.ts";
import {
  ConflictError,
  InsufficientBalanceError,
  InvalidInputError,
  NotFoundError,
} from "./failures.ts";
import { DeductionRef, type EntryRead, LedgerEntryRef } from "./ledger-entry.ts";
import { type Called, DRY_RUN, REPLAYED } from "./results.ts";

interface FeatureBalance {
  readonly featureId: string;
  readonly balance: BalanceRead | null;
}

const FeatureBalanceRef = builder.objectRef<FeatureBalance>("FeatureBalance").implement({
  description: "A feature and the balance of it, if any.",
  fields: (t) => ({
    featureId: t.exposeID("featureId", { description: "The feature's id." }),
    balance: t.expose("balance", {
      type: BalanceRef,
      nullable: true,
      description: "The balance; null where nothing of it is owned.",
    }),
  }),
});

export interface Tracked extends Called, Pick<TrackAnswer, "value" | "deductions"> {
  readonly customerId: string;
  readonly entityId: string | null;
  readonly eventName: string | null;
  readonly balance: BalanceRead | null;
  readonly balances: readonly FeatureBalance[];
  readonly entry: EntryRead | null;
}

const TrackPayload = builder.objectRef<Tracked>("TrackPayload").implement({
  description: "Usage that was recorded, and what it took.",
  fields: (t) => ({
    customerId: t.exposeID("customerId", { description: "Who used it." }),
    entityId: t.exposeID("entityId", {
      nullable: true,
      description: "The entity that used it; null: the customer itself.",
    }),
    eventName: t.exposeString("eventName", {
      nullable: true,
      description: "The event; null where a feature was named.",
    }),
    value: t.expose("value", {
      type: "Amount",
      description: "Units as requested, also where less fitted: `deductions` tell what was taken.",
    }),
    balance: t.expose("balance", {
      type: BalanceRef,
      nullable: true,
      description:
        "The balance that was charged; null for flags, where nothing is owned, and where an event moved several.",
    }),
    balances: t.expose("balances", {
      type: [FeatureBalanceRef],
      description:
        "The feature and every credit system that could pay for it; empty where there is only one.",
    }),
    deductions: t.expose("deductions", {
      type: [DeductionRef],
      description: "What was taken, one for each source, in the order it was.",
    }),
    entry: t.expose("entry", {
      type: LedgerEntryRef,
      nullable: true,
      description: "The ledger entry.",
    }),
    replayed: t.exposeBoolean("replayed", { description: REPLAYED }),
    dryRun: t.exposeBoolean("dryRun", { description: DRY_RUN }),
  }),
});

export const TrackResult = builder.errorUnion("TrackResult", {
  description: "Usage recorded, or why not.",
  types: [TrackPayload, InvalidInputError, NotFoundError, InsufficientBalanceError, ConflictError],
  resolveType: () => "TrackPayload",
});
