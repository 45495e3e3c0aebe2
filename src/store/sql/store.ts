import type { Command, Request } from "../../engine/command.ts";
import { invariant } from "../../engine/invariant.ts";
import { commitQueue } from "../commit-queue.ts";
import {
  type BalanceStore,
  type BatchOutcome,
  type BatchRequest,
  Fault,
  type Ledgers,
  type Outcome,
} from "../port.ts";
import { readQueue } from "../read-queue.ts";
import { writeBatch } from "./batch.ts";
import { clash } from "./beside.ts";
import { Catalogue } from "./catalogue.ts";
import { integer } from "./column.ts";
import type { Dialect, Statement } from "./dialect.ts";
import { ENTRY } from "./entry-rows.ts";
import { KeptLedgers } from "./kept-ledgers.ts";
import { ledgerReads } from "./ledger-reads.ts";
import { LOCK } from "./lock-rows.ts";
import type { Notices } from "./notices.ts";
import type { Behind } from "./outcome.ts";
import { pagesIn } from "./pages.ts";
import { versionsAt, versionsOf } from "./past.ts";
import type { Row } from "./program.ts";
import type { Session } from "./session.ts";
import { sweeping } from "./sweeping.ts";
import { passing } from "./turns.ts";
import { heldIn, ledgerIn } from "./versions.ts";
import { write } from "./write.ts";

/** An open database, and how it is spoken to. */
export interface Database {
  readonly session: Session;
  readonly dialect: Dialect;
}

export interface SqlStoreOptions extends Database {
  readonly backend: "SQLITE" | "POSTGRES";
  /** Whether free rows carry their debt over a reset (R3). */
  readonly persistFreeOverage: boolean;
  /** How many rows of ledgers may be held in memory; 0: none. */
  readonly rowsKept?: number | undefined;
  /** Null where no other process can change anything. */
  readonly notices: Notices | null;
}

/** How many commands may share a commit: few enough that none waits long for the others. */
const MOST_TOGETHER = 64;

/** Some 40 MB. */
const ROWS_KEPT = 100_000;

/** The store on a database that has its schema. */
export async function storeOn(options: SqlStoreOptions): Promise<BalanceStore> {
  const { backend, session, dialect, notices, rowsKept = ROWS_KEPT } = options;
  const catalogue = await Catalogue.read(session, dialect, options);
  const kept = new KeptLedgers(rowsKept);
  // Where this fails the next call that needs the catalogue reads it.
  notices?.onChange(() => void catalogue.refresh().catch(() => undefined));
  const pages = pagesIn(dialect);
  const ledgers = ledgerReads({ session, dialect, pages, catalogue, kept });
  const atHand = () => ({ catalog: catalogue.held, ledgers: kept });

  const submit = commitQueue<Request, Outcome<Command> | Behind>({
    most: MOST_TOGETHER,
    again: (answer) => (answer.kind === "behind" ? Number(answer.hasMoved) : null),
    clash: (one, other) => clash(one.command, other.command),
    commit: async (requests) => {
      const { outcomes, inForce, stored } = await session.transact(() => write(requests, atHand()));
      catalogue.adopt(inForce);
      kept.keep(stored);
      return outcomes;
    },
  });

  async function decided<C extends Command>(request: Request<C>): Promise<Outcome<C>> {
    const outcome = await submit(request);
    invariant(outcome.kind !== "behind", "the queue asks again until it is decided");
    return outcome as Outcome<C>; // A command's result is of its own kind; decide's type says so.
  }

  /** A clock that was moved is answered once all that it has reached has happened. */
  async function apply<C extends Command>(request: Request<C>): Promise<Outcome<C>> {
    const outcome = await decided(request);
    const { command, now, dryRun } = request;
    const isMoved = command.type === "advanceClock" && outcome.kind === "applied";
    if (!isMoved || dryRun || outcome.replayed) return outcome;
    try {
      const later = await decided(passing(command.customerId, now));
      return later.kind === "applied" ? { ...outcome, ledger: later.ledger } : outcome;
    } catch (error) {
      if (error instanceof Fault) return outcome; // The clock was moved; the rest happens later.
      throw error;
    }
  }

  async function applyBatch(request: BatchRequest): Promise<BatchOutcome> {
    const program = () => writeBatch(request, atHand());
    for (;;) {
      const { outcome, inForce, stored } = await session.transact(program);
      catalogue.adopt(inForce);
      kept.keep(stored);
      if (outcome.kind !== "behind") return outcome;
      await others();
    }
  }

  async function loadAt(customerId: string, at: number): Promise<Ledgers> {
    await catalogue.refresh();
    const { catalog } = catalogue.held;
    const past = await session.read(versionsAt(dialect, customerId, at));
    const keys = heldIn(past);
    const ofLocks = versionsOf(dialect, customerId, { keys, at });
    const locks = keys.length > 0 ? await session.read(ofLocks) : [];
    const ledger = ledgerIn(past, locks);
    return { catalog, ledgers: ledger ? [ledger] : [] };
  }

  const count = async (statement: Statement) => countIn(await session.read(statement));

  return {
    backend,
    catalog: async () => {
      await catalogue.refresh();
      return catalogue.held.catalog;
    },
    features: async (ids) => {
      if (notices && !notices.isLive()) await catalogue.refresh();
      return catalogue.held.catalog.features.filter(({ featureId }) => ids.includes(featureId));
    },
    load: readQueue(ledgers.ofCustomers),
    loadAt,
    customers: ledgers.ofPage,
    countCustomers: (filter) => count(pages.countCustomers(filter)),
    entries: async (query) => {
      const rows = await session.read(pages.entries(query));
      return inOrder(rows, query.fromEnd).map((row) => ENTRY.fromRow(row));
    },
    countEntries: (filter) => count(pages.countEntries(filter)),
    locks: async (query) => {
      const rows = await session.read(pages.locks(query));
      return inOrder(rows, query.fromEnd).map((row) => LOCK.fromRow(row));
    },
    countLocks: (filter) => count(pages.countLocks(filter)),
    apply,
    applyBatch,
    sweep: sweeping({ session, dialect }, { catalogue, kept }),
    ready: async () => {
      const sql = "SELECT 1 FROM customers LIMIT 1";
      await session.read({ name: "ready", sql, values: [] });
    },
    close: async () => {
      await Promise.all([session.close(), notices?.close()]);
    },
  };
}

/** Until all else that waits has had its turn. */
function others(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A page read from its end comes in reverse. */
function inOrder(rows: readonly Row[], isReversed: boolean): readonly Row[] {
  return isReversed ? rows.toReversed() : rows;
}

function countIn([row]: readonly Row[]): number {
  return integer.read(row?.[0]);
}
