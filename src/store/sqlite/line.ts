/** Who wants to use a connection while a transaction pauses on it waits in line: nobody sees it half done. */
export class Line {
  readonly #waiting: (() => void)[] = [];
  #isTaken = false;

  /** Runs the work at once where nobody uses the connection, else in its turn. */
  async use<T>(work: () => T | Promise<T>): Promise<T> {
    const hasWaited = this.#isTaken;
    if (hasWaited) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    let isHeld = hasWaited;
    try {
      const result = work();
      if (!(result instanceof Promise)) return result;
      isHeld = true;
      this.#isTaken = true;
      return await result;
    } finally {
      if (isHeld) setImmediate(() => this.#handOn());
    }
  }

  /** Later: who was answered just now first does what he has to do with the answer. */
  #handOn(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#isTaken = false;
  }
}
