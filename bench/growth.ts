import { bodyOf, pagesOf } from "./ask.ts";
import { customerId } from "./data.ts";
import { median } from "./figures.ts";
import { bodiesOf, LOADS, type Load } from "./loads.ts";
import { type Bench, measure, type Run, type Sample } from "./rounds.ts";
import { seedEntries, seedPostgres } from "./seed.ts";
import type { Target } from "./servers.ts";
import type { Stage } from "./stage.ts";

/** What the gateway takes for something as there is more of it. */
export interface Growth {
  readonly of: string;
  readonly size: number;
  /** From a request to its answer, on average. */
  readonly ms: number;
  /** CPU time a request, PostgreSQL's included. */
  readonly cpuMs: number;
}

export interface Reach {
  readonly customers: number;
  readonly entries: number;
}

const ROUNDS = 3;
const SECONDS = 2;
const ALONE = 1;
const PAGES = 5;

export function tableOf(growths: readonly Growth[]): readonly string[] {
  const rows = growths.map(
    ({ of, size, ms, cpuMs }) => `| ${of} | ${size} | ${ms.toFixed(2)} | ${cpuMs.toFixed(3)} |`,
  );
  return ["| of the gateway | size | ms | CPU ms a request |", "| --- | --- | --- | --- |"].concat(
    rows,
  );
}

/** Pages of more customers, one connection. */
export async function growPages(bench: Bench, target: Target): Promise<readonly Growth[]> {
  const runs: Sized[] = [];
  for (const size of [10, 50, 100, 200]) {
    const pages = await pagesOf(target, { first: size, count: PAGES });
    const bodies = pages.map((page) => bodyOf(target, "Q2", page));
    const load: Load = { operation: "Q2", connections: ALONE };
    runs.push({
      of: "Q2, customers a page",
      size,
      run: { target, load, bodies, seconds: SECONDS },
    });
  }
  return measureAll(bench, runs);
}

/** The same of a customer among more customers, and of a page. */
export async function growCustomers(
  bench: Bench,
  stage: Stage,
  { customers }: Reach,
): Promise<readonly Growth[]> {
  const runs: Sized[] = [];
  for (const size of [1000, 5000, customers]) {
    const url = await stage.freshDatabase();
    await seedPostgres(url, size);
    const target = await stage.start("gateway", url);
    for (const name of ["Q1", "Q2", "Q3", "M1 spread"] as const) {
      const bodies = await bodiesOf(target, LOADS[name], size);
      const run = { target, load: LOADS[name], bodies, seconds: SECONDS };
      runs.push({ of: `${name}, customers in the database`, size, run });
    }
  }
  return measureAll(bench, runs.toSorted(byName));
}

/** A customer with a longer past. */
export async function growLedger(
  bench: Bench,
  stage: Stage,
  { entries }: Reach,
): Promise<readonly Growth[]> {
  const url = await stage.freshDatabase();
  await seedPostgres(url, 1000);
  const growths: Growth[] = [];
  for (const size of [0, entries / 10, entries]) {
    if (size > 0) await seedEntries(url, { owner: customerId(0), upTo: size });
    const target = await stage.start("gateway", url);
    const runs: Sized[] = [];
    for (const operation of ["Q1", "Q3", "Ledger", "M1"] as const) {
      const load: Load = { operation, connections: ALONE, hot: true };
      const bodies = await bodiesOf(target, load, 1);
      const of = `${operation}, entries of the customer`;
      runs.push({ of, size, run: { target, load, bodies, seconds: SECONDS } });
    }
    growths.push(...(await measureAll(bench, runs)));
    await target.stop();
  }
  return growths.toSorted(byName);
}

interface Sized {
  readonly of: string;
  readonly size: number;
  readonly run: Run;
}

/** All in turn, in each round again, after a round that does not count. */
async function measureAll(bench: Bench, sizes: readonly Sized[]): Promise<readonly Growth[]> {
  const samples = sizes.map((): Sample[] => []);
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [index, { run }] of sizes.entries()) {
      const sample = await measure(bench, run);
      if (round > 0) samples[index]?.push(sample);
    }
  }
  return sizes.map(({ of, size, run }, index) => {
    const own = samples[index] ?? [];
    const ms = (1000 * run.load.connections) / median(own.map(({ perSecond }) => perSecond));
    const cpuMs = median(own.map((sample) => sample.cpuMs + sample.postgresMs));
    return { of, size, ms, cpuMs };
  });
}

function byName(left: { readonly of: string }, right: { readonly of: string }): number {
  return left.of.localeCompare(right.of);
}
