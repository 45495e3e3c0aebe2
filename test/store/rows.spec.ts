import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Grant, Ledger, Lock } from "../../src/engine/ledger.ts";
import { ENTRY, featuresOf } from "../../src/store/sql/entry-rows.ts";
import { LOCK } from "../../src/store/sql/lock-rows.ts";
import { type Call, call } from "../../src/store/sql/program.ts";
import { ledgerFromRow } from "../../src/store/sql/rows.ts";
import { savingCalls } from "../../src/store/sql/save.ts";
import type { Session } from "../../src/store/sql/session.ts";
import { migrate } from "../../src/store/sqlite/migrate.ts";
import { openDatabase } from "../../src/store/sqlite/open.ts";
import { openSession } from "../../src/store/sqlite/session.ts";
import { SQLITE } from "../../src/store/sqlite/statements.ts";
import { cases, checkAll, checkAllAsync } from "../support/property.ts";
import { alone } from "./alone.ts";
import { anyEntry, anyLedger } from "./arbitrary.ts";

const RUNS = cases(150);

let session: Session;
const statements: string[] = [];

beforeAll(async () => {
  const database = openDatabase(":memory:");
  await migrate(database);
  session = openSession(database, (name) => statements.push(name));
});

afterAll(() => session.close());

describe("a ledger", () => {
  it("comes back from the tables as it was saved, new or in the place of any other", async () => {
    const ran = await checkAllAsync(
      RUNS,
      fc.asyncProperty(anyLedger, anyLedger, fc.nat(4), async (first, other, shift) => {
        const grants = mixed(first.grants, other.grants, shift);
        const ended = first.locks.map((lock): Lock => ({ ...lock, status: "RELEASED" }));
        await save(null, first);
        expect(await stored()).toEqual(first);
        await save(first, { ...other, grants, locks: withLocks(ended, other.locks) });
        expect(await stored()).toEqual({ ...other, grants });
        expect(await endedLocks()).toEqual(ended.filter(({ seq }) => !isIn(other.locks, seq)));
        await run([call("deleteCustomer", "cus")]);
        expect(await stored()).toBeNull();
      }),
    );
    expect(ran).toBe(RUNS);
  });

  it("costs no statement where nothing changed, though it is another object", async () => {
    const ran = await checkAllAsync(
      RUNS,
      fc.asyncProperty(anyLedger, async (ledger) => {
        statements.length = 0;
        await save(structuredClone(ledger), ledger);
        expect(statements).toEqual(["begin immediate", "rollback"]);
      }),
    );
    expect(ran).toBe(RUNS);
  });
});

describe("an entry", () => {
  it("comes back from its row as it was, and is listed under each feature that it moved", () => {
    const ran = checkAll(
      RUNS,
      fc.property(anyEntry, (entry) => {
        expect(ENTRY.fromRow(ENTRY.toRow(entry))).toEqual(entry);
        const moved = entry.deductions.map((deduction) => deduction.featureId);
        expect(featuresOf(entry)).toEqual([...new Set([entry.featureId ?? [], moved].flat())]);
      }),
    );
    expect(ran).toBe(RUNS);
  });
});

it("A row that nobody of ours wrote is a crash, not a guess", () => {
  const row = [1, "TRACK", 0, 0, null, null, null, "1", "[]", null, null, "[]", null, null, "me"];
  expect(ENTRY.fromRow(row).kind).toBe("TRACK");
  expect(() => ENTRY.fromRow(row.with(1, "GUESS"))).toThrow("one of TRACK");
  expect(() => ENTRY.fromRow(row.with(2, "0"))).toThrow("an integer");
  expect(() => ENTRY.fromRow(row.with(7, 1))).toThrow("a text");
  expect(() => ENTRY.fromRow(row.with(7, "one"))).toThrow("decimal");
  expect(() => ENTRY.fromRow(row.slice(0, -1))).toThrow("a text");
});

/** Some of the old grants, the very same objects but elsewhere in the order; then the new ones. */
function mixed(old: readonly Grant[], fresh: readonly Grant[], shift: number): readonly Grant[] {
  const kept = [...old.slice(shift), ...old.slice(0, shift)].slice(0, -1);
  const ids = new Set(kept.map(({ grantId }) => grantId));
  return [...kept, ...fresh.filter(({ grantId }) => !ids.has(grantId))];
}

/** Those that have ended, and those that hold: a number names one lock. */
function withLocks(ended: readonly Lock[], held: readonly Lock[]): readonly Lock[] {
  return [...ended.filter(({ seq }) => !isIn(held, seq)), ...held];
}

function isIn(locks: readonly Lock[], seq: number): boolean {
  return locks.some((lock) => lock.seq === seq);
}

async function endedLocks(): Promise<readonly Lock[]> {
  const columns = LOCK.columns.map(({ name }) => name).join(", ");
  const sql = `SELECT ${columns} FROM locks WHERE status <> 'HELD' ORDER BY seq`;
  const rows = await session.read({ name: "ended", sql, values: [] });
  return rows.map((row) => LOCK.fromRow(row));
}

function save(before: Ledger | null, after: Ledger): Promise<void> {
  return run(alone(savingCalls([{ before, after, entries: [], at: 0, etag: "1" }])));
}

function run(writes: readonly Call[]): Promise<void> {
  return session.transact(function* () {
    yield [];
    return { result: undefined, writes };
  });
}

async function stored(): Promise<Ledger | null> {
  const sql = `${SQLITE.selectLedgers} WHERE c.customer_id = 'cus'`;
  const [row] = await session.read({ name: "ledgers", sql, values: ["{}"] });
  return row ? ledgerFromRow(row) : null;
}
