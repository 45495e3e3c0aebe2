import { expect, it } from "vitest";
import { openPostgresRows, openPostgresStore } from "../../src/store/postgres/store.ts";
import type { Database } from "../../src/store/sql/store.ts";
import { freshDatabase } from "../support/postgres.ts";
import { transferPromises } from "./contract-transfer.ts";
import { rowPromises } from "./contract-transfer-rows.ts";
import { exportOf, importInto } from "./moving.ts";
import { defineFeatures } from "./past.ts";

transferPromises("SQLite", ["PostgreSQL"]);
transferPromises("PostgreSQL", ["SQLite", "PostgreSQL"]);
rowPromises("PostgreSQL", async () => openPostgresRows(await freshDatabase()));

it("imported features are a change of the catalogue, once", async () => {
  const [url, target] = [await freshDatabase(), await openPostgresRows(await freshDatabase())];
  const store = await openPostgresStore({ url, persistFreeOverage: false });
  await defineFeatures(store);
  await store.close();
  const origin = await openPostgresRows(url);
  const file = await exportOf(origin);
  await origin.session.close();
  expect(await revisionIn(target)).toBe(0);
  await importInto(target, file);
  expect(await revisionIn(target)).toBe(1);
  await importInto(target, file);
  expect(await revisionIn(target)).toBe(1);
  await target.session.close();
});

async function revisionIn({ session }: Database): Promise<unknown> {
  const sql = "SELECT revision FROM catalog";
  const [row] = await session.read({ name: "revision", sql, values: [] });
  return row?.[0];
}
