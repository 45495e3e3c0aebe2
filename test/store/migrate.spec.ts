import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrate } from "../../src/store/sqlite/migrate.ts";
import { openDatabase } from "../../src/store/sqlite/open.ts";

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

  it("make every table strict", async () => {
    await migrate(database);
    const made = database.prepare("SELECT name, strict FROM pragma_table_list").all();
    const ours = made.filter(({ name }) => !/^(sqlite_|schema_versions)/.test(String(name)));
    expect(ours).toHaveLength(10);
    expect(ours.filter(({ strict }) => strict !== 1)).toEqual([]);
  });
});

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
