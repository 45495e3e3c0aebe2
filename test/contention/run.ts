/**
 * Two gateways on one PostgreSQL: whether they ever sell twice, and how much faster they are than with
 * each request in a transaction of its own. ROUNDS=2 is a short one.
 */
import { Client } from "pg";
import { startServer } from "../support/postgres-server.ts";
import { contest, type Finished, type PlannedRound } from "./contest.ts";
import { breaches } from "./laws.ts";

const ROUNDS = Number(process.env.ROUNDS ?? 11);
const PLAIN_ROUNDS = 5;
const OPERATIONS = 10_000;
const SHAPES = [
  { shape: "hot", customers: 1, operations: OPERATIONS },
  { shape: "spread", customers: 1000, operations: OPERATIONS },
] as const;

const rounds = Array.from({ length: ROUNDS }, (_, index) =>
  SHAPES.flatMap((shape): readonly PlannedRound[] => [
    { ...shape, store: "grouped" },
    // By turns, so that both meet the machine in the same moods.
    ...(index < PLAIN_ROUNDS ? [{ ...shape, store: "plain" } as const] : []),
  ]),
).flat();

const server = await startServer();
try {
  const url = `${server.url}/contention`;
  await create(`${server.url}/postgres`);
  const finished = await contest(url, { clientsEach: 32, writersEach: 8, rounds }, say);
  for (const { shape } of SHAPES) compare(finished, shape);
  const found = await breaches(url, finished);
  const operations = finished.reduce((total, each) => total + each.operations, 0);
  print(`${operations} operations, ${found.length} breaches`);
  for (const breach of found.slice(0, 20)) print(breach);
  if (found.length > 0) process.exitCode = 1;
} finally {
  await server.end();
}

async function create(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("CREATE DATABASE contention");
  await client.end();
}

/** Of the rounds that took turns. */
function compare(finished: readonly Finished[], shape: PlannedRound["shape"]): void {
  const speed = (store: PlannedRound["store"]) => {
    const ran = finished.filter(({ round }) => round.shape === shape && round.store === store);
    return median(ran.slice(0, PLAIN_ROUNDS).map(speedOf));
  };
  const [grouped, plain] = [speed("grouped"), speed("plain")];
  const ratio = (grouped / plain).toFixed(1);
  print(`${shape}: ${grouped.toFixed()}/s, plain ${plain.toFixed()}/s, ${ratio}x`);
}

function say(finished: Finished): void {
  const { shape, store } = finished.round;
  print(`${shape} ${store}: ${speedOf(finished).toFixed()}/s`);
}

function speedOf({ operations, seconds }: Finished): number {
  return operations / seconds;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
