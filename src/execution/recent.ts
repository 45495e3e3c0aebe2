import { LRUCache } from "lru-cache";

/**
 * Keeps what was set or asked for last, as long as the sizes add up to no more than the limit. What alone
 * would take more than a tenth of it is not kept.
 */
export function createRecent<Key extends object | string, Value extends object | string>(
  limit: number,
  sizeOf: (value: Value, key: Key) => number,
): LRUCache<Key, Value> {
  return new LRUCache({ maxSize: limit, maxEntrySize: limit / 10, sizeCalculation: sizeOf });
}
