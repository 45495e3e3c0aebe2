import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Entry, Ledger } from "../../src/engine/ledger.ts";
import { openPostgresRows } from "../../src/store/postgres/store.ts";
import { type Call, call } from "../../src/store/sql/program.ts";
import { savingCalls } from "../../src/store/sql/save.ts";
import type { Database } from "../../src/store/sql/store.ts";
import { openSqliteRows } from "../../src/store/sqlite/store.ts";
import { freshDatabase } from "../support/postgres.ts";
import { anyEntry, anyLedger } from "./arbitrary.ts";
import { checkAllAsync } from "./check-all-async.ts";
import { exportOf, importInto } from "./moving.ts";

const RUNS = 100;

let origin: Database;

beforeEach(async () => {
  origin = await openSqliteRows(":memory:");
});

afterEach(() => origin.session.close());

const entries = fc.uniqueArray(anyEntry, { maxLength: 4, selector: ({ seq }) => seq });
const pieceLength = fc.integer({ min: 1, max: 300 });

describe("any ledger that a store may keep", () => {
  it.each([
    ["SQLite", () => openSqliteRows(":memory:")],
    ["PostgreSQL", async () => openPostgresRows(await freshDatabase())],
  ])("moves to %s to the byte, however the file is cut into pieces", async (_name, open) => {
    const target = await open();
    const ran = await checkAllAsync(
      RUNS,
      fc.asyncProperty(anyLedger, entries, pieceLength, async (ledger, added, piece) => {
        await save(origin, ledger, added);
        const file = await exportOf(origin);
        await importInto(target, file, piece);
        expect(await exportOf(target)).toBe(file);
        await importInto(target, file);
        expect(await exportOf(target)).toBe(file);
        await dropAll(origin);
        await dropAll(target);
      }),
    );
    expect(ran).toBe(RUNS);
    await target.session.close();
  });
});

function save(database: Database, after: Ledger, added: readonly Entry[]): Promise<void> {
  return run(database, savingCalls([{ before: null, after, entries: added, at: 0 }]));
}

function dropAll(database: Database): Promise<void> {
  return run(database, [call("deleteCustomer", "cus")]);
}

function run({ session }: Database, writes: readonly Call[]): Promise<void> {
  return session.transact(function* () {
    yield [];
    return { result: undefined, writes };
  });
}
