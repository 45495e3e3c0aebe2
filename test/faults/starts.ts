import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { ask } from "../support/ask.ts";
import { type Gateway, launchGateway } from "../support/gateway-process.ts";
import { asked } from "../support/postgres.ts";

const MIGRATIONS = resolve(import.meta.dirname, "../../src/store/postgres/migrations");

export interface Starts {
  readonly secondsToReady: number;
  readonly secondsToStop: number;
}

/** Gateways started at once on a database without tables: each serves, and all end in good order. */
export async function startedAtOnce(databaseUrl: string, count: number): Promise<Starts> {
  const begun = performance.now();
  const environment = { DATABASE_URL: databaseUrl, LOG_LEVEL: "silent" };
  const launched = Array.from({ length: count }, () => launchGateway(environment));
  try {
    const gateways = await Promise.all(launched);
    const ready = performance.now();
    await assertServing(gateways);
    assert.deepEqual(await migrationsOf(databaseUrl), await migrationsKnown());
    const told = performance.now();
    const codes = await Promise.all(gateways.map(({ stop }) => stop("SIGTERM")));
    const stopped = performance.now();
    assert.deepEqual(
      codes,
      gateways.map(() => 0),
    );
    return { secondsToReady: (ready - begun) / 1000, secondsToStop: (stopped - told) / 1000 };
  } finally {
    const gateways = await Promise.allSettled(launched);
    for (const each of gateways) {
      if (each.status === "fulfilled") await each.value.stop("SIGKILL");
    }
  }
}

/** Each takes a write, and sees those of all others. */
async function assertServing(gateways: readonly Gateway[]): Promise<void> {
  await Promise.all(
    gateways.map(async ({ url, at }, index) => {
      assert.equal((await fetch(at("/ready"))).status, 200);
      const { data } = await ask(url, CREATE, { customerId: `customer-${index}` });
      assert.equal(data.createCustomer.__typename, "CustomerPayload");
    }),
  );
  for (const { url } of gateways) {
    const { data } = await ask(url, "{ customers { totalCount } }");
    assert.equal(data.customers.totalCount, gateways.length);
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
