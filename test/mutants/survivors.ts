import { readFileSync } from "node:fs";
import { fileOf, type MutantResult, survived } from "./scores.ts";

/** Where each survivor is, what stands there, and what no spec tells it from. */
export function survivorsOf(mutants: readonly MutantResult[]): readonly string[] {
  return mutants.filter(survived).map((mutant) => {
    const { mutatorName, replacement, status } = mutant;
    const { start } = mutant.location;
    const place = `${fileOf(mutant)}:${start.line}:${start.column}`;
    const reached = status === "NoCoverage" ? " (never run)" : "";
    return `${place} ${mutatorName}${reached}: ${short(originalOf(mutant))} -> ${short(replacement)}`;
  });
}

/** Lines and columns are counted from 1. */
function originalOf({ fileName, location: { start, end } }: MutantResult): string {
  const lines = readFileSync(fileName, "utf8")
    .split("\n")
    .slice(start.line - 1, end.line);
  return lines
    .map((line, index) => {
      const from = index === 0 ? start.column - 1 : 0;
      return line.slice(from, index === lines.length - 1 ? end.column - 1 : undefined);
    })
    .join(" ");
}

function short(code: string): string {
  const line = code.replace(/\s+/g, " ");
  return line.length > 90 ? `${line.slice(0, 87)}...` : line;
}
