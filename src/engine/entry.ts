/** What changed between two ledgers, told as a ledger entry. */
import { type Amount, sum } from "./amount.ts";
import { crossingsOf, type Transition } from "./crossing.ts";
import { deductionsBetween } from "./deduction.ts";
import { type Catalog, findFeature } from "./feature.ts";
import { figuresOf } from "./figures.ts";
import type { Deduction, Entry, Ledger, Totals } from "./ledger.ts";
import type { Step } from "./settle.ts";

/** A change with what its entry says of it beside the amounts. */
export interface Change extends Transition {
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
  const { kind, at, featureId, entityId, eventName, deductions } = change;
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
    before: totalsOf(change, change.before),
    after: totalsOf(change, change.after),
    crossings: crossingsOf(change),
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
    eventName: null,
    timestamp: step.at,
    properties: null,
    idempotencyKey: null,
    actor: "time",
  });
}

function totalsOf(
  { catalog, balanceFeatureId, entityId, at }: Change,
  ledger: Ledger,
): Totals | null {
  const feature = balanceFeatureId === null ? undefined : findFeature(catalog, balanceFeatureId);
  const figures = feature && figuresOf({ ledger, catalog, entityId, at }, feature);
  if (!figures) return null;
  const { granted, remaining, usage } = figures;
  return { granted, remaining, usage };
}
