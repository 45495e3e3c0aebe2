/** The slices of a grant, of which a per-entity one has as many as there are entities. */
import { isLong } from "./known-terms.ts";
import type { Grant, Slice } from "./ledger.ts";

type Slices = readonly Slice[];

/** A list never changes, so where each entity stands in it is found once. */
const known = new WeakMap<Slices, ReadonlyMap<string | null, Slice>>();

/** The slice of that entity; of the customer itself: null. */
export function sliceOf({ slices }: Grant, entityId: string | null): Slice | undefined {
  if (!isLong(slices)) return slices.find((slice) => slice.entityId === entityId);
  const found = known.get(slices) ?? new Map(slices.map((slice) => [slice.entityId, slice]));
  known.set(slices, found);
  return found.get(entityId);
}
