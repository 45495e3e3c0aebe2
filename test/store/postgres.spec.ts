import { afterEach, beforeAll } from "vitest";
import type { BalanceStore } from "../../src/store/port.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { emptied, freshDatabase } from "../support/postgres.ts";
import { storeContract } from "./contract.ts";

const opened: BalanceStore[] = [];
let url: string;

beforeAll(async () => {
  url = await freshDatabase();
});

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

storeContract("the PostgreSQL store", async () => {
  const own = opened.length === 0 ? url : await freshDatabase();
  if (own === url) await emptied(url);
  const store = await openPostgresStore({ url: own, persistFreeOverage: false });
  opened.push(store);
  return store;
});
