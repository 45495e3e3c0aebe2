export interface Recent<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
}

/**
 * Keeps what was set or asked for last, as long as the sizes add up to no more than the limit. What alone
 * would take more than a tenth of it is not kept.
 */
export function createRecent<Key, Value>(
  limit: number,
  sizeOf: (key: Key, value: Value) => number,
): Recent<Key, Value> {
  const kept = new Map<Key, Value>();
  let total = 0;

  function drop(key: Key): void {
    const value = kept.get(key);
    if (value !== undefined) total -= sizeOf(key, value);
    kept.delete(key);
  }

  return {
    get(key) {
      const value = kept.get(key);
      if (value === undefined) return undefined;
      kept.delete(key);
      kept.set(key, value);
      return value;
    },
    set(key, value) {
      drop(key);
      const size = sizeOf(key, value);
      if (size > limit / 10) return;
      kept.set(key, value);
      total += size;
      for (const oldest of kept.keys()) {
        if (total <= limit) return;
        drop(oldest);
      }
    },
  };
}
