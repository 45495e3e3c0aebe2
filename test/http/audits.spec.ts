import { type Audit, serverAudits } from "graphql-http";
import { describe, expect, onTestFinished, test } from "vitest";
import { openGateway } from "../support/gateway.ts";
import { EACH_WAY, serve, WAYS, type Way } from "../support/served.ts";

describe.each(EACH_WAY)("by the %s", (way) => {
  test("every MUST of GraphQL over HTTP is kept", async () => {
    const audits = await auditsOf(way);
    const musts = audits.filter(({ name }) => name.startsWith("MUST"));
    expect(musts.length).toBeGreaterThan(10);
    expect(await complaintsOf(musts)).toEqual([]);
  });

  test("every SHOULD and MAY too", async () => {
    const audits = await auditsOf(way);
    const wishes = audits.filter(({ name }) => /^(SHOULD|MAY)/.test(name));
    expect(wishes.length).toBeGreaterThan(20);
    expect(await complaintsOf(wishes)).toEqual([]);
  });
});

async function auditsOf(way: Way): Promise<readonly Audit[]> {
  const gateway = await openGateway();
  const { url, close } = await serve(WAYS[way](gateway.itself));
  onTestFinished(async () => {
    await close();
    await gateway.close();
  });
  return serverAudits({ url: `${url}/graphql`, fetchFn: fetch });
}

async function complaintsOf(audits: readonly Audit[]): Promise<readonly string[]> {
  const complaints: string[] = [];
  for (const audit of audits) {
    const result = await audit.fn();
    if (result.status !== "ok") complaints.push(`${result.name}: ${result.reason}`);
  }
  return complaints;
}
