import { openPostgresRows } from "../../src/store/postgres/store.ts";
import { freshDatabase } from "../support/postgres.ts";
import { transferPromises } from "./contract-transfer.ts";
import { rowPromises } from "./contract-transfer-rows.ts";

transferPromises("SQLite", ["PostgreSQL"]);
transferPromises("PostgreSQL", ["SQLite", "PostgreSQL"]);
rowPromises("PostgreSQL", async () => openPostgresRows(await freshDatabase()));
