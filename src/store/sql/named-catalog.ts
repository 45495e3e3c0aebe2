import { createHash } from "node:crypto";
import type { Catalog } from "../../engine/feature.ts";
import { encode } from "./codec.ts";
import { FEATURE } from "./feature-rows.ts";
import type { Row } from "./program.ts";

/** A catalogue with its text, which the answers decided with it share, and the hash of that, which names it. */
export interface NamedCatalog {
  readonly catalog: Catalog;
  readonly text: string;
  readonly hash: string;
  /** The number of its latest change. */
  readonly revision: number;
}

export function named(catalog: Catalog, revision: number): NamedCatalog {
  const text = encode(catalog);
  return { catalog, text, hash: createHash("sha256").update(text).digest("hex"), revision };
}

/** As read from the table, with the settings of the one known before. */
export function catalogFromRows(rows: readonly Row[], { persistFreeOverage }: Catalog): Catalog {
  return { features: rows.map((row) => FEATURE.fromRow(row)), persistFreeOverage };
}
