import { createHash } from "node:crypto";
import { encode } from "./codec.ts";
import { isJson } from "./column.ts";

/** Made anew for each call, so that the same wish would look like another one. */
const MADE_PER_CALL: ReadonlySet<string> = new Set(["grantId"]);

/** Equal for two commands, or batches, that ask for the same: SHA-256 over their canonical JSON. */
export function fingerprintOf(command: object): string {
  const asked = Object.entries(command).filter(([field]) => !MADE_PER_CALL.has(field));
  return createHash("sha256")
    .update(encode(sorted(Object.fromEntries(asked))))
    .digest("hex");
}

/** With the keys of each object in order; an undefined field is as good as none. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJson(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key])]));
}
