import { leadOf } from "./figures.ts";
import type { LoadName } from "./loads.ts";
import type { Samples } from "./rounds.ts";
import { SERVERS, type ServerName } from "./servers.ts";

/** A ratio of requests a second that the gateway is to reach. */
interface Mark {
  readonly load: LoadName;
  readonly peer: ServerName;
  readonly least: number;
}

export interface Verdict extends Mark {
  readonly measured: number | null;
}

const MARKS: readonly Mark[] = [
  ...marksOf("Q1", { postgraphile: 4, mercurius: 2.5, yoga: 4, raw: 1 }),
  ...marksOf("Q2", { postgraphile: 4, mercurius: 2, yoga: 3, raw: 0.9 }),
  ...marksOf("Q3", { postgraphile: 6, mercurius: 2, yoga: 5, raw: 0.95 }),
  ...marksOf("M1 spread", { mercurius: 5, raw: 2.5 }),
  ...marksOf("M1 hot", { mercurius: 12 }),
];

export function verdictsOn(samples: Samples): readonly Verdict[] {
  return MARKS.map((mark) => ({ ...mark, measured: leadOf(samples, mark.load, mark.peer) }));
}

export function tableOf(verdicts: readonly Verdict[]): readonly string[] {
  const rows = verdicts.map(({ load, peer, least, measured }) => {
    const reached = measured !== null && measured >= least ? "yes" : "no";
    return `| ${load} | ${SERVERS[peer]} | ${least} | ${measured?.toFixed(2)} | ${reached} |`;
  });
  return [
    "| load | requests a second, as a multiple of | mark | measured | reached |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ];
}

function marksOf(
  load: LoadName,
  least: Readonly<Partial<Record<ServerName, number>>>,
): readonly Mark[] {
  return Object.entries(least).map(([peer, ratio]) => ({
    ...{ load, peer: peer as ServerName, least: ratio },
  }));
}
