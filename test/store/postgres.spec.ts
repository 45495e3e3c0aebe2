import { afterEach, beforeAll } from "vitest";
import type { BalanceStore } from "../../src/store/port.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { asked, emptied, freshTables } from "../support/postgres.ts";
import { storeContract } from "./contract.ts";
import { duePromises } from "./contract-due.ts";

const opened: BalanceStore[] = [];
let url: string;

beforeAll(async () => {
  url = await freshTables();
});

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

async function open(): Promise<BalanceStore> {
  const own = opened.length === 0 ? url : await freshTables();
  if (own === url) await emptied(url);
  return openedAt(own);
}

async function openedAt(database: string, rowsKept?: number): Promise<BalanceStore> {
  const store = await openPostgresStore({ url: database, persistFreeOverage: false, rowsKept });
  opened.push(store);
  return store;
}

storeContract(
  "the PostgreSQL store",
  open,
  async () => [await open(), () => openedAt(url, 0)],
  async () => [await open(), await openedAt(url)],
);

duePromises(async () => {
  const store = await open();
  return [
    store,
    async (customerId) => {
      const where = `customer_id = '${customerId}'`;
      const [[due] = []] = await asked(url, `SELECT due_at::float FROM customers WHERE ${where}`);
      return due;
    },
  ];
});
