/** Ledgers held in memory. None is shown before the database has said that it still stands. */
import { randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Ledger } from "../../engine/ledger.ts";
import type { Row } from "./program.ts";
import { customerIdIn, etagIn, ledgerFromRow } from "./rows.ts";
import { storable } from "./storable.ts";

/** A ledger under its etag: one etag, one ledger, for ever. */
export interface StoredLedger {
  readonly ledger: Ledger;
  readonly etag: string;
}

/** Names a state that no ledger was ever in before. */
export function newEtag(): string {
  return randomBytes(ETAG_BYTES).toString("base64url");
}

const ETAG_BYTES = 12;

/** Those that were asked for last, so many rows of them in all. */
export class KeptLedgers {
  readonly #kept: LRUCache<string, StoredLedger> | null;

  /** 0: none is kept. */
  constructor(mostRows: number) {
    const sizes = { maxSize: mostRows, maxEntrySize: Math.ceil(mostRows / 10) };
    this.#kept = mostRows === 0 ? null : new LRUCache({ ...sizes, sizeCalculation: rowsOf });
  }

  keep(stored: readonly StoredLedger[]): void {
    for (const each of stored) {
      const { customerId } = each.ledger.customer;
      if (this.#kept?.peek(customerId) !== each) this.#kept?.set(customerId, each);
    }
  }

  /** Keeps those of customers of whom one is held: to be asked for by nobody is no reason. */
  renew(stored: readonly StoredLedger[]): void {
    this.keep(stored.filter(({ ledger }) => this.#kept?.has(ledger.customer.customerId)));
  }

  /** What is held of these customers, to be asked with. */
  among(customerIds: readonly string[]): Held {
    const held = new Map<string, StoredLedger>();
    for (const customerId of customerIds) {
      const stored = this.#kept?.get(customerId);
      if (stored) held.set(customerId, stored);
    }
    return new Held(held);
  }
}

/** Ledgers that a statement is told of, so that it sends only those that are others by now. */
export class Held {
  readonly #ledgers: ReadonlyMap<string, StoredLedger>;

  constructor(ledgers: ReadonlyMap<string, StoredLedger>) {
    this.#ledgers = ledgers;
  }

  /** As the statement takes it: etags by customer id, in JSON. */
  get etags(): string {
    const etags = [...this.#ledgers].map(([customerId, { etag }]) => [storable(customerId), etag]);
    return JSON.stringify(Object.fromEntries(etags));
  }

  /** Whether all of these customers' are among them. */
  isOf(customerIds: readonly string[]): boolean {
    return customerIds.every((customerId) => this.#ledgers.has(customerId));
  }

  /** The ledgers that the rows are of; null where one is another by now, and was not sent. */
  storedIn(rows: readonly Row[]): readonly StoredLedger[] | null {
    const stored = rows.flatMap((row) => this.#storedIn(row) ?? []);
    return stored.length === rows.length ? stored : null;
  }

  #storedIn(row: Row): StoredLedger | null {
    const etag = etagIn(row);
    const sent = ledgerFromRow(row);
    if (sent) return { ledger: sent, etag };
    const held = this.#ledgers.get(customerIdIn(row));
    return held?.etag === etag ? held : null;
  }
}

/** Roughly: in how many rows the ledger is stored, which tells how much memory it takes. */
function rowsOf({ ledger }: StoredLedger): number {
  const { entities, grants, locks, counters } = ledger;
  const parts = grants.map(({ slices, rollovers }) => 1 + slices.length + rollovers.length);
  const ofGrants = parts.reduce((total, count) => total + count, 0);
  return 1 + entities.length + ofGrants + locks.length + counters.length;
}
