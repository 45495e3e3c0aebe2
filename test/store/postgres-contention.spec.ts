import { beforeAll, describe, expect, it } from "vitest";
import { contest, type Finished, type PlannedRound } from "../contention/contest.ts";
import { breaches } from "../contention/laws.ts";
import { asked, freshDatabase } from "../support/postgres.ts";

const ROUNDS: readonly PlannedRound[] = [
  { shape: "hot", store: "grouped", customers: 1, operations: 1600 },
  { shape: "spread", store: "grouped", customers: 200, operations: 1600 },
  { shape: "hot", store: "plain", customers: 1, operations: 320 },
  { shape: "spread", store: "plain", customers: 200, operations: 320 },
];

describe("two gateways at work on one database", () => {
  let url: string;
  let rounds: readonly Finished[];

  beforeAll(async () => {
    url = await freshDatabase();
    rounds = await contest(url, { clientsEach: 32, writersEach: 8, rounds: ROUNDS });
  });

  it("sell nothing twice, lose nothing, and never lock each other out", async () => {
    expect(rounds.map(({ operations }) => operations)).toEqual([1600, 1600, 320, 320]);
    expect(await breaches(url, rounds)).toEqual([]);
  });

  it("sell until nothing is left, and answer retries", async () => {
    for (const { round, entries, keys } of rounds) {
      expect(entries, `${round.shape} ${round.store}`).toBeGreaterThan(round.operations / 3);
      expect(entries).toBeLessThan(round.operations * 0.9);
      expect(keys.length).toBeGreaterThan(new Set(keys.map(([key]) => key)).size);
    }
  });

  it.each([
    ["sold more than there was", "UPDATE slices SET balance = -1 WHERE customer_id = 'hot-0'"],
    ["what was taken is not what is missing", "UPDATE slices SET balance = balance + 1"],
    ["the last entry tells of another balance", "UPDATE slices SET balance = balance + 1"],
    ["a number is missing", "DELETE FROM entries WHERE seq = 3"],
    ["the last number is not the customer's", "UPDATE customers SET seq = seq + 1"],
    ["an entry does not begin where the one before it ended", "DELETE FROM entries WHERE seq = 3"],
    ["rather than", "UPDATE entries SET idempotency_key = idempotency_key || 'x'"],
    ["were answered", "DELETE FROM entries WHERE seq = 3"],
  ])("would be found out: %s", async (breach, damage) => {
    const copy = await copyOf(url);
    await asked(copy, damage);
    expect(await breaches(copy, rounds)).toContainEqual(expect.stringContaining(breach));
  });
});

async function copyOf(url: string): Promise<string> {
  return freshDatabase(`TEMPLATE ${new URL(url).pathname.slice(1)}`);
}
