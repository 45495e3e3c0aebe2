import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { migrate } from "../../src/store/postgres/migrate.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { asked, freshDatabase } from "../support/postgres.ts";
import { originPromises } from "./contract-origins.ts";

const OURS = fileURLToPath(new URL("../../src/store/postgres/migrations", import.meta.url));
const CHILD = fileURLToPath(new URL("./postgres-child.ts", import.meta.url));

let folder: string;
let url: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "migrations-(x)[y]-"));
  url = await freshDatabase();
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("migrations of PostgreSQL", () => {
  it("run once each, in order", async () => {
    script("0001.do.first.sql", "CREATE TABLE one (id BIGINT);");
    await migrated();
    script("0002.do.second.sql", "INSERT INTO one VALUES (1); CREATE TABLE two (id BIGINT);");
    await migrated();
    await migrated();
    expect(await tables()).toEqual(["one", "schema_versions", "two"]);
    expect(await asked(url, "SELECT count(*) FROM one")).toEqual([["1"]]);
  });

  it("leave nothing of any where a later one fails", async () => {
    script("0001.do.first.sql", "CREATE TABLE one (id BIGINT);");
    script("0002.do.second.sql", "CREATE TABLE two (id BIGINT); CREATE TABLE one (id TEXT);");
    await expect(migrated()).rejects.toMatchObject(faultSaying("already exists"));
    expect(await tables()).toEqual([]);
  });

  it("are refused once a script has been changed after it ran", async () => {
    script("0001.do.first.sql", "CREATE TABLE one (id BIGINT);");
    await migrated();
    script("0001.do.first.sql", "CREATE TABLE one (id TEXT);");
    await expect(migrated()).rejects.toMatchObject(faultSaying("checksum"));
  });

  it("are refused on a database that a newer gateway wrote", async () => {
    script("0001.do.first.sql", "CREATE TABLE one (id BIGINT);");
    await migrated();
    await asked(url, "INSERT INTO schema_versions (version) VALUES (7)");
    await expect(migrated()).rejects.toMatchObject(faultSaying("schema 7, this gateway knows 1"));
  });

  it("know their own schema from another in the same database", async () => {
    await asked(url, "CREATE SCHEMA other");
    script("0001.do.first.sql", "CREATE TABLE one (id BIGINT);");
    await migrated();
    const elsewhere = `${url}?options=-csearch_path%3Dother`;
    await migrate({ url: elsewhere, timeoutMs: 5000 }, folder);
    const made = "SELECT schemaname FROM pg_tables WHERE tablename = 'one' ORDER BY 1";
    expect(await asked(url, made)).toEqual([["other"], ["public"]]);
  });

  it("are run by one of ten processes that start at once, and waited for by the others", async () => {
    script("0001.do.first.sql", "CREATE TABLE one (id BIGINT); SELECT pg_sleep(0.5);");
    script("0002.do.second.sql", "INSERT INTO one VALUES (1);");
    const children = Array.from({ length: 10 }, () => started());
    const lines = await Promise.all(children.map(({ stdout }) => text(stdout)));
    expect(lines).toEqual(children.map(() => "migrated\n"));
    expect(await asked(url, "SELECT id FROM one")).toEqual([["1"]]);
  });

  it("leave nothing of themselves where their process is killed, and run at the next start", async () => {
    script("0001.do.first.sql", "CREATE TABLE one (id BIGINT); SELECT pg_sleep(0.5);");
    const child = started();
    const running =
      "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
    await expect.poll(() => asked(url, running), { timeout: 10_000 }).toEqual([[1]]);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await tables()).toEqual([]);
    await migrated();
    expect(await tables()).toEqual(["one", "schema_versions"]);
  });

  it("tell a server that is not there from a schema that cannot be", async () => {
    const nowhere = { url: "postgres://127.0.0.1:1/none", timeoutMs: 5000 };
    await expect(migrate(nowhere)).rejects.toMatchObject({ name: "Fault", retryable: true });
    const wrong = Object.assign(new URL(url), { password: "wrong" });
    const refused = { name: "Fault", code: "STORE_UNAVAILABLE", retryable: false };
    await expect(migrate({ url: wrong.href, timeoutMs: 5000 })).rejects.toMatchObject(refused);
  });
});

originPromises(async () => {
  for (const name of readdirSync(OURS).filter((each) => Number.parseInt(each, 10) <= 2)) {
    copyFileSync(join(OURS, name), join(folder, name));
  }
  await migrated();
  return {
    run: (sql) => asked(url, sql),
    migrated: async () => {
      const store = await openPostgresStore({ url, persistFreeOverage: false });
      onTestFinished(() => store.close());
      return store;
    },
    rows: (sql) => asked(url, sql.replace("due_at", "due_at::int")),
  };
});

function script(name: string, sql: string): void {
  writeFileSync(join(folder, name), sql);
}

function migrated(): Promise<void> {
  return migrate({ url, timeoutMs: 5000 }, folder);
}

/** Another process that migrates the same database. */
function started() {
  return spawn(process.execPath, [CHILD, url, folder], { stdio: ["ignore", "pipe", "inherit"] });
}

function faultSaying(part: string) {
  const message = expect.stringContaining(part);
  return { name: "Fault", code: "STORE_UNAVAILABLE", retryable: false, message };
}

async function tables(): Promise<readonly unknown[]> {
  const named = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
  return (await asked(url, named)).map(([name]) => name);
}
