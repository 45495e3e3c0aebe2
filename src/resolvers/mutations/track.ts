import { ONE } from "../../engine/amount.ts";
import type { TrackAnswer } from "../../engine/command.ts";
import type { BalanceRead } from "../../loaders/reading.ts";
import { BalanceRef } from "../../schema/balance.ts";
import { builder } from "../../schema/builder.ts";
import { callFields } from "../../schema/call-fields.ts";
import { OverageBehaviorEnum } from "../../schema/enums.ts";
import {
  ConflictError,
  InsufficientBalanceError,
  InvalidInputError,
  NotFoundError,
} from "../../schema/failures.ts";
import { DeductionRef, type EntryRead, LedgerEntryRef } from "../../schema/ledger-entry.ts";
import { type Called, DRY_RUN, REPLAYED } from "../../schema/results.ts";
import { amountRule, featureIdRule, idRule, instantRule, jsonRule } from "../../schema/rules.ts";
import { balanceAfter, calledOf, entryAfter, perform } from "../perform.ts";

interface Named {
  readonly featureId?: string | null;
  readonly eventName?: string | null;
}

const TrackInput = builder.inputType("TrackInput", {
  description: "Usage to be recorded. Exactly one of featureId and eventName says of what.",
  validate: [
    ({ featureId, eventName }: Named) => (featureId == null) !== (eventName == null),
    { message: "must have exactly one of featureId and eventName" },
  ],
  fields: (t) => ({
    customerId: t.id({ required: true, description: "Who used it.", validate: idRule }),
    featureId: t.id({ description: "What was used.", validate: featureIdRule }),
    eventName: t.string({
      description: "What happened: every feature that lists this event is charged in full.",
      validate: idRule,
    }),
    entityId: t.id({
      description: "The customer's entity that used it; left out: the customer itself.",
      validate: idRule,
    }),
    value: t.field({
      type: "Amount",
      defaultValue: ONE,
      description: "Units used; below 0 gives back, 0 changes nothing.",
      validate: amountRule,
    }),
    properties: t.field({
      type: "JSONObject",
      description: "Anything worth keeping with the event.",
      validate: jsonRule,
    }),
    timestamp: t.field({
      type: "Timestamp",
      description: "When it happened; not in the future. Dates the event, never the balance.",
      validate: instantRule,
    }),
    overageBehavior: t.field({
      type: OverageBehaviorEnum,
      defaultValue: "cap",
      description: "What happens to usage that no balance covers.",
    }),
    ...callFields(t),
  }),
});

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

interface Tracked extends Called, Pick<TrackAnswer, "value" | "deductions"> {
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
        "The balance that was charged; null for flags, where nothing is owned, and where an event moved several (S2).",
    }),
    balances: t.field({
      type: [FeatureBalanceRef],
      description:
        "The feature and every credit system that could pay for it; empty where there is only one (S3).",
      resolve: ({ balances }) => [...balances],
    }),
    deductions: t.field({
      type: [DeductionRef],
      description: "What was taken, one for each source, in the order it was.",
      resolve: ({ deductions }) => [...deductions],
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

const TrackResult = builder.errorUnion("TrackResult", {
  description: "Usage recorded, or why not.",
  types: [TrackPayload, InvalidInputError, NotFoundError, InsufficientBalanceError, ConflictError],
  resolveType: () => "TrackPayload",
});

builder.mutationField("track", (t) =>
  t.field({
    type: TrackResult,
    description: "Records usage and deducts it from what the customer has (section 10).",
    args: { input: t.arg({ type: TrackInput, required: true, description: "The usage." }) },
    resolve: async (_root, { input }, context): Promise<Tracked> => {
      const { customerId, entityId = null, eventName = null } = input;
      const applied = await perform(
        context,
        {
          type: "track",
          customerId,
          featureId: input.featureId ?? null,
          eventName,
          entityId,
          value: input.value ?? ONE,
          properties: input.properties ?? null,
          timestamp: input.timestamp ?? null,
          overageBehavior: input.overageBehavior ?? "cap",
        },
        input,
      );
      const { value, deductions, balanceFeatureId, balanceFeatureIds } = applied.result;
      return {
        ...calledOf(applied),
        customerId,
        entityId,
        eventName,
        value,
        deductions,
        balance: balanceAfter(applied, balanceFeatureId, entityId),
        balances: balanceFeatureIds.map((featureId) => ({
          featureId,
          balance: balanceAfter(applied, featureId, entityId),
        })),
        entry: entryAfter(applied),
      };
    },
  }),
);
