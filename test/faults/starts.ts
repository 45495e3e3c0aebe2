import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { ask } from "../support/ask.ts";
import { asked } from "../support/postgres.ts";
import { startFleet } from "./fleet.ts";

const MIGRATIONS = resolve(import.meta.dirname, "../../src/store/postgres/migrations");

export interface Starts {
  readonly secondsToReady: number;
  readonly secondsToStop: number;
}

/** Gateways started at once on a database without tables: each serves, and all end in good order. */
export async function startedAtOnce(databaseUrl: string, count: number): Promise<Starts> {
  const begun = performance.now();
  await using fleet = await startFleet(databaseUrl, count);
  const ready = performance.now();
  await assertServing(fleet.urls);
  assert.deepEqual(await migrationsOf(databaseUrl), await migrationsKnown());
  const told = performance.now();
  const codes = await fleet.stop("SIGTERM");
  const stopped = performance.now();
  assert.deepEqual(new Set(codes), new Set([0]));
  return { secondsToReady: (ready - begun) / 1000, secondsToStop: (stopped - told) / 1000 };
}

/** Each takes a write, and sees those of all others. */
async function assertServing(urls: readonly string[]): Promise<void> {
  const created = urls.map(async (url, index) => {
    assert.equal((await fetch(new URL("/ready", url))).status, 200);
    const { data } = await ask(url, CREATE, { customerId: `customer-${index}` });
    assert.equal(data.createCustomer.__typename, "CustomerPayload");
  });
  await Promise.all(created);
  for (const url of urls) {
    const { data } = await ask(url, "{ customers { totalCount } }");
    assert.equal(data.customers.totalCount, urls.length);
  }
}

const CREATE = `mutation ($customerId: ID!) {
  createCustomer(input: { customerId: $customerId }) { __typename }
}`;

/** The versions that were put down, one for each time that a migration ran. */
async function migrationsOf(databaseUrl: string): Promise<readonly number[]> {
  const rows = await asked(databaseUrl, "SELECT version FROM schema_versions ORDER BY version");
  return rows.map(([version]) => Number(version)).filter((version) => version > 0);
}

async function migrationsKnown(): Promise<readonly number[]> {
  return (await readdir(MIGRATIONS)).map((name) => Number.parseInt(name, 10)).toSorted();
}
