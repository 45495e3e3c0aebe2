import { readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { Stryker } from "@stryker-mutator/core";

/** A change to the source, and what became of it. */
export type MutantResult = Awaited<ReturnType<Stryker["runMutationTest"]>>[number];

/** Percent of a file's mutants that specs notice. */
export interface Score {
  /** By what is written by hand: the spec tables, and the cases. */
  readonly tables: number;
  /** By random tests too; null where these were not tried. */
  readonly random: number | null;
}

export type Scores = Readonly<Record<string, Score & { readonly mutants: number }>>;

const RATCHET = new URL("ratchet.json", import.meta.url);
const ALL = "all";

/** The scores of each file, and of all of them together where there are several. */
export function scoresOf(byHand: readonly MutantResult[], byAll: readonly MutantResult[]): Scores {
  const random = Map.groupBy(byAll, fileOf);
  const perFile = [...Map.groupBy(byHand, fileOf)].map(([file, mutants]) => [
    file,
    scoreOf(mutants, random.get(file) ?? []),
  ]);
  const together = perFile.length > 1 ? [[ALL, scoreOf(byHand, byAll)]] : [];
  return Object.fromEntries([...perFile, ...together]);
}

export function tableOf(scores: Scores): string {
  const lines = Object.entries(scores).map(([file, { mutants, tables, random }]) => {
    const score = (value: number | null) => (value === null ? "-" : value.toFixed(1)).padStart(7);
    return `${file.padEnd(34)}${String(mutants).padStart(6)}${score(tables)}${score(random)}`;
  });
  return [`${"".padEnd(34)}mutants tables random`, ...lines].join("\n");
}

/** The files whose score is below what is written down. */
export function fallen(scores: Scores): readonly string[] {
  const before = written();
  return Object.entries(scores).flatMap(([file, { tables, random }]) => {
    const least = before[file];
    if (!least) return [];
    const isRandomLess = random !== null && least.random !== null && random < least.random;
    return [
      ...(tables < least.tables ? [`${file} tables ${tables} < ${least.tables}`] : []),
      ...(isRandomLess ? [`${file} random ${random} < ${least.random}`] : []),
    ];
  });
}

/** Writes the scores down; of files that were not tried, what is written stays. */
export function raised(scores: Scores): void {
  const before = written();
  const tried = Object.entries(scores).map(([file, { tables, random }]) => [
    file,
    { tables, random: random ?? before[file]?.random ?? null },
  ]);
  const all = Object.entries({ ...before, ...Object.fromEntries(tried) });
  const lines = all
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([file, score]) => `  ${JSON.stringify(file)}: ${JSON.stringify(score)}`);
  writeFileSync(RATCHET, `{\n${lines.join(",\n")}\n}\n`);
}

/** The source file of a mutant, from the root. */
export function fileOf({ fileName }: MutantResult): string {
  return relative(process.cwd(), fileName);
}

/** Whether no spec noticed it. */
export function survived({ status }: MutantResult): boolean {
  return status === "Survived" || status === "NoCoverage";
}

function scoreOf(byHand: readonly MutantResult[], byAll: readonly MutantResult[]) {
  const tables = percentOf(byHand);
  return {
    mutants: byHand.filter(isValid).length,
    tables: tables ?? 100,
    random: byAll.length === 0 ? null : (percentOf(byAll) ?? 100),
  };
}

/** Rounded down to a tenth; null where there is nothing to notice. */
function percentOf(mutants: readonly MutantResult[]): number | null {
  const valid = mutants.filter(isValid);
  const dead = valid.filter((mutant) => !survived(mutant));
  return valid.length === 0 ? null : Math.floor((dead.length * 1000) / valid.length) / 10;
}

function isValid(mutant: MutantResult): boolean {
  return survived(mutant) || mutant.status === "Killed" || mutant.status === "Timeout";
}

function written(): Readonly<Record<string, Score>> {
  return JSON.parse(readFileSync(RATCHET, "utf8"));
}
