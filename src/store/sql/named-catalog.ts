import { createHash } from "node:crypto";
import type { Catalog } from "../../engine/feature.ts";
import { encode } from "./codec.ts";

/** A catalogue with its text, which the answers decided with it share, and the hash of that, which names it. */
export interface NamedCatalog {
  readonly catalog: Catalog;
  readonly text: string;
  readonly hash: string;
}

export function named(catalog: Catalog): NamedCatalog {
  const text = encode(catalog);
  return { catalog, text, hash: createHash("sha256").update(text).digest("hex") };
}
