import type { Json } from "../../engine/feature.ts";
import { isJson } from "./column.ts";

/**
 * A usage limit's filter as it is written today, { properties: { model: "x" } }; null where it names nothing. Older
 * gateways wrote the properties alone, and compared a value that is no scalar by its text.
 */
export function filterIn(stored: Json): Json | null {
  const { properties, ...others } = stored;
  const isOfToday = isJson(properties) && Object.keys(others).length === 0;
  const named = Object.entries(isOfToday ? properties : stored);
  if (named.length === 0) return null;
  return { properties: Object.fromEntries(named.map(([key, value]) => [key, scalarOf(value)])) };
}

function scalarOf(value: unknown): unknown {
  return ["string", "number", "boolean"].includes(typeof value) ? value : String(value);
}
