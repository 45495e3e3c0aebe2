import type { Generator } from "./load.ts";
import { bodiesOf, LOADS, type Load, type LoadName } from "./loads.ts";
import { cpuMsOf, familyCpuMsOf, residentMbOf } from "./processes.ts";
import { HEADERS, SERVERS, type ServerName, type Target } from "./servers.ts";

/** What one server did under one load in one round. */
export interface Sample {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU time a request of the server's process, and of PostgreSQL's. */
  readonly cpuMs: number;
  readonly postgresMs: number;
  readonly residentMb: number;
}

/** A sample for each round, by load and server. */
export type Samples = Readonly<Partial<Record<LoadName, Partial<Record<ServerName, Sample[]>>>>>;

export interface Plan {
  readonly customers: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
}

export interface Bench {
  readonly generator: Generator;
  readonly postgresPid: number;
}

/** All servers in turn, in each round again: what else the machine does then falls on all alike. */
export async function measureRounds(
  bench: Bench,
  plan: Plan,
  targets: readonly Target[],
  say: (line: string) => void,
): Promise<Samples> {
  const samples: { [Name in LoadName]?: { [Server in ServerName]?: Sample[] } } = {};
  const heats = await heatsOf(targets, plan.customers);
  for (const { target, load, bodies } of heats) {
    await measure(bench, { target, load, bodies, seconds: plan.warmUpSeconds });
  }
  for (let round = 1; round <= plan.rounds; round += 1) {
    say(`round ${round} of ${plan.rounds}`);
    for (const { name, target, load, bodies } of heats) {
      const sample = await measure(bench, { target, load, bodies, seconds: plan.seconds });
      const ofLoad = samples[name] ?? {};
      samples[name] = ofLoad;
      ofLoad[target.name] = [...(ofLoad[target.name] ?? []), sample];
    }
  }
  return samples;
}

export interface Run {
  readonly target: Target;
  readonly load: Load;
  readonly bodies: readonly string[];
  readonly seconds: number;
}

export async function measure(bench: Bench, run: Run): Promise<Sample> {
  const { target, load, bodies, seconds } = run;
  const before = { cpu: cpuMsOf(target.pid), postgres: familyCpuMsOf(bench.postgresPid) };
  const { connections, operation } = load;
  const outcome = await bench.generator.run({
    ...{ url: target.url, headers: HEADERS, bodies, connections, seconds },
  });
  const { requests, failures, p50Ms, p99Ms } = outcome;
  if (failures > 0 || requests === 0) {
    const what = `${failures} of ${requests} failed: ${outcome.refusal}`;
    throw new Error(`${SERVERS[target.name]}, ${operation}: ${what}`);
  }
  return {
    ...{ perSecond: requests / outcome.seconds, p50Ms, p99Ms },
    cpuMs: (cpuMsOf(target.pid) - before.cpu) / requests,
    postgresMs: (familyCpuMsOf(bench.postgresPid) - before.postgres) / requests,
    residentMb: residentMbOf(target.pid),
  };
}

interface Heat {
  readonly name: LoadName;
  readonly target: Target;
  readonly load: Load;
  readonly bodies: readonly string[];
}

/** By load, then by server; a server that lacks the operation is left out. */
async function heatsOf(targets: readonly Target[], customers: number): Promise<readonly Heat[]> {
  const heats: Heat[] = [];
  for (const name of Object.keys(LOADS) as LoadName[]) {
    const load: Load = LOADS[name];
    for (const target of targets.filter(({ documents }) => documents[load.operation])) {
      heats.push({ name, target, load, bodies: await bodiesOf(target, load, customers) });
    }
  }
  return heats;
}
