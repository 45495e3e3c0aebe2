import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
/** Those that spy need vitest itself. */
const OF_ENGINE = globSync("test/engine/**/*.spec.ts", { cwd: ROOT })
  .toSorted()
  .filter((file) => !/\bvi\b.* from "vitest"/.test(textOf(file)));

/** Specs whose cases a seed draws. */
export const RANDOM: readonly string[] = OF_ENGINE.filter((file) =>
  textOf(file).includes("support/property.ts"),
);

/** Specs whose rows are written by hand, and the cases. */
export const TABLES: readonly string[] = [
  ...OF_ENGINE.filter((file) => !RANDOM.includes(file)),
  "test/cases/engine.spec.ts",
];

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}
