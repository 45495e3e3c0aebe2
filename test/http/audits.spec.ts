import { type Audit, serverAudits } from "graphql-http";
import { expect, test } from "vitest";
import { startGateway } from "../support/process.ts";

test("every MUST of GraphQL over HTTP is kept", async () => {
  const { url } = await startGateway({ DATABASE_URL: "sqlite::memory:" });
  const audits = serverAudits({ url, fetchFn: fetch });
  const musts = audits.filter(({ name }) => name.startsWith("MUST"));
  expect(musts.length).toBeGreaterThan(10);
  expect(await complaintsOf(musts)).toEqual([]);
});

test("every SHOULD and MAY too", async () => {
  const { url } = await startGateway({ DATABASE_URL: "sqlite::memory:" });
  const audits = serverAudits({ url, fetchFn: fetch });
  const wishes = audits.filter(({ name }) => /^(SHOULD|MAY)/.test(name));
  expect(wishes.length).toBeGreaterThan(20);
  expect(await complaintsOf(wishes)).toEqual([]);
});

async function complaintsOf(audits: readonly Audit[]): Promise<readonly string[]> {
  const complaints: string[] = [];
  for (const audit of audits) {
    const result = await audit.fn();
    if (result.status !== "ok") complaints.push(`${result.name}: ${result.reason}`);
  }
  return complaints;
}
