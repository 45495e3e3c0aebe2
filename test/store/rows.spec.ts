import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Grant, Ledger, Lock } from "../../src/engine/ledger.ts";
import { ENTRY, featuresOf } from "../../src/store/sql/entry-rows.ts";
import { LOCK } from "../../src/store/sql/lock-rows.ts";
import type { Program } from "../../src/store/sql/program.ts";
import { ledgerFromRow } from "../../src/store/sql/rows.ts";
import { saveLedger } from "../../src/store/sql/save.ts";
import { migrate } from "../../src/store/sqlite/migrate.ts";
import { openDatabase } from "../../src/store/sqlite/open.ts";
import { openSession, type Session } from "../../src/store/sqlite/session.ts";
import { STATEMENTS } from "../../src/store/sqlite/statements.ts";
import { checkAll } from "../support/property.ts";
import { anyEntry, anyLedger } from "./arbitrary.ts";

const RUNS = 300;

let session: Session;
const statements: string[] = [];

beforeAll(async () => {
  const database = openDatabase(":memory:");
  await migrate(database);
  session = openSession(database, (name) => statements.push(name));
});

afterAll(() => session.close());

describe("a ledger", () => {
  it("comes back from the tables as it was saved, new or in the place of any other", () => {
    const ran = checkAll(
      RUNS,
      fc.property(anyLedger, anyLedger, fc.nat(4), (first, other, shift) => {
        const grants = mixed(first.grants, other.grants, shift);
        const ended = first.locks.map((lock): Lock => ({ ...lock, status: "RELEASED" }));
        save(null, first);
        expect(stored()).toEqual(first);
        save(first, { ...other, grants, locks: withLocks(ended, other.locks) });
        expect(stored()).toEqual({ ...other, grants });
        expect(endedLocks()).toEqual(ended.filter(({ seq }) => !isIn(other.locks, seq)));
        run(function* () {
          yield { name: "deleteCustomer", values: ["cus"] };
        });
        expect(stored()).toBeUndefined();
      }),
    );
    expect(ran).toBe(RUNS);
  });

  it("costs no statement where nothing changed, though it is another object", () => {
    const ran = checkAll(
      RUNS,
      fc.property(anyLedger, (ledger) => {
        statements.length = 0;
        save(structuredClone(ledger), ledger);
        expect(statements).toEqual(["begin immediate", "commit"]);
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

function endedLocks(): readonly Lock[] {
  const sql = `SELECT ${LOCK.columns.join(", ")} FROM locks WHERE status <> 'HELD' ORDER BY seq`;
  return session.rows({ name: "ended", sql, values: [] }).map((row) => LOCK.fromRow(row));
}

function save(before: Ledger | null, after: Ledger): void {
  run(() => saveLedger(before, after));
}

function run(program: () => Program<void>): void {
  session.transact(program(), () => true);
}

function stored(): Ledger | undefined {
  const values = [JSON.stringify(["cus"])];
  const [row] = session.rows({ name: "ledgers", sql: STATEMENTS.ledgers, values });
  return row && ledgerFromRow(row);
}
