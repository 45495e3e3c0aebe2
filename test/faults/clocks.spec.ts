import { expect, test } from "vitest";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { freshDatabase } from "../support/postgres.ts";
import { clockJumps } from "./clock-jumps.ts";
import { broken } from "./figures.ts";

const persistFreeOverage = false;

test("clocks jump, on one SQLite store: each reset and each lock's end comes once", async () => {
  const store = await openSqliteStore({ path: ":memory:", persistFreeOverage });
  const figures = await clockJumps(async () => store, 2);
  expect(broken(figures)).toEqual([]);
  expect(figures.faults).toBe(2);
});

test("clocks jump, of two gateways on one PostgreSQL database", async () => {
  const url = await freshDatabase();
  const figures = await clockJumps(() => openPostgresStore({ url, persistFreeOverage }), 2);
  expect(broken(figures)).toEqual([]);
  expect(figures.faults).toBe(2);
});
