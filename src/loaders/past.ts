import type { Catalog } from "../engine/feature.ts";
import type { Ledger } from "../engine/ledger.ts";
import type { BalanceStore } from "../store/port.ts";
import { settledAt } from "./committed.ts";
import type { Reading } from "./reading.ts";
import type { ReadingLoader } from "./readings.ts";

/** Before what is known of the customer: it was here, but what it had is not on record. */
export const NOT_ON_RECORD = Symbol("not on record");

/** Too far from now for anybody to tell. */
export const TOO_FAR_AHEAD = Symbol("too far ahead");

export type PastReading = Reading | typeof NOT_ON_RECORD | typeof TOO_FAR_AHEAD | null;

/** Customers' readings at other instants than now. */
export interface PastReadings {
  /** Null where there is no such customer, or was none yet. */
  readonly load: (customerId: string, at: number) => Promise<PastReading>;
}

const FURTHEST_MS = 10 * 366 * 24 * 60 * 60 * 1000;

/** Each reading is made once, however many of its objects are asked for. */
export function pastReadings(store: BalanceStore, present: ReadingLoader): PastReadings {
  const known = new Map<string, Promise<PastReading>>();

  async function made(customerId: string, at: number): Promise<PastReading> {
    const reading = await present.load(customerId);
    return reading && readingAt(reading, store, at);
  }

  return {
    load: (customerId, at) => {
      const key = JSON.stringify([customerId, at]);
      const reading = known.get(key) ?? made(customerId, at);
      known.set(key, reading);
      return reading;
    },
  };
}

/**
 * The customer as it stood at an instant of the past, read back from the store; or as it will stand at
 * one to come, if nothing happens but what falls due. Of today: the catalogue, and the id and the numbers
 * of the customer.
 */
async function readingAt(present: Reading, store: BalanceStore, at: number): Promise<PastReading> {
  const { ledger, catalog } = present;
  const settled = async (from: Ledger, by: Catalog): Promise<Reading> => {
    return { ...present, ledger: await settledAt(from, by, at), catalog: by, at, moment };
  };
  const moment = { kind: "instant", at } as const;
  if (at > present.at + FURTHEST_MS) return TOO_FAR_AHEAD;
  if (at >= present.at) return settled(ledger, catalog);
  const { customer, seq } = ledger;
  const { ledgers, catalog: inForce } = await store.loadAt(customer.customerId, at);
  const [stored] = ledgers;
  if (!stored) return at < customer.createdAt ? null : NOT_ON_RECORD;
  const { customerId, revision } = customer;
  const then = { ...stored, seq, customer: { ...stored.customer, customerId, revision } };
  return settled(then, inForce);
}
