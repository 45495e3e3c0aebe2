import type { Json } from "../engine/feature.ts";
import { Malformed } from "./malformed.ts";

const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);
const MAX_DEPTH = 8;

/** A copy of a plain JSON object; malformed where a key could reach a prototype, or it nests too deep. */
export function safeJson(value: unknown): Json | Malformed {
  if (!isPlainObject(value)) return new Malformed("must be a JSON object");
  const reason = faultIn(value, 1);
  return reason === null ? value : new Malformed(reason);
}

function faultIn(value: unknown, depth: number): string | null {
  if (typeof value !== "object" || value === null) return null;
  if (depth > MAX_DEPTH) return `must not nest deeper than ${MAX_DEPTH}`;
  for (const [key, child] of Object.entries(value)) {
    if (!Array.isArray(value) && FORBIDDEN.has(key)) return `must not have the key ${key}`;
    const reason = faultIn(child, depth + 1);
    if (reason !== null) return reason;
  }
  return null;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
