/** Lends each of the things to one borrower at a time; who comes while all are lent waits in line. */
export function exclusive<T>(
  things: readonly T[],
): <R>(work: (thing: T) => Promise<R>) => Promise<R> {
  const free = [...things];
  const waiting: ((thing: T) => void)[] = [];

  function borrowed(): Promise<T> {
    const thing = free.pop();
    return thing === undefined
      ? new Promise((resolve) => waiting.push(resolve))
      : Promise.resolve(thing);
  }

  function handBack(thing: T): void {
    const next = waiting.shift();
    if (next) next(thing);
    else free.push(thing);
  }

  return async (work) => {
    const thing = await borrowed();
    try {
      return await work(thing);
    } finally {
      handBack(thing);
    }
  };
}
