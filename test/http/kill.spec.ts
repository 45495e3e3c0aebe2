import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { ask } from "../support/ask.ts";
import { emptyFolder, startGateway } from "../support/process.ts";

const KILLS = 12;
const WORKERS = 4;
const GRANTED = 1_000_000;

test(`${KILLS} times kill -9: what was answered is there exactly once`, {
  timeout: 180_000,
}, async () => {
  const environment = { DATABASE_URL: `sqlite:${join(await emptyFolder(), "balances.db")}` };
  const answered = new Set<number>();
  const sent = new Set<number>();
  for (let kill = 0; kill <= KILLS; kill += 1) {
    const gateway = await startGateway(environment);
    if (kill === 0) await prepare(gateway.url);
    await expectConsistent(gateway.url, { answered, sent });
    if (kill === KILLS) break;
    const working = Array.from({ length: WORKERS }, () => work(gateway.url, { answered, sent }));
    await pause(40 + kill * 17);
    expect(await gateway.stop("SIGKILL")).toBeNull();
    await Promise.all(working);
  }
  expect(answered.size).toBeGreaterThan(KILLS);
});

interface Journal {
  readonly answered: Set<number>;
  readonly sent: Set<number>;
}

/** Tracks one unit after the other, each with a number of its own, until the server is gone. */
async function work(url: string, { answered, sent }: Journal): Promise<void> {
  const track = `mutation ($number: JSONObject!) {
    track(input: { customerId: "c", featureId: "calls", properties: $number }) { __typename }
  }`;
  for (;;) {
    const number = sent.size;
    sent.add(number);
    const answer = await ask(url, track, { number: { number } }).catch(() => null);
    if (answer === null) return;
    expect(answer.data).toEqual({ track: { __typename: "TrackPayload" } });
    answered.add(number);
  }
}

async function expectConsistent(url: string, { answered, sent }: Journal): Promise<void> {
  const { numbers, totalCount } = await recorded(url);
  const once = new Set(numbers);
  expect(numbers).toHaveLength(once.size);
  expect(totalCount).toBe(once.size);
  expect([...answered].filter((number) => !once.has(number))).toEqual([]);
  expect([...once].filter((number) => !sent.has(number))).toEqual([]);
  const { data } = await ask(
    url,
    `{ balance(customerId: "c", featureId: "calls") { remaining usage } }`,
  );
  expect(data.balance).toEqual({ remaining: GRANTED - once.size, usage: once.size });
}

/** The numbers of all tracks in the ledger, page by page. */
async function recorded(url: string) {
  const page = `query ($after: String) {
    customer(customerId: "c") {
      ledger(kind: TRACK, first: 100, after: $after) {
        totalCount
        nodes { properties }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`;
  const numbers: number[] = [];
  for (let after: string | null = null; ; ) {
    const { data } = await ask(url, page, { after });
    const { totalCount, nodes, pageInfo } = data.customer.ledger;
    for (const { properties } of nodes) numbers.push(properties.number);
    if (!pageInfo.hasNextPage) return { numbers, totalCount };
    after = pageInfo.endCursor;
  }
}

async function prepare(url: string): Promise<void> {
  const { data } = await ask(
    url,
    `mutation ($granted: Amount!) {
      createFeature(input: { featureId: "calls", type: METERED, consumable: true }) { __typename }
      createCustomer(input: { customerId: "c" }) { __typename }
      createBalance(input: { customerId: "c", featureId: "calls", includedGrant: $granted }) {
        __typename
      }
    }`,
    { granted: GRANTED },
  );
  expect(data.createBalance).toEqual({ __typename: "BalancePayload" });
}
