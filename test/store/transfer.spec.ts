import { openSqliteRows } from "../../src/store/sqlite/store.ts";
import { transferPromises } from "./contract-transfer.ts";
import { rowPromises } from "./contract-transfer-rows.ts";

transferPromises("SQLite", ["SQLite"]);
rowPromises("SQLite", () => openSqliteRows(":memory:"));
