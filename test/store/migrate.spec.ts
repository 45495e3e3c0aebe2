import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { amount } from "../../src/engine/amount.ts";
import { NO_CONTROLS } from "../../src/engine/customer.ts";
import type { Ledger } from "../../src/engine/ledger.ts";
import { encode } from "../../src/store/sql/codec.ts";
import { fingerprintOf } from "../../src/store/sql/fingerprint.ts";
import { migrate } from "../../src/store/sqlite/migrate.ts";
import { openDatabase } from "../../src/store/sqlite/open.ts";
import { sqliteStoreOn } from "../../src/store/sqlite/store.ts";
import { CATALOG, DAY, START } from "../support/engine.ts";
import { originPromises } from "./contract-origins.ts";
import { defineFeatures, expectPast, live } from "./past.ts";
import { asked, batchOf, customerOf, entriesQuery, featureOf, NOON, trackOf } from "./requests.ts";
import { did } from "./stage.ts";

const OURS = fileURLToPath(new URL("../../src/store/sqlite/migrations", import.meta.url));

const LEDGER: Ledger = {
  customer: {
    customerId: "cus",
    name: "#1",
    email: null,
    fingerprint: null,
    stripeId: null,
    metadata: { "a.b": ["#", 1.5, 1e21] },
    sendEmailReceipts: false,
    createdAt: NOON,
    testClock: null,
    revision: 1,
    billingControls: NO_CONTROLS,
    config: { disablePooledBalance: false, disableOverageBilling: false },
  },
  entities: [],
  grants: [],
  locks: [],
  counters: [],
  revisions: { messages: 2 },
  seq: 2,
};

let folder: string;
let database: DatabaseSync;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "migrations-(x)[y]-"));
  database = openDatabase(":memory:");
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

describe("migrations", () => {
  it("run once each, in order", async () => {
    script("0001.do.first.sql", "CREATE TABLE one (id INTEGER) STRICT;");
    await migrate(database, folder);
    script(
      "0002.do.second.sql",
      "INSERT INTO one VALUES (1); CREATE TABLE two (id INTEGER) STRICT;",
    );
    await migrate(database, folder);
    await migrate(database, folder);
    expect(tables()).toEqual(["one", "schema_versions", "two"]);
    expect(database.prepare("SELECT count(*) AS n FROM one").get()).toEqual({ n: 1 });
  });

  it("leave nothing of any where a later one fails", async () => {
    script("0001.do.first.sql", "CREATE TABLE one (id INTEGER) STRICT;");
    script(
      "0002.do.second.sql",
      "CREATE TABLE two (id INTEGER) STRICT; CREATE TABLE one (id TEXT);",
    );
    const fault = { code: "STORE_UNAVAILABLE", message: expect.stringContaining("already exists") };
    await expect(migrate(database, folder)).rejects.toMatchObject(fault);
    expect(tables()).toEqual([]);
  });

  it("are refused once a script has been changed after it ran", async () => {
    script("0001.do.first.sql", "CREATE TABLE one (id INTEGER) STRICT;");
    await migrate(database, folder);
    script("0001.do.first.sql", "CREATE TABLE one (id TEXT) STRICT;");
    const fault = { code: "STORE_UNAVAILABLE", message: expect.stringContaining("checksum") };
    await expect(migrate(database, folder)).rejects.toMatchObject(fault);
  });

  it("are refused on a file that a newer gateway wrote", async () => {
    script("0001.do.first.sql", "CREATE TABLE one (id INTEGER) STRICT;");
    await migrate(database, folder);
    database.exec("INSERT INTO schema_versions (version) VALUES (7)");
    const fault = { message: expect.stringContaining("schema 7, this gateway knows 1") };
    await expect(migrate(database, folder)).rejects.toMatchObject(fault);
  });

  it("keep the facts of what was answered before answers shared their catalogue", async () => {
    await migrateTo(1);
    const command = trackOf("cus", "1");
    const { locks: _locks, counters: _counters, ...ledger } = LEDGER;
    const first = { kind: "applied", result: {}, ledger, catalog: CATALOG, at: NOON, entry: null };
    for (const [key, outcome] of Object.entries({ a: first, b: { ...first, ledger: null } })) {
      const answer = encode({ ...outcome, replayed: false, dryRun: false });
      database
        .prepare("INSERT INTO answers VALUES (?, ?, 'track', ?, ?)")
        .run(key, fingerprintOf(command), answer, NOON);
    }
    await migrate(database);

    const store = await sqliteStoreOn(database, { persistFreeOverage: false });
    const catalog = await store.catalog();
    const again = { ...first, ledger: null, catalog, replayed: true, dryRun: false };
    expect(await store.apply(asked(command, { idempotencyKey: "a" }))).toEqual({
      ...again,
      customerId: "cus",
    });
    expect(await store.apply(asked(command, { idempotencyKey: "b" }))).toEqual({
      ...again,
      customerId: null,
    });
    const feature = { idempotencyKey: "c", now: NOON + DAY };
    await store.apply(asked(featureOf("messages"), feature));
    const kept = "SELECT idempotency_key AS key FROM answers WHERE outcomes IS NOT NULL";
    expect(database.prepare(kept).all()).toEqual([{ key: "c" }]);
  });

  it("give what was written before entries told their crossings none", async () => {
    await migrateTo(2);
    database.exec(`INSERT INTO customers
      (customer_id, metadata, send_email_receipts, created_at, revision, billing_controls, config, seq)
      VALUES ('cus', '{}', 0, 0, 1, '${JSON.stringify(NO_CONTROLS)}',
        '{"disablePooledBalance":0,"disableOverageBilling":0}', 1)`);
    database.exec(`INSERT INTO entries (customer_id, seq, kind, at, timestamp, value, deductions, actor)
      VALUES ('cus', 1, 'TRACK', 0, 0, '1', '[]', 'me')`);
    const entry = { seq: 1, kind: "TRACK", value: amount("1"), properties: { "a.b": 1e21 } };
    const applied = { kind: "applied", result: {}, ledger: LEDGER, catalog: CATALOG, at: NOON };
    const refusal = { code: "BALANCE_NOT_FOUND", message: "#" };
    const outcomes = [
      { ...applied, entry, replayed: false, dryRun: false },
      { ...applied, entry: null, replayed: false, dryRun: false },
      { kind: "refused", refusal, ledger: null, catalog: CATALOG, at: NOON },
    ];
    const batch = batchOf([trackOf("cus", "1"), trackOf("cus", "2"), trackOf("cus", "3")]);
    const keep = database.prepare("INSERT INTO answers VALUES (?, ?, 'trackBatch', ?, ?, ?)");
    const fingerprint = fingerprintOf({ type: "trackBatch", items: batch.items });
    keep.run("a", fingerprint, NOON, "", encode(outcomes));
    keep.run("b", fingerprint, NOON, null, null);
    await migrate(database);

    const store = await sqliteStoreOn(database, { persistFreeOverage: false });
    const [stored] = await store.entries(entriesQuery("cus"));
    expect(stored?.crossings).toEqual([]);
    const facts = { kind: "applied", customerId: "cus", result: {}, at: NOON, replayed: true };
    expect(await store.applyBatch({ ...batch, idempotencyKey: "a" })).toMatchObject({
      replayed: true,
      outcomes: [
        { ...facts, entry: { ...entry, crossings: [] } },
        { ...facts, entry: null },
        { kind: "refused", refusal, at: NOON },
      ],
    });
    const kept = "SELECT idempotency_key AS key FROM answers WHERE outcomes IS NOT NULL";
    expect(database.prepare(kept).all()).toEqual([{ key: "a" }]);
  });

  it("begin the past of customers from before it was kept with how they stand", async () => {
    const today = openDatabase(":memory:");
    await migrate(today);
    const made = await sqliteStoreOn(today, { persistFreeOverage: false });
    await defineFeatures(made);
    const latest = (await live(made, { seed: 1, events: 40 })).at(-1);
    if (!latest) throw new Error("There is no snapshot");
    await did(made, customerOf("idle"));
    await migrateTo(3);
    copyRows(today, database);
    today.close();
    await migrate(database);

    const store = await sqliteStoreOn(database, { persistFreeOverage: false });
    await expectPast(store, latest, ({ originAt, resetAt: _unknown, ...grant }) => {
      return { ...grant, day: new Date(originAt).getUTCDate() };
    });
    expect((await store.loadAt("idle", NOON)).ledgers).toHaveLength(1);
    expect((await store.loadAt("cus", START)).ledgers).toEqual([]);
  });

  it("make every table strict", async () => {
    await migrate(database);
    const made = database.prepare("SELECT name, strict FROM pragma_table_list").all();
    const ours = made.filter(({ name }) => !/^(sqlite_|schema_versions)/.test(String(name)));
    expect(ours).toHaveLength(13);
    expect(ours.filter(({ strict }) => strict !== 1)).toEqual([]);
  });
});

originPromises(async () => {
  await migrateTo(5);
  return {
    run: async (sql) => database.exec(sql),
    migrated: async () => {
      await migrate(database);
      return sqliteStoreOn(database, { persistFreeOverage: false });
    },
    rows: async (sql) =>
      database
        .prepare(sql)
        .all()
        .map((row) => Object.values(row)),
  };
});

/** As a gateway of that time left it. */
async function migrateTo(version: number): Promise<void> {
  const ours = readdirSync(OURS).filter((name) => Number.parseInt(name, 10) <= version);
  for (const name of ours) copyFileSync(join(OURS, name), join(folder, name));
  await migrate(database, folder);
}

/** The rows of the one in the other, which is of the time before a grant kept its origin. */
function copyRows(from: DatabaseSync, to: DatabaseSync): void {
  const tables = to
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'schema_versions'")
    .all()
    .map(({ name }) => String(name))
    .sort((left, right) => Number(right in FIRST_OF) - Number(left in FIRST_OF));
  for (const table of tables) {
    const anchor = `CAST(strftime('%d', origin_at / 1000, 'unixepoch') AS INTEGER) AS anchor_day`;
    const all = table === "grants" ? `*, ${anchor}` : "*";
    if (!from.prepare("SELECT 1 FROM pragma_table_list WHERE name = ?").get(table)) continue;
    const columns = to.prepare("SELECT name FROM pragma_table_info(?)").all(table);
    const names = columns.map(({ name }) => String(name));
    const put = to.prepare(
      `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
    );
    for (const row of from.prepare(`SELECT ${all} FROM ${table}`).all()) {
      put.run(...names.map((name) => row[name] ?? null));
    }
  }
}

/** Others name their rows. */
const FIRST_OF = { customers: true, grants: true };

function script(name: string, sql: string): void {
  writeFileSync(join(folder, name), sql);
}

function tables(): readonly unknown[] {
  const named = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
  return database
    .prepare(named)
    .all()
    .map(({ name }) => name);
}
