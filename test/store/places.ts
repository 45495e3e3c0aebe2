import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { BalanceStore } from "../../src/store/port.ts";
import { openPostgresRows, openPostgresStore } from "../../src/store/postgres/store.ts";
import type { Database } from "../../src/store/sql/store.ts";
import { openSqliteRows, openSqliteStore } from "../../src/store/sqlite/store.ts";
import { freshDatabase } from "../support/postgres.ts";

/** Where a store's rows lie, empty at first; to be opened as one or the other. */
export interface Place {
  readonly store: () => Promise<BalanceStore>;
  readonly rows: () => Promise<Database>;
}

export type PlaceKind = "SQLite" | "PostgreSQL";

const OPTIONS = { persistFreeOverage: false };

/** Makes a new place of each kind; a folder is given for those that are files. */
export const PLACES: Readonly<Record<PlaceKind, (folder: string) => Promise<Place>>> = {
  SQLite: async (folder) => {
    const path = join(folder, `${randomUUID()}.db`);
    return {
      store: () => openSqliteStore({ ...OPTIONS, path }),
      rows: () => openSqliteRows(path),
    };
  },
  PostgreSQL: async () => {
    const url = await freshDatabase();
    return {
      store: () => openPostgresStore({ ...OPTIONS, url }),
      rows: () => openPostgresRows(url),
    };
  },
};
