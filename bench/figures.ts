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

/** How many times as many requests a second one server answers as another: the median over the rounds. */
export function leadOf(
  samples: Samples,
  load: LoadName,
  { of, over }: { readonly of: ServerName; readonly over: ServerName },
): number | null {
  const [own, theirs] = [samples[load]?.[of], samples[load]?.[over]];
  if (own === undefined || theirs === undefined) return null;
  return median(own.map(({ perSecond }, round) => perSecond / (theirs[round]?.perSecond ?? 0)));
}
