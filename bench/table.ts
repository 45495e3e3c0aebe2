import { figureOf } from "./figures.ts";
import { LOADS, type LoadName } from "./loads.ts";
import type { Sample, Samples } from "./rounds.ts";
import { SERVERS, type ServerName } from "./servers.ts";

const COLUMNS: readonly (readonly [head: string, figure: keyof Sample, digits: number])[] = [
  ["requests a second", "perSecond", 0],
  ["p50 ms", "p50Ms", 0],
  ["p99 ms", "p99Ms", 0],
  ["CPU ms a request", "cpuMs", 3],
  ["of PostgreSQL", "postgresMs", 3],
  ["MB resident", "residentMb", 0],
];

/** The medians of all rounds, by load and server. */
export function tableOf(samples: Samples): readonly string[] {
  const heads = ["load", "server", ...COLUMNS.map(([head]) => head)];
  const rows = (Object.keys(LOADS) as LoadName[]).flatMap((load) =>
    (Object.keys(SERVERS) as ServerName[])
      .filter((server) => samples[load]?.[server])
      .map((server) => [load, SERVERS[server], ...cellsOf(samples, { load, server })]),
  );
  return [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

function cellsOf(
  samples: Samples,
  of: { readonly load: LoadName; readonly server: ServerName },
): readonly string[] {
  return COLUMNS.map(([, figure, digits]) => figureOf(samples, of, figure)?.toFixed(digits) ?? "");
}
