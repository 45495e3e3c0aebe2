import type { Catalog } from "../../engine/feature.ts";
import { FEATURE } from "./feature-rows.ts";
import type { Row } from "./program.ts";

/** A catalogue with the number of its latest change, which names it. */
export interface NamedCatalog {
  readonly catalog: Catalog;
  readonly revision: number;
}

/** As read from the table, with the settings of the one known before. */
export function catalogFromRows(rows: readonly Row[], { persistFreeOverage }: Catalog): Catalog {
  return { features: rows.map((row) => FEATURE.fromRow(row)), persistFreeOverage };
}
