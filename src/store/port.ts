/** What a store promises, whichever it is: commands in, ledgers out, never rows. */
import type { Command, Request, ResultOf, Track } from "../engine/command.ts";
import type { Catalog, Feature } from "../engine/feature.ts";
import type { Entry, EntryKind, Ledger, Lock, LockStatus } from "../engine/ledger.ts";
import type { Refusal } from "../engine/refusal.ts";

export interface BalanceStore {
  readonly backend: "SQLITE" | "POSTGRES" | "AUTUMN";

  /** What the organisation defines, as of now. */
  catalog(): Promise<Catalog>;

  /** Features by id, in one read. Unknown ids are left out. */
  features(featureIds: readonly string[]): Promise<readonly Feature[]>;

  /** Ledgers by customer id, in one read of one moment. Unknown ids are left out. As stored: settle them. */
  load(customerIds: readonly string[]): Promise<Ledgers>;

  /**
   * A customer's ledger as it was stored at an instant of the past, by the customer's own clock; none
   * where there was none yet. Of today: the catalogue, and the numbers of the customer and its entries.
   */
  loadAt(customerId: string, at: number): Promise<Ledgers>;

  /** One page of customers with their ledgers, ordered by customer id, in one read. */
  customers(query: CustomerQuery): Promise<Ledgers>;

  /** How many customers match. */
  countCustomers(filter: CustomerFilter): Promise<number>;

  /** One page of a customer's committed entries, latest first, in one read. */
  entries(query: EntryQuery): Promise<readonly Entry[]>;

  countEntries(query: EntryFilter): Promise<number>;

  /** One page of a customer's locks as stored, oldest first, in one read: one past its end may still be HELD. */
  locks(query: LockQuery): Promise<readonly Lock[]>;

  countLocks(filter: LockFilter): Promise<number>;

  /**
   * Decides and saves in one transaction; answers after the commit is on disk. All or nothing: a
   * refusal has changed nothing. A key seen before with the same command gives the facts of the first outcome
   * again, for a day; later, and with any other command, it is refused. A finalizeLock need not name its
   * customer.
   */
  apply<C extends Command>(request: Request<C>): Promise<Outcome<C>>;

  /**
   * As apply, for tracks one after another in one transaction, each decided upon what those before it
   * left. A refused item fails alone; a fault fails all. Where no item changed anything the key stays free.
   */
  applyBatch(request: BatchRequest): Promise<BatchOutcome>;

  /**
   * Commits what has fallen due by now of some customers, soonest first, in one short transaction or two. Gateways
   * that do so side by side share the work. Until nothing is due it is to be called again.
   */
  sweep(now: number): Promise<Sweep>;

  /** Resolves where a read succeeds; rejects with a Fault otherwise. */
  ready(): Promise<void>;

  close(): Promise<void>;
}

/** Ledgers, and the catalogue to read them with. */
export interface Ledgers {
  readonly catalog: Catalog;
  readonly ledgers: readonly Ledger[];
}

export type Outcome<C extends Command> = Applied<C> | Refused;

export interface Applied<C extends Command> {
  readonly kind: "applied";
  /** Whose ledger it changed, by the id that the command left; null for features and after a deletion. */
  readonly customerId: string | null;
  readonly result: ResultOf<C>;
  /** The customer's ledger as committed; null in a replay, where the ledger is to be read as it is now. */
  readonly ledger: Ledger | null;
  /** The catalogue that the decision was made with; in a replay as it is now. */
  readonly catalog: Catalog;
  /** The customer's now when it was decided. */
  readonly at: number;
  /** The command's own entry; null where it moved nothing. */
  readonly entry: Entry | null;
  readonly replayed: boolean;
  readonly dryRun: boolean;
}

export interface Refused {
  readonly kind: "refused";
  readonly refusal: Refusal;
  /** What was in force when it was refused, to show the balance of an insufficient one; null in a replay. */
  readonly ledger: Ledger | null;
  readonly catalog: Catalog;
  readonly at: number;
}

export interface BatchRequest extends Omit<Request, "command"> {
  readonly items: readonly BatchItem[];
}

export interface BatchItem {
  readonly command: Track;
  /** The item's own, in the same name space as all others. */
  readonly idempotencyKey: string | null;
}

export type BatchOutcome = BatchApplied | Refused;

export interface BatchApplied {
  readonly kind: "applied";
  /** In order of the items. */
  readonly outcomes: readonly Outcome<Track>[];
  readonly replayed: boolean;
  readonly dryRun: boolean;
}

export interface Sweep {
  /** Of how many customers something was due. */
  readonly settled: number;
  /** When the next thing falls due, by the wall clock; null: never, as it looks now. */
  readonly nextDueAt: number | null;
  /** Customers who were found to be beyond sense just now; they are passed over from now on. */
  readonly broken: readonly Broken[];
}

export interface Broken {
  readonly customerId: string;
  readonly reason: unknown;
}

/** Keyset paging: at most `limit` rows after the key, or the `limit` last rows before it. */
export interface Window<Key> {
  readonly limit: number;
  readonly after: Key | null;
  readonly before: Key | null;
  /** True: the last rows of the window rather than the first. Answered in the same order. */
  readonly fromEnd: boolean;
}

export interface CustomerFilter {
  readonly customerIds: readonly string[] | null;
  /** Part of the id, name or email, in any case of any script. */
  readonly search: string | null;
  /** Who holds a grant of this feature, live or not. */
  readonly featureId: string | null;
}

export interface CustomerQuery extends Window<string> {
  readonly filter: CustomerFilter;
}

export interface EntryFilter {
  readonly customerId: string;
  /** Entries of this feature, or that moved a balance of it. */
  readonly featureId: string | null;
  readonly entityId: string | null;
  readonly kind: EntryKind | null;
  /** Inclusive. */
  readonly from: number | null;
  /** Exclusive. */
  readonly to: number | null;
  /** The last number, inclusive. */
  readonly upTo: number | null;
}

export interface EntryQuery extends EntryFilter, Window<number> {}

export interface LockFilter {
  readonly customerId: string;
  readonly status: LockStatus | null;
  /** The one lock that this entry took. */
  readonly seq: number | null;
  /** Exclusive. */
  readonly takenBefore: number | null;
}

/** Keyed by the number of the entry that took the lock. */
export interface LockQuery extends LockFilter, Window<number> {}

/** What is broken and nobody's wish: the database is gone, its disk is full. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: "STORE_UNAVAILABLE" | "STORE_FULL" | "STORE_LOCKED";
  readonly retryable: boolean;

  constructor(
    code: Fault["code"],
    message: string,
    options: { retryable: boolean; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable;
  }
}
