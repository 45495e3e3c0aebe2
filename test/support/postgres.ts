import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { Client } from "pg";
import { inject } from "vitest";
import { openPostgresStore } from "../../src/store/postgres/store.ts";

/** A database of its own and without tables, on the server that all specs share. It goes with the server. */
export async function freshDatabase(options = ""): Promise<string> {
  return freshDatabaseOn(await sharedServer(), options);
}

let template: Promise<string> | undefined;

/** A database of its own with our tables, still empty: a copy of one, which takes a third of the time. */
export async function freshTables(): Promise<string> {
  template ??= withTables();
  const from = new URL(await template).pathname.slice(1);
  return freshDatabase(`TEMPLATE ${from}`);
}

async function withTables(): Promise<string> {
  const url = await freshDatabase();
  const store = await openPostgresStore({ url, persistFreeOverage: false });
  await store.close();
  return url;
}

/** The same, on another server. */
export async function freshDatabaseOn(server: string, options = ""): Promise<string> {
  const name = `spec_${randomUUID().replaceAll("-", "")}`;
  await asked(`${server}/postgres`, `CREATE DATABASE ${name} ${options}`);
  return `${server}/${name}`;
}

/** Takes everything out of a database of ours but its schema. Much faster than a fresh one. */
export async function emptied(url: string): Promise<void> {
  await asked(
    url,
    `DO $$ DECLARE name text; BEGIN
      FOR name IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'schema_versions'
      LOOP
        IF name = 'catalog' THEN UPDATE catalog SET revision = 0;
        ELSE EXECUTE format('DELETE FROM %I', name); END IF;
      END LOOP;
    END $$`,
  );
}

/** What one statement answers on a connection of its own. */
export async function asked(url: string, sql: string): Promise<readonly unknown[][]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: "array" });
    return rows;
  } finally {
    await client.end();
  }
}

async function sharedServer(): Promise<string> {
  const url = await text(connect(inject("postgres"), "127.0.0.1"));
  if (url === "") throw new Error("the PostgreSQL server for the specs did not start");
  return url;
}
