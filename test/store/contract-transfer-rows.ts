import fc from "fast-check";
import { expect, it } from "vitest";
import type { Entry, Ledger } from "../../src/engine/ledger.ts";
import { type Call, call } from "../../src/store/sql/program.ts";
import { savingCalls } from "../../src/store/sql/save.ts";
import type { Database } from "../../src/store/sql/store.ts";
import { openSqliteRows } from "../../src/store/sqlite/store.ts";
import { cases, checkAllAsync } from "../support/property.ts";
import { alone } from "./alone.ts";
import { anyEntry, anyLedger } from "./arbitrary.ts";
import { exportOf, importInto } from "./moving.ts";

const RUNS = cases(50);

const entries = fc.uniqueArray(anyEntry, { maxLength: 4, selector: ({ seq }) => seq });
const pieceLength = fc.integer({ min: 1, max: 300 });

/** Of any ledger that a store may keep, whether or not an engine would make it. */
export function rowPromises(to: string, open: () => Promise<Database>): void {
  it(`any ledger moves to ${to} to the byte, however the file is cut into pieces`, async () => {
    const [origin, target] = [await openSqliteRows(":memory:"), await open()];
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
    await origin.session.close();
    await target.session.close();
  });
}

function save(database: Database, after: Ledger, added: readonly Entry[]): Promise<void> {
  return run(
    database,
    alone(savingCalls([{ before: null, after, entries: added, at: 0, etag: "1" }])),
  );
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
