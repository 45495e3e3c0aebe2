import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { Client } from "pg";
import { inject } from "vitest";

/** A database of its own and without tables, on the server that all specs share. It goes with the server. */
export async function freshDatabase(options = ""): Promise<string> {
  const server = await sharedServer();
  const name = `spec_${randomUUID().replaceAll("-", "")}`;
  await asked(`${server}/postgres`, `CREATE DATABASE ${name} ${options}`);
  return `${server}/${name}`;
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
