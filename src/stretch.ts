/** Who has worked long enough lets others have their turn: nothing may keep the process to itself. */
import { setImmediate as others } from "node:timers/promises";

/** How long others may be kept waiting, in milliseconds. */
const LONG_MS = 20;

/** Tells when it is time to let others have their turn. */
export class Stretch {
  #since = performance.now();

  get isLong(): boolean {
    return performance.now() - this.#since >= LONG_MS;
  }

  /** Until all who wait have had their turn. */
  async end(): Promise<void> {
    await others();
    this.#since = performance.now();
  }
}
