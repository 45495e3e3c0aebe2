/** What every decision about a customer starts from and ends with. */
import type { Amount } from "./amount.ts";
import type { Catalog, Json } from "./feature.ts";
import type { Deduction, EntryKind, Ledger } from "./ledger.ts";
import type { Refusal } from "./refusal.ts";

/** A customer's ledger, settled at its now. */
export interface Scene {
  readonly ledger: Ledger;
  readonly catalog: Catalog;
  readonly at: number;
}

/** What a command did, or why it did nothing. */
export type Act<Result> = Refusal | Acted<Result>;

export interface Acted<Result> {
  readonly ledger: Ledger;
  readonly result: Result;
  /** What the entry is to say; null: no balance was concerned, none is written. */
  readonly note: Note | null;
}

/** What a ledger entry says beside the amounts that moved. Fields left out are null, or follow from the move. */
export interface Note {
  readonly kind: EntryKind;
  readonly featureId: string | null;
  readonly entityId: string | null;
  /** Whose totals stand in the entry; left out: those of its feature. */
  readonly balanceFeatureId?: string | null;
  readonly deductions?: readonly Deduction[];
  readonly value?: Amount;
  readonly eventName?: string | null;
  readonly timestamp?: number | null;
  readonly properties?: Json | null;
}

export function isRefusal<T extends object>(act: T | Refusal): act is Refusal {
  return "code" in act;
}
