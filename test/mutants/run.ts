/**
 * Changes the engine in every small way and counts the changes that no spec notices: `npm run mutants`, or of
 * some files `npm run mutants -- src/engine/period.ts`. Twice: by what is written by hand alone, then what
 * survived that by random tests too. No file's score may fall; `--update` takes down the scores of this run.
 */
import { copyFileSync, existsSync, globSync, mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";
import { fallen, type MutantResult, raised, scoresOf, tableOf } from "./scores.ts";
import { RANDOM, TABLES } from "./specs.ts";
import { survivorsOf } from "./survivors.ts";

const CACHE = ".mutants";
const { values, positionals } = parseArgs({
  options: { update: { type: "boolean" }, tables: { type: "boolean" } },
  allowPositionals: true,
});
const files = positionals.length > 0 ? positionals : globSync("src/engine/**/*.ts").toSorted();

// Of random tests a share is enough, for each mutant that survives the tables runs them.
process.env.FC_CASES ??= "0.1";
mkdirSync(CACHE, { recursive: true });
const byHand = await tried("tables");
// A mutant that is dead already need not be tried again.
if (!existsSync(memoryOf("random"))) copyFileSync(memoryOf("tables"), memoryOf("random"));
const byAll = values.tables ? [] : await tried("random");

const scores = scoresOf(byHand, byAll);
const survivors = survivorsOf(values.tables ? byHand : byAll);
writeFileSync(`${CACHE}/survivors.txt`, survivors.join("\n"));
process.stdout.write(`${tableOf(scores)}\n${survivors.length} survived: ${CACHE}/survivors.txt\n`);
if (positionals.length > 0) process.stdout.write(`${survivors.join("\n")}\n`);
const worse = fallen(scores);
if (worse.length > 0) {
  process.stdout.write(`fallen: ${worse.join(", ")}\n`);
  process.exitCode = 1;
}
if (values.update) raised(scores);

/** What became of each mutant of the files. Those whose code and tests have not changed are remembered. */
async function tried(specs: "tables" | "random"): Promise<readonly MutantResult[]> {
  const options: ConstructorParameters<typeof Stryker>[0] = {
    mutate: [...files],
    testRunner: "in-process",
    plugins: ["./test/mutants/runner.ts"],
    specs: specs === "tables" ? TABLES : [...TABLES, ...RANDOM],
    coverageAnalysis: "perTest",
    concurrency: Number(process.env.MUTANTS_CONCURRENCY ?? 2),
    ignorePatterns: ["*", "!src/engine", "!src/engine/**", "!test", "!test/**"],
    tempDirName: `${CACHE}/sandbox`,
    incremental: true,
    incrementalFile: memoryOf(specs),
    warnings: {
      unknownOptions: false,
      preprocessorErrors: true,
      unserializableOptions: true,
      slow: false,
    },
    reporters: ["progress-append-only"],
    timeoutMS: 10_000, // Beyond what the tests take by themselves.
    dryRunTimeoutMinutes: 20,
  };
  const results = await new Stryker(options).runMutationTest();
  return results.filter(({ fileName }) => files.some((file) => fileName.endsWith(file)));
}

function memoryOf(specs: "tables" | "random"): string {
  return `${CACHE}/${specs}.json`;
}
