import { resetOf } from "../engine/breakdown.ts";
import type { Deduction, Entry, Totals } from "../engine/ledger.ts";
import type { Momentary } from "../loaders/moment.ts";
import { ResetRef } from "./breakdown.ts";
import { builder } from "./builder.ts";
import { LedgerEntryKindEnum } from "./enums.ts";
import { nodeKey, parseNodeKey } from "./node-id.ts";
import { ThresholdCrossingRef } from "./threshold-crossing.ts";

/** An entry with the customer whose it is. Of a moment only where it is a dry run's: one committed stays as it is. */
export interface EntryRead extends Entry, Momentary {
  readonly customerId: string;
}

export const DeductionRef = builder.objectRef<Deduction>("Deduction").implement({
  description: "What one change took from one source.",
  fields: (t) => ({
    balanceId: t.exposeID("balanceId", {
      description: "The source, as in Breakdown.balanceId.",
    }),
    rolloverId: t.exposeID("rolloverId", {
      nullable: true,
      description: "The rollover that it was taken from; null for the source itself.",
    }),
    featureId: t.exposeID("featureId", {
      description: "The source's feature: the credit system where credits paid.",
    }),
    planId: t.exposeID("planId", {
      nullable: true,
      description: "The plan that the source came from; null for a standalone one.",
    }),
    entityId: t.exposeID("entityId", {
      nullable: true,
      description: "Whose slice or row it was; null for the customer's own.",
    }),
    reset: t.field({
      type: ResetRef,
      nullable: true,
      description: "The source's periods at that time; null where it had none.",
      resolve: ({ interval, intervalCount, resetsAt }) =>
        resetOf({ interval, intervalCount, nextResetAt: resetsAt }),
    }),
    value: t.expose("value", {
      type: "Amount",
      description: "In the source's own units: above 0 consumed, below 0 given back.",
    }),
  }),
});

const TotalsRef = builder.objectRef<Totals>("Totals").implement({
  description: "A balance's figures at one moment.",
  fields: (t) => ({
    granted: t.expose("granted", { type: "Amount", description: "As Balance.granted." }),
    remaining: t.expose("remaining", { type: "Amount", description: "As Balance.remaining." }),
    usage: t.expose("usage", { type: "Amount", description: "As Balance.usage." }),
  }),
});

export const LedgerEntryRef = builder.objectRef<EntryRead>("LedgerEntry");

builder.node(LedgerEntryRef, {
  description:
    "One change of a customer's balances. Nothing changes a balance without one: a customer's entries, summed source by source with the sign reversed, are its balances. A committed entry never changes and has one id for good; the entry of a dry run has a preview id.",
  id: { resolve: ({ moment, customerId, seq }) => nodeKey(moment, customerId, seq) },
  loadOne: async (key, { store }) => {
    const named = parseNodeKey(key);
    if (named?.moment !== null) return null;
    const [customerId, seq] = named.parts;
    const filter = {
      featureId: null,
      entityId: null,
      kind: null,
      from: null,
      to: null,
      upTo: null,
    };
    const window = { limit: 1, after: Number(seq) + 1, before: null, fromEnd: false };
    const [entry] = await store.entries({ customerId: customerId ?? "", ...filter, ...window });
    return entry && entry.seq === Number(seq) ? { ...entry, customerId: customerId ?? "" } : null;
  },
  fields: (t) => ({
    at: t.expose("at", { type: "Timestamp", description: "When it took effect." }),
    timestamp: t.expose("timestamp", {
      type: "Timestamp",
      description: "The usage event's own time, where it gave one; else as `at`.",
    }),
    kind: t.expose("kind", {
      type: LedgerEntryKindEnum,
      description: "What kind of change it was.",
    }),
    featureId: t.exposeID("featureId", {
      nullable: true,
      description: "The feature that it was about; null where it was about several.",
    }),
    entityId: t.exposeID("entityId", {
      nullable: true,
      description: "The entity that it was about; null: the customer.",
    }),
    eventName: t.exposeString("eventName", {
      nullable: true,
      description: "The event's name, where usage was reported by one.",
    }),
    value: t.expose("value", {
      type: "Amount",
      description:
        "What was asked for, for usage; else what left the balance, below 0 what entered.",
    }),
    deductions: t.expose("deductions", {
      type: [DeductionRef],
      description: "Everything that moved.",
    }),
    before: t.expose("before", {
      type: TotalsRef,
      nullable: true,
      description: "The balance before it; null where there was none.",
    }),
    after: t.expose("after", {
      type: TotalsRef,
      nullable: true,
      description: "The balance after it; null where none is left.",
    }),
    crossings: t.expose("crossings", {
      type: [ThresholdCrossingRef],
      description:
        "The usage alerts and auto top-ups that it crossed; the customer's own first, then each entity's.",
    }),
    properties: t.expose("properties", {
      type: "JSONObject",
      nullable: true,
      description: "What the caller attached to the event; null where nothing.",
    }),
    idempotencyKey: t.exposeString("idempotencyKey", {
      nullable: true,
      description: "The key that the call was made with; null where none.",
    }),
    actor: t.exposeString("actor", {
      description:
        'Who made it: "anonymous", a key\'s digest, or "time" for what happens by itself.',
    }),
  }),
});
