/** What changed between two ledgers, told as a ledger entry. */
import { type Amount, sum } from "./amount.ts";
import { deductionsBetween } from "./deduction.ts";
import { deriveBalance } from "./derive.ts";
import { type Catalog, findFeature } from "./feature.ts";
import type { Deduction, Entry, EntryKind, Ledger, Totals } from "./ledger.ts";
import type { Step } from "./settle.ts";

/** A change with what its entry says of it beside the amounts. */
export interface Change {
  readonly kind: EntryKind;
  readonly at: number;
  readonly before: Ledger;
  readonly after: Ledger;
  readonly catalog: Catalog;
  readonly featureId: string | null;
  readonly entityId: string | null;
  /** Whose totals the entry shows; null for none. */
  readonly balanceFeatureId: string | null;
  readonly deductions: readonly Deduction[];
  /** As requested; null: what the deductions come to. */
  readonly value: Amount | null;
  readonly eventName: string | null;
  readonly timestamp: number;
  readonly properties: Readonly<Record<string, unknown>> | null;
  readonly idempotencyKey: string | null;
  readonly actor: string;
}

/** The entry of a change; its number is that of the ledger after it. */
export function entryOf(change: Change): Entry {
  const { kind, at, featureId, entityId, eventName, deductions, balanceFeatureId } = change;
  const { timestamp, properties, idempotencyKey, actor } = change;
  return {
    seq: change.after.seq,
    kind,
    at,
    timestamp,
    featureId,
    entityId,
    eventName,
    value: change.value ?? sum(deductions.map((deduction) => deduction.value)),
    deductions,
    before: totalsOf(change.before, change.catalog, balanceFeatureId, entityId),
    after: totalsOf(change.after, change.catalog, balanceFeatureId, entityId),
    properties,
    idempotencyKey,
    actor,
  };
}

/** The entry of something that happened by itself. */
export function entryOfStep(step: Step, catalog: Catalog): Entry {
  return entryOf({
    ...step,
    catalog,
    balanceFeatureId: step.featureId,
    deductions: deductionsBetween(step.before, step.after),
    value: null,
    eventName: null,
    timestamp: step.at,
    properties: null,
    idempotencyKey: null,
    actor: "time",
  });
}

/** The features of which any grant differs between the two ledgers. */
export function changedFeatures(before: Ledger, after: Ledger): readonly string[] {
  const old = new Set(before.grants);
  const now = new Set(after.grants);
  const differing = [
    ...before.grants.filter((grant) => !now.has(grant)),
    ...after.grants.filter((grant) => !old.has(grant)),
  ];
  return [...new Set(differing.map((grant) => grant.featureId))];
}

function totalsOf(
  ledger: Ledger,
  catalog: Catalog,
  featureId: string | null,
  entityId: string | null,
): Totals | null {
  const feature = featureId === null ? undefined : findFeature(catalog, featureId);
  const balance = feature && deriveBalance({ ledger, catalog, entityId }, feature);
  if (!balance) return null;
  const { granted, remaining, usage } = balance;
  return { granted, remaining, usage };
}
