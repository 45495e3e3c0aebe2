/** The live locks of a ledger by their ends, put in order once while time passes over thousands of them. */
import type { Ledger, Lock } from "./ledger.ts";
import { lockEndsAt } from "./lock.ts";

/** Serves one ledger and all that settling makes of it, since no lock changes its index in these. */
export class LockEnds {
  /** Indexes of the locks, soonest end first. Locks that end at one instant are in order of creation (A26). */
  readonly #places: readonly number[];
  #next = 0;

  constructor({ locks }: Ledger) {
    this.#places = locks
      .map((lock, place) => ({ place, at: lockEndsAt(lock) }))
      .sort((left, right) => left.at - right.at)
      .map(({ place }) => place);
  }

  /** The live lock that ends first; null where there is none. */
  first({ locks }: Ledger): Lock | null {
    for (; this.#next < this.#places.length; this.#next += 1) {
      const lock = locks[this.#places[this.#next] ?? -1];
      if (lock?.status === "HELD") return lock;
    }
    return null;
  }
}
