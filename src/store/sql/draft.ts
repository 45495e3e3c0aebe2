import type { Track } from "../../engine/command.ts";
import type { Decided } from "../../engine/decide.ts";
import type { Entry, Ledger, Lock } from "../../engine/ledger.ts";
import { ask, type Program } from "./program.ts";
import { ledgerFromRow } from "./rows.ts";
import { addEntries, saveLedger } from "./save.ts";

/** A stored ledger with what was decided upon it since and is not saved yet. */
export class Draft {
  readonly before: Ledger;
  readonly #entries: Entry[] = [];
  /** A decision drops the locks that one before it ended; these are still to be saved. */
  readonly #ended = new Map<number, Lock>();
  #after: Ledger;

  constructor(before: Ledger) {
    this.before = before;
    this.#after = before;
  }

  get after(): Ledger {
    return this.#after;
  }

  add({ ledger, entries }: Decided<Track>): void {
    if (!ledger) return;
    this.#after = ledger;
    for (const entry of entries) this.#entries.push(entry);
    for (const lock of ledger.locks) if (lock.status !== "HELD") this.#ended.set(lock.seq, lock);
  }

  *save(): Program<void> {
    if (this.#after === this.before) return;
    const held = this.#after.locks.filter(({ status }) => status === "HELD");
    yield* saveLedger(this.before, { ...this.#after, locks: [...this.#ended.values(), ...held] });
    yield* addEntries(this.before.customer.customerId, this.#entries);
  }
}

/** Of these customers, by id; those that do not exist are left out. */
export function* draftsOf(customerIds: readonly string[]): Program<ReadonlyMap<string, Draft>> {
  const rows = yield* ask("ledgers", JSON.stringify([...new Set(customerIds)]));
  const drafts = rows.map((row) => new Draft(ledgerFromRow(row)));
  return new Map(drafts.map((draft) => [draft.before.customer.customerId, draft]));
}

export function* saveDrafts(drafts: ReadonlyMap<string, Draft>): Program<void> {
  for (const draft of drafts.values()) yield* draft.save();
}
