import type { Breaches } from "./laws.ts";

/** What a trial came to. */
export interface Figures extends Breaches {
  readonly faults: number;
  /** Operations that were answered as applied, at once or when asked again. */
  readonly acknowledged: number;
  /** Of their ledger entries, those that are there. */
  readonly found: number;
  /** Asked again under their keys: those that had not been answered, and some that had. */
  readonly replays: number;
  /** Of these, those answered otherwise than the first time, or applied again. */
  readonly wrongReplays: number;
  /** Answers that were neither an outcome nor a failure that may be retried. */
  readonly surprises: readonly string[];
  /** From each fault to the first write that every gateway had acknowledged. */
  readonly secondsToAnswer: readonly number[];
  /** Of all answers, also of failures. */
  readonly slowestSeconds: number;
}

/** What must not be, in words; empty where every law held. */
export function broken(figures: Figures): readonly string[] {
  const counts = BREACHES.filter((name) => figures[name] > 0);
  return [...counts.map((name) => `${figures[name]} ${name}`), ...figures.surprises.slice(0, 3)];
}

/** A row of the table that HEADS heads. */
export function rowOf(name: string, figures: Figures): string {
  const { faults, acknowledged, found, replays, wrongReplays, secondsToAnswer } = figures;
  const sorted = secondsToAnswer.toSorted((left, right) => left - right);
  const cells = [
    ...[name, faults, acknowledged, found],
    ...(["lost", "double", "torn", "ghosts"] as const).map((law) => figures[law]),
    figures.gaps + figures.unbalanced + figures.oversold,
    `${replays - wrongReplays} of ${replays}`,
    `${inSeconds(sorted[Math.floor((sorted.length - 1) / 2)])} / ${inSeconds(sorted.at(-1))}`,
    inSeconds(figures.slowestSeconds),
  ];
  return `| ${cells.join(" | ")} |`;
}

export const HEADS = [
  "| fault | times | acknowledged | entries found | lost | double | torn | ghosts | wrong balances | replays ok | seconds to answer, median / most | slowest answer |",
  "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
];

const BREACHES = [
  ...(["lost", "double", "torn", "ghosts", "gaps", "unbalanced", "oversold"] as const),
  "wrongReplays",
] as const;

function inSeconds(seconds = 0): string {
  return seconds.toFixed(2);
}
