import { afterEach } from "vitest";
import type { BalanceStore } from "../../src/store/port.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { storeContract } from "./contract.ts";

const opened: BalanceStore[] = [];

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

storeContract(
  "the SQLite store",
  async () => {
    const store = await openSqliteStore({ path: ":memory:", persistFreeOverage: false });
    opened.push(store);
    return store;
  },
  { cannot: "one process owns a SQLite file" },
);
