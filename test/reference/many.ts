import { Dice } from "../support/cases-dice.ts";
import { compare, shrunk, told } from "./compare.ts";
import { historyOf } from "./history.ts";

export interface Compared {
  readonly operations: number;
  /** How often each command ended how: "track done". */
  readonly done: ReadonlyMap<string, number>;
  /** The first difference, told with as little history as it needs; null where there is none. */
  readonly difference: string | null;
}

/** Compares histories until so many operations are through. */
export function compareMany(seed: number, atLeast: number): Compared {
  const dice = new Dice(seed);
  const done = new Map<string, number>();
  let operations = 0;
  for (let number = 0; ; number += 1) {
    if (operations >= atLeast) return { operations, done, difference: null };
    const history = historyOf(dice.below(2 ** 31), number);
    const difference = compare(history, done);
    operations += history.events.length;
    if (difference) return { operations, done, difference: told(shrunk(difference)) };
  }
}
