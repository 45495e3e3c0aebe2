/** Where a program may be interrupted, so that no transaction keeps the process to itself. */
import type { Call, Program } from "./program.ts";

/** What a program yields where nothing is to be asked: there is time for a pause, if one is due. */
export const PAUSE: readonly Call[] = [];

/** As map, with time for a pause after each item. */
export function* inTurn<T, U>(items: Iterable<T>, work: (item: T) => U): Program<readonly U[]> {
  const done: U[] = [];
  for (const item of items) {
    done.push(work(item));
    yield PAUSE;
  }
  return done;
}

/** As inTurn, where each item takes a program. */
export function* inTurns<T, U>(
  items: Iterable<T>,
  work: (item: T) => Program<U>,
): Program<readonly U[]> {
  const done: U[] = [];
  for (const item of items) {
    done.push(yield* work(item));
    yield PAUSE;
  }
  return done;
}
