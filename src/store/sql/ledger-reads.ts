/** Ledgers as they stand, read with one statement that sends only those that are not held in memory. */
import { LRUCache } from "lru-cache";
import { invariant } from "../../engine/invariant.ts";
import type { CustomerQuery, Ledgers } from "../port.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Dialect, Statement } from "./dialect.ts";
import type { Held, KeptLedgers } from "./kept-ledgers.ts";
import type { Pages } from "./pages.ts";
import { catalogRevisionIn } from "./rows.ts";
import type { Session } from "./session.ts";
import { storable } from "./storable.ts";

export interface LedgerReads {
  readonly ofCustomers: (customerIds: readonly string[]) => Promise<Ledgers>;
  readonly ofPage: (query: CustomerQuery) => Promise<Ledgers>;
}

/** Characters of the pages of which it is known who was on them when they were last read. */
const PAGES_KNOWN = 1_000_000;

export function ledgerReads(at: {
  readonly session: Session;
  readonly dialect: Dialect;
  readonly pages: Pages;
  readonly catalogue: Catalogue;
  readonly kept: KeptLedgers;
}): LedgerReads {
  const { session, dialect, pages, catalogue, kept } = at;
  const lastOnPage = new LRUCache<string, readonly string[]>({
    maxSize: PAGES_KNOWN,
    sizeCalculation: (ids, page) => page.length + ids.join().length,
  });

  /** With the very catalogue that was in force at the moment of the read; null where one was not sent. */
  async function asked(statement: Statement, held: Held): Promise<Ledgers | null> {
    for (;;) {
      const rows = await session.read(statement);
      const { catalog, revision } = catalogue.held;
      const met = rows[0] ? catalogRevisionIn(rows[0]) : null;
      if (met !== null && met !== revision) {
        await catalogue.refresh();
        continue;
      }
      const stored = held.storedIn(rows);
      if (!stored) return null;
      kept.keep(stored);
      return { catalog, ledgers: stored.map(({ ledger }) => ledger) };
    }
  }

  async function read(statement: Statement, held: Held): Promise<Ledgers> {
    const ledgers = await asked(statement, held);
    invariant(ledgers, "what is not held is sent");
    return ledgers;
  }

  return {
    ofCustomers: async (customerIds) => {
      const { etags, ledgers } = dialect.statements;
      const held = kept.among(customerIds);
      const ids = JSON.stringify(customerIds.map(storable));
      // Whether they still stand is told with a fraction of the work.
      const standing = { name: "etags", sql: etags, values: [ids] };
      const known = held.isOf(customerIds) ? await asked(standing, held) : null;
      return known ?? read({ name: "ledgers", sql: ledgers, values: [held.etags, ids] }, held);
    },
    ofPage: async (query) => {
      const page = JSON.stringify(query);
      const held = kept.among(lastOnPage.get(page) ?? []);
      const { catalog, ledgers } = await read(pages.customers(query, held.etags), held);
      const inOrder = query.fromEnd ? ledgers.toReversed() : ledgers;
      lastOnPage.set(
        page,
        inOrder.map(({ customer }) => customer.customerId),
      );
      return { catalog, ledgers: inOrder };
    },
  };
}
