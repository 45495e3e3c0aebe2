import { afterEach } from "vitest";
import type { BalanceStore } from "../../src/store/port.ts";
import { migrate } from "../../src/store/sqlite/migrate.ts";
import { openDatabase } from "../../src/store/sqlite/open.ts";
import { openSqliteStore, sqliteStoreOn } from "../../src/store/sqlite/store.ts";
import { storeContract } from "./contract.ts";
import { duePromises } from "./contract-due.ts";

const opened: BalanceStore[] = [];
const persistFreeOverage = false;

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

storeContract(
  "the SQLite store",
  async () => {
    const store = await openSqliteStore({ path: ":memory:", persistFreeOverage });
    opened.push(store);
    return store;
  },
  async () => {
    const database = openDatabase(":memory:");
    await migrate(database);
    const store = await sqliteStoreOn(database, { persistFreeOverage });
    opened.push(store);
    return [store, () => sqliteStoreOn(database, { persistFreeOverage, rowsKept: 0 })];
  },
  { cannot: "one process owns a SQLite file" },
);

duePromises(async () => {
  const database = openDatabase(":memory:");
  await migrate(database);
  const store = await sqliteStoreOn(database, { persistFreeOverage });
  opened.push(store);
  const due = database.prepare("SELECT due_at FROM customers WHERE customer_id = ?");
  return [store, async (customerId) => due.get(customerId)?.due_at];
});
