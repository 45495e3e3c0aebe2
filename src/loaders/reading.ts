import type { Balance, Breakdown, Flag, RolloverShown } from "../engine/balance.ts";
import { entityExists } from "../engine/check.ts";
import { type Catalog, findFeature } from "../engine/feature.ts";
import { deriveFlag, deriveFlags } from "../engine/flag.ts";
import type { Ledger } from "../engine/ledger.ts";
import { customerNow } from "../engine/settle.ts";
import type { View } from "../engine/view.ts";
import type { Fault } from "../store/port.ts";
import { type KnownBalance, knownBalances } from "./known.ts";
import { inMoment, type Moment, type Momentary } from "./moment.ts";

/** A ledger as it stands at one moment: all that is shown of a customer is read off it. */
export interface Reading {
  /** Settled at `at`. */
  readonly ledger: Ledger;
  readonly catalog: Catalog;
  /** The customer's now. */
  readonly at: number;
  /** What all that is read off it is of; null: it is live. */
  readonly moment: Moment | null;
  /** The number of the last committed entry that it knows of. */
  readonly lastSeq: number;
  /** Why the store is behind the reading; null: it is not. */
  readonly lag: Fault | null;
}

/** A ledger that is settled. */
export function readingOf(
  ledger: Ledger,
  catalog: Catalog,
  now: number,
  moment: Moment | null = null,
): Reading {
  const { seq: lastSeq } = ledger;
  return { ledger, catalog, at: customerNow(ledger, now), moment, lastSeq, lag: null };
}

/** Whose entries and ended locks are to be read from the store: fails where they would not fit the reading. */
export function storedBeside(reading: Reading): Reading {
  if (reading.lag) throw reading.lag;
  return reading;
}

/** The reading from the customer's side (null), or from one of its entities'. */
export function viewOf({ ledger, catalog, at }: Reading, entityId: string | null): View {
  return { ledger, catalog, entityId, at };
}

/** A balance with the reading that it was derived from. */
export interface BalanceRead extends Balance {
  readonly reading: Reading;
  readonly breakdown: readonly (Breakdown & Momentary)[];
  readonly rollovers: readonly (RolloverShown & Momentary)[];
}

/** The balance of one feature; null where nothing of it is owned, or the entity does not exist. */
export function readBalance(
  reading: Reading,
  featureId: string,
  entityId: string | null,
): BalanceRead | null {
  const [balance] = knownBalances(viewOf(reading, entityId), featureId);
  return balance ? balanceOf(reading, balance) : null;
}

/** All balances in view. */
export function readBalances(reading: Reading, entityId: string | null): readonly BalanceRead[] {
  return knownBalances(viewOf(reading, entityId), null).map((balance) =>
    balanceOf(reading, balance),
  );
}

function balanceOf(reading: Reading, { totals, parts }: KnownBalance): BalanceRead {
  return {
    ...totals,
    reading,
    get breakdown() {
      return shown(parts().breakdown, reading);
    },
    get rollovers() {
      return shown(parts().rollovers, reading);
    },
  };
}

function shown<Item extends object>(items: readonly Item[], { moment }: Reading) {
  return moment === null ? items : inMoment(items, moment);
}

/** A flag with the reading that it was derived from. */
export interface FlagRead extends Flag {
  readonly reading: Reading;
}

/** The flag of one boolean feature; null where it is not granted, or the entity does not exist. */
export function readFlag(
  reading: Reading,
  featureId: string,
  entityId: string | null,
): FlagRead | null {
  const feature = findFeature(reading.catalog, featureId);
  const view = viewOf(reading, entityId);
  const flag = feature && entityExists(view) ? deriveFlag(view, feature) : null;
  return flag ? { ...flag, reading } : null;
}

/** All flags in view. */
export function readFlags(reading: Reading, entityId: string | null): FlagRead[] {
  return deriveFlags(viewOf(reading, entityId)).map((flag) => ({ ...flag, reading }));
}
