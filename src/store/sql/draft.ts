import type { CustomerCommand } from "../../engine/command.ts";
import type { Behind, Decided } from "../../engine/decide.ts";
import { liveLocks } from "../../engine/held.ts";
import type { Entry, Ledger, Lock } from "../../engine/ledger.ts";
import { customerNow } from "../../engine/settle.ts";
import { newEtag } from "./kept-ledgers.ts";
import type { Saving } from "./save.ts";

/** A customer as stored, null where there is none, with what was decided since and is not saved yet. */
export class Draft {
  readonly before: Ledger | null;
  readonly #entries: Entry[] = [];
  /** A decision drops the locks that one before it ended; these are still to be saved. */
  readonly #ended = new Map<number, Lock>();
  #after: Ledger | null;
  #at = 0;

  constructor(before: Ledger | null) {
    this.before = before;
    this.#after = before;
  }

  /** As decided; null where there is no customer, or no longer. */
  get after(): Ledger | null {
    return this.#after;
  }

  /** With one decision more. */
  with({ ledger, entries, at }: Decided<CustomerCommand> | Behind): this {
    this.#after = ledger;
    this.#at = ledger ? customerNow(ledger, at) : at;
    for (const entry of entries) this.#entries.push(entry);
    for (const lock of ledger?.locks ?? []) {
      if (lock.status !== "HELD") this.#ended.set(lock.seq, lock);
    }
    return this;
  }

  /** What is to be saved; null where nothing is, or the customer is to be deleted. */
  saving(): Saving | null {
    const { before } = this;
    const after = this.#after;
    if (after === before || after === null) return null;
    const locks = [...this.#ended.values(), ...liveLocks(after)];
    const saved = { ...after, locks };
    return { before, after: saved, entries: this.#entries, at: this.#at, etag: newEtag() };
  }

  /** The customer to be deleted; null where none is. */
  get deleted(): string | null {
    return this.#after === null ? (this.before?.customer.customerId ?? null) : null;
  }
}
