import type { Context } from "../context.ts";
import type { Reading } from "../loaders/reading.ts";
import { parseNodeKey } from "./node-id.ts";

export interface NodeReading {
  /** Of the moment that the key names. */
  readonly reading: Reading;
  /** What the key names within its customer. */
  readonly parts: readonly (string | null)[];
}

/** Where the object of a key is to be read; null where that is gone, or never could be read again. */
export async function readNode(key: string, { loaders }: Context): Promise<NodeReading | null> {
  const named = parseNodeKey(key);
  const [customerId, ...parts] = named?.parts ?? [];
  if (!named || customerId == null || named.moment?.kind === "preview") return null;
  const reading = named.moment
    ? await loaders.past.load(customerId, named.moment.at)
    : await loaders.readings.load(customerId);
  return reading === null || typeof reading === "symbol" ? null : { reading, parts };
}
