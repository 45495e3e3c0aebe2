import { figureOf, leadByCpu, leadOf } from "./figures.ts";
import type { Growth } from "./growth.ts";
import { LOADS, type LoadName } from "./loads.ts";
import type { Samples } from "./rounds.ts";
import { SERVERS, type ServerName } from "./servers.ts";
import type { Statements } from "./statements.ts";

/** All that was measured. */
export interface Figures {
  readonly samples: Samples;
  /** Seconds from the start of the process until it is ready. */
  readonly starts: Readonly<Partial<Record<ServerName, number>>>;
  readonly statements: Statements;
  readonly growth: readonly Growth[];
}

/** What the gateway is to reach, and what it has reached. */
export interface Verdict {
  readonly what: string;
  readonly bound: "at least" | "at most";
  readonly mark: number;
  /** Null where it was not measured. */
  readonly measured: number | null;
  /** The same ratio by CPU time, where it is one of requests a second. */
  readonly byCpu?: number | null;
}

export function verdictsOn(figures: Figures): readonly Verdict[] {
  return [
    ...leads(figures, "Q1", { postgraphile: 4, mercurius: 2.5, yoga: 4, raw: 1 }),
    ...leads(figures, "Q2", { postgraphile: 4, mercurius: 2, yoga: 3, raw: 0.9 }),
    ...leads(figures, "Q3", { postgraphile: 6, mercurius: 2, yoga: 5, raw: 0.95 }),
    ...leads(figures, "M1 spread", { mercurius: 5, raw: 2.5 }),
    ...leads(figures, "M1 hot", { mercurius: 12 }),
    ...(["Q1", "M1 spread"] as const).map((load) => onSqlite(figures, load)),
    ...(["Q1", "Q2", "Q3"] as const).map((operation) => ({
      ...{ what: `${operation}: statements a request`, bound: "at most" as const, mark: 1 },
      measured: figures.statements.gateway?.[operation] ?? null,
    })),
    atMost("MB resident under load", 300, residentMb(figures)),
    atMost("seconds to start", 1.5, figures.starts.gateway ?? null),
    atMost("ms of a page of 200, as a multiple of one of 10", 12, grown(figures, "Q2", "ms")),
    ...(["Q1", "Q2", "Q3"] as const).map((operation) => {
      const what = `${operation}: CPU among the most customers, as a multiple of it among 5,000`;
      return atMost(what, 1.15, grown(figures, operation, "cpuMs"));
    }),
  ];
}

export function tableOf(verdicts: readonly Verdict[]): readonly string[] {
  const rows = verdicts.flatMap(({ what, bound, mark, measured, byCpu }) => {
    if (measured === null) return [];
    const isReached = bound === "at least" ? measured >= mark : measured <= mark;
    const cells = [what, `${bound} ${mark}`, measured.toFixed(2), isReached ? "yes" : "no"];
    return [`| ${[...cells, byCpu?.toFixed(2) ?? ""].join(" | ")} |`];
  });
  const heads = "| of the gateway | mark | measured | reached | by CPU a request |";
  return [heads, "| --- | --- | --- | --- | --- |", ...rows];
}

function leads(
  { samples }: Figures,
  load: LoadName,
  least: Readonly<Partial<Record<ServerName, number>>>,
): readonly Verdict[] {
  return (Object.keys(least) as ServerName[]).map((over) => ({
    what: `${load}: requests a second, as a multiple of ${SERVERS[over]}`,
    ...{ bound: "at least", mark: least[over] ?? 0 },
    measured: leadOf(samples, load, { of: "gateway", over }),
    byCpu: leadByCpu(samples, load, { of: "gateway", over }),
  }));
}

function onSqlite({ samples }: Figures, load: LoadName): Verdict {
  return {
    what: `${load}: requests a second on SQLite, as a multiple of those on PostgreSQL`,
    ...{ bound: "at least", mark: 1 },
    measured: leadOf(samples, load, { of: "sqlite", over: "gateway" }),
    byCpu: leadByCpu(samples, load, { of: "sqlite", over: "gateway" }),
  };
}

function atMost(what: string, mark: number, measured: number | null): Verdict {
  return { what, bound: "at most", mark, measured };
}

function residentMb({ samples }: Figures): number {
  const loads = Object.keys(LOADS) as LoadName[];
  return Math.max(
    ...loads.map((load) => figureOf(samples, { load, server: "gateway" }, "residentMb") ?? 0),
  );
}

/** The largest as a multiple of what it is held against. */
function grown({ growth }: Figures, operation: string, figure: "ms" | "cpuMs"): number | null {
  const subject = figure === "ms" ? "customers a page" : "customers in the database";
  const steps = growth.filter(({ of }) => of === `${operation}, ${subject}`);
  const small = steps.find(({ size }) => size === (figure === "ms" ? 10 : 5000));
  const large = steps.at(-1);
  return small && large ? large[figure] / small[figure] : null;
}
