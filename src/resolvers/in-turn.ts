import { Stretch } from "../stretch.ts";

/**
 * Does one after the other, and answers each as soon as it is done, so that what is made of it is made piece by
 * piece, with time for others in between.
 */
export function inTurn<T>(works: readonly (() => Promise<T>)[]): readonly Promise<T>[] {
  const stretch = new Stretch();
  const pause = () => (stretch.isLong ? stretch.end() : undefined);
  let before: Promise<void> = Promise.resolve();
  return works.map((work) => {
    const done = before.then(work);
    before = done.then(pause, pause);
    return done;
  });
}
