import { type Amount, amount } from "../../src/engine/amount.ts";

/** A repeatable sequence of choices (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.below(choices.length)];
    if (choice === undefined) throw new Error("nothing to pick from");
    return choice;
  }

  once(times: number): boolean {
    return this.below(times) === 0;
  }

  amount(): Amount {
    return amount(this.pick(AMOUNTS));
  }

  /** Below zero one time in four. */
  signed(): Amount {
    return amount(`${this.once(4) ? "-" : ""}${this.pick(AMOUNTS)}`);
  }
}

const AMOUNTS = [
  "0",
  "1",
  "5",
  "7.5",
  "0.1",
  "0.3333333333",
  "33",
  "100",
  "120.25",
  "1e-10",
  "250",
];
