/** What an organisation notes of a customer (K3). */
import { CEILINGS } from "./ceilings.ts";
import type { Json } from "./feature.ts";
import { invalid, type Refusal } from "./refusal.ts";

/** Key by key; a null deletes its key. */
export function mergedMetadata(current: Json, given: Json): Json {
  const merged = Object.entries({ ...current, ...given });
  return Object.fromEntries(merged.filter(([, value]) => value !== null));
}

/** Why the merged metadata may not be kept: it is too much, and more than before. */
export function metadataRefusal(current: Json, merged: Json): Refusal | null {
  const size = bytesOf(merged);
  if (size <= CEILINGS.metadataBytes || size <= bytesOf(current)) return null;
  const most = `must not bring the customer's metadata to more than ${CEILINGS.metadataBytes} bytes`;
  return invalid("input.metadata", `${most}; got ${size}. Set keys to null to delete them`);
}

function bytesOf(json: Json): number {
  return new TextEncoder().encode(JSON.stringify(json)).length;
}
