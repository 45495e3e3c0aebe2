import { beforeAll, describe, expect, it } from "vitest";
import { openLink } from "../../src/store/postgres/link.ts";
import { migrate } from "../../src/store/postgres/migrate.ts";
import { migrate as migrateSqlite } from "../../src/store/sqlite/migrate.ts";
import { openDatabase } from "../../src/store/sqlite/open.ts";
import { asked, freshDatabase } from "../support/postgres.ts";

const CUSTOMER = `INSERT INTO customers VALUES
  ('cus', NULL, NULL, NULL, NULL, '{}', false, 0, NULL, 1, '{}', '{}', 0)`;

let url: string;

beforeAll(async () => {
  url = await freshDatabase();
  await migrate({ url, timeoutMs: 5000 });
  await asked(url, CUSTOMER);
});

describe("an amount", () => {
  it.each([
    ["the largest", "999999999999999999.9999999999"],
    ["the smallest step", "-0.0000000001"],
  ])("is kept to the last digit: %s", async (_title, amount) => {
    expect(await asked(url, `SELECT '${amount}'::amount`)).toEqual([[amount]]);
  });

  it.each([
    ["not a number: the check", "NaN", "amount_check"],
    ["infinite: the type", "Infinity", "numeric field overflow"],
    ["infinite below zero: the type", "-Infinity", "numeric field overflow"],
    ["too large: the type", "1e28", "numeric field overflow"],
  ])("is refused where it is %s", async (_title, amount, reason) => {
    await expect(asked(url, `SELECT '${amount}'::amount`)).rejects.toThrow(reason);
    const counter = `INSERT INTO counters VALUES ('cus', 'key', 0, 0, '${amount}', 0)`;
    await expect(asked(url, counter)).rejects.toThrow(reason);
  });

  it("is what every column of decimals holds", async () => {
    const numeric = `SELECT table_name || '.' || column_name FROM information_schema.columns
      WHERE table_schema = 'public' AND data_type = 'numeric' AND domain_name IS DISTINCT FROM 'amount'`;
    expect(await asked(url, numeric)).toEqual([]);
  });
});

describe("the tables", () => {
  it("have the columns of SQLite's, in their order, null where they may be; and a number for the catalogue", async () => {
    const number = "catalog.revision NOT NULL"; // One process has a SQLite file, and knows without.
    const [theirs, ours] = [await sqliteColumns(), await postgresColumns()];
    expect(ours).toContain(number);
    expect(ours.filter((column) => column !== number)).toEqual(theirs);
    expect(theirs.length).toBeGreaterThan(90);
  });

  it("order every text by its bytes, as SQLite does, in a database that sorts as a dictionary", async () => {
    const ids = ["b", "B", "a", "A", "é", "_", "1"].map((id) => `('${id}', '', 'c', 0)`);
    await asked(url, `INSERT INTO answers VALUES ${ids.join(", ")}`);
    const inOrder = (text: string) =>
      `SELECT string_agg(idempotency_key, '' ORDER BY ${text}) FROM answers`;
    expect(await asked(url, inOrder("idempotency_key"))).toEqual([["1AB_abé"]]);
    expect(await asked(url, inOrder(`idempotency_key COLLATE "default"`))).toEqual([["_1aAbBé"]]);
    const others = `SELECT table_name, column_name FROM information_schema.columns
      WHERE table_schema = 'public' AND data_type = 'text' AND table_name <> 'schema_versions'
      AND collation_name IS DISTINCT FROM 'C'`;
    expect(await asked(url, others)).toEqual([]);
  });

  it("of a customer have no key and no foreign key that does not begin with it", async () => {
    const keys = `SELECT conname FROM pg_constraint JOIN pg_attribute
        ON attrelid = conrelid AND attnum = conkey[1]
      WHERE contype IN ('p', 'f') AND attname <> 'customer_id' AND EXISTS (SELECT FROM pg_attribute
        WHERE attrelid = conrelid AND attname = 'customer_id')`;
    expect(await asked(url, keys)).toEqual([]);
  });

  it("keep JSON as it was written", async () => {
    const text = '{"b" : 1.50, "a":[], "a": "\\u0000" }';
    await asked(url, `UPDATE customers SET metadata = '${text}'`);
    expect(await asked(url, "SELECT metadata::text FROM customers")).toEqual([[text]]);
  });

  it("hold one catalogue, no more", async () => {
    await expect(asked(url, "INSERT INTO catalog VALUES (1)")).rejects.toThrow("one_row");
  });

  it("change in place without touching an index", async () => {
    await asked(url, "INSERT INTO counters VALUES ('cus', 'hot', 0, 0, 0, 0)");
    const link = openLink({ url, applicationName: "", timeoutMs: 5000 });
    const answers = await link.run([
      statement("BEGIN"),
      statement("UPDATE counters SET usage = 1 WHERE key = 'hot'"),
      statement("UPDATE customers SET seq = 1"),
      statement(
        "SELECT relname, n_tup_upd, n_tup_hot_upd FROM pg_stat_xact_user_tables ORDER BY 1",
      ),
      statement("ROLLBACK"),
    ]);
    await link.close();
    expect(answers.at(-2)).toEqual(
      expect.arrayContaining([
        ["counters", 1, 1],
        ["customers", 1, 1],
      ]),
    );
  });
});

function statement(sql: string) {
  return { name: "statement", sql, values: [] };
}

async function sqliteColumns(): Promise<readonly string[]> {
  const database = openDatabase(":memory:");
  await migrateSqlite(database);
  const columns = `SELECT t.name || '.' || c.name || iif(c."notnull", ' NOT NULL', '') AS described
    FROM pragma_table_list t JOIN pragma_table_info(t.name) c
    WHERE t.name NOT LIKE 'sqlite%' AND t.name <> 'schema_versions' ORDER BY t.name, c.cid`;
  const described = database.prepare(columns).all();
  database.close();
  return described.map((row) => String(row.described));
}

async function postgresColumns(): Promise<readonly string[]> {
  const columns = `SELECT table_name || '.' || column_name
      || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'schema_versions'
    ORDER BY table_name COLLATE "C", ordinal_position`;
  return (await asked(url, columns)).map(([described]) => String(described));
}
