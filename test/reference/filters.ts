import type { UsageLimit } from "../../src/engine/customer.ts";

type Filter = UsageLimit["filter"];

/** The properties that a limit asks for: none without a filter. */
export function wantedBy(filter: Filter): [string, unknown][] {
  const properties = filter?.properties;
  return isRecord(properties) ? Object.entries(properties) : [];
}

/** A21: none, or { properties: 1 to 4 scalars } and nothing else. */
export function isFilter(filter: Filter): boolean {
  if (filter === null) return true;
  const wanted = wantedBy(filter);
  const isAlone = Object.keys(filter).every((key) => key === "properties");
  const isFew = wanted.length >= 1 && wanted.length <= 4;
  return isAlone && isFew && wanted.every(([, value]) => isScalar(value));
}

export function isScalar(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
