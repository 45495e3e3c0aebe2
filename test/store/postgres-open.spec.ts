import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refuseUnfit } from "../../src/store/postgres/fitness.ts";
import { openLink } from "../../src/store/postgres/link.ts";
import { asked, freshDatabase } from "../support/postgres.ts";
import { type Server, startServer } from "../support/postgres-server.ts";

const DURABLE = ["18.4 (Debian 18.4-1)", "UTF8", "off", "on", "on", "on"];

describe("a server is refused", () => {
  let server: Server;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.end());

  it.each(["fsync", "full_page_writes", "synchronous_commit"])("with %s off", async (setting) => {
    const url = `${server.url}/postgres`;
    await expectFit(url);
    await asked(url, `ALTER SYSTEM SET ${setting} = off`);
    await asked(url, "SELECT pg_reload_conf()");
    const message = `PostgreSQL answers ${setting} = off; it must be on.`;
    await expect.poll(() => refusalOf(url), { timeout: 5000 }).toMatchObject(faultSaying(message));
    await asked(url, `ALTER SYSTEM RESET ${setting}`);
    await asked(url, "SELECT pg_reload_conf()");
    await expect.poll(() => refusalOf(url), { timeout: 5000 }).toBe(null);
  });

  it("that is a standby, which takes no writes", async () => {
    const url = `${server.url}/postgres`;
    const [[cluster] = []] = await asked(url, "SHOW data_directory");
    await server.stop();
    writeFileSync(join(String(cluster), "standby.signal"), "", { mode: 0o666 });
    await server.start();
    const message = "PostgreSQL answers transaction_read_only = on; it must be off.";
    expect(await refusalOf(url)).toMatchObject(faultSaying(message));
  });
});

describe("a database is refused", () => {
  it.each([
    ["synchronous_commit = off", "on"],
    ["default_transaction_read_only = on", "off"],
  ])("with %s of its own", async (setting, demand) => {
    const url = await freshDatabase();
    await expectFit(url);
    await asked(url, `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET ${setting}`);
    const inForce = setting.replace("default_", "");
    const message = `PostgreSQL answers ${inForce}; it must be ${demand}.`;
    expect(await refusalOf(url)).toMatchObject(faultSaying(message));
  });

  it("whose texts are not UTF-8", async () => {
    const latin = "ENCODING 'LATIN1' TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'";
    const message = "PostgreSQL answers server_encoding = LATIN1; it must be UTF8.";
    expect(await refusalOf(await freshDatabase(latin))).toMatchObject(faultSaying(message));
  });
});

it("a commit that waits for this server's disk alone is durable", async () => {
  const url = await freshDatabase();
  for (const level of ["local", "remote_write", "remote_apply"]) {
    await asked(
      url,
      `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET synchronous_commit = ${level}`,
    );
    await expectFit(url);
  }
});

it.each([
  ["14.11", "PostgreSQL answers server_version = 14.11; it must be 15 or newer."],
  ["9.6", "PostgreSQL answers server_version = 9.6; it must be 15 or newer."],
])("version %s is too old", async (version, message) => {
  const answer = [version, ...DURABLE.slice(1)];
  await expect(refuseUnfit({ run: async () => [[answer]] })).rejects.toMatchObject(
    faultSaying(message),
  );
});

it.each(["15.0", "18.4 (Debian 18.4-1)", "19beta1"])("version %s will do", async (version) => {
  await refuseUnfit({ run: async () => [[[version, ...DURABLE.slice(1)]]] });
});

function faultSaying(message: string) {
  return { name: "Fault", code: "STORE_UNAVAILABLE", retryable: false, message };
}

async function expectFit(url: string): Promise<void> {
  expect(await refusalOf(url)).toBe(null);
}

async function refusalOf(url: string): Promise<unknown> {
  const link = openLink({ url, applicationName: "", timeoutMs: 5000 });
  const refusal = await refuseUnfit(link).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  await link.close();
  return refusal;
}
