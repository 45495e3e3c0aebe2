/** Which filter a usage limit may have (A21). */
import { CEILINGS } from "./ceilings.ts";
import type { Json } from "./feature.ts";

/** What is wrong with the filter; null where it is none, or as it must be. */
export function filterFault(filter: Json | null): string | null {
  if (filter === null || isFilter(filter)) return null;
  return `must be { properties: { ... } } with 1 to ${CEILINGS.filterKeys} keys, each a string, a number or a boolean; leave it out for no filter`;
}

function isFilter({ properties, ...others }: Json): boolean {
  if (typeof properties !== "object" || properties === null || Array.isArray(properties)) {
    return false;
  }
  const values: readonly unknown[] = Object.values(properties);
  return (
    Object.keys(others).length === 0 &&
    values.length >= 1 &&
    values.length <= CEILINGS.filterKeys &&
    values.every((value) => SCALARS.has(typeof value))
  );
}

const SCALARS: ReadonlySet<string> = new Set(["string", "number", "boolean"]);
