import { expect, test } from "vitest";
import { graphiqlPage } from "../../src/http/graphiql.ts";
import { ask } from "../support/ask.ts";
import { startGateway } from "../support/process.ts";

test("every tab of GraphiQL runs as it stands, and is answered without an error", async () => {
  const { url } = await startGateway({ DATABASE_URL: "sqlite::memory:", DEMO: "true" });
  const tabs = graphiqlPage().defaultTabs ?? [];
  expect(tabs.length).toBeGreaterThan(5);
  for (const { query } of tabs) {
    const { data, errors } = await ask(url, query ?? "");
    expect(errors).toBeUndefined();
    expect(Object.values(data).every(isAnswered), query ?? "").toBe(true);
  }
});

/** Neither nothing nor a refusal, which would carry a message. */
function isAnswered(value: unknown): boolean {
  return typeof value === "object" && value !== null && !("message" in value);
}
