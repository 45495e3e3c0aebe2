import type { LoadName } from "./loads.ts";
import type { Sample, Samples } from "./rounds.ts";
import type { ServerName } from "./servers.ts";

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

/** The median of one figure over the rounds; null where the server was not asked that. */
export function figureOf(
  samples: Samples,
  { load, server }: { readonly load: LoadName; readonly server: ServerName },
  name: keyof Sample,
): number | null {
  const rounds = samples[load]?.[server];
  return rounds ? median(rounds.map((sample) => sample[name])) : null;
}

export interface Pair {
  readonly of: ServerName;
  readonly over: ServerName;
}

/** How many times as many requests a second one server answers as another: the median over the rounds. */
export function leadOf(samples: Samples, load: LoadName, pair: Pair): number | null {
  return ratioOf(samples, load, pair, ({ perSecond }) => perSecond);
}

/** The same by the CPU time that a request takes, PostgreSQL's included: what else runs distorts it less. */
export function leadByCpu(samples: Samples, load: LoadName, pair: Pair): number | null {
  return ratioOf(samples, load, pair, ({ cpuMs, postgresMs }) => 1 / (cpuMs + postgresMs));
}

function ratioOf(
  samples: Samples,
  load: LoadName,
  { of, over }: Pair,
  figure: (sample: Sample) => number,
): number | null {
  const [own, theirs] = [samples[load]?.[of], samples[load]?.[over]];
  if (own === undefined || theirs === undefined) return null;
  const pairs = own.flatMap((sample, round) => {
    const other = theirs[round];
    return other ? [figure(sample) / figure(other)] : [];
  });
  return median(pairs);
}
