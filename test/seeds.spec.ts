import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** Random tests draw from the one seed, and say how many cases they drew. */

const ROOT = join(import.meta.dirname, "..");
const HARNESS = "test/support/property.ts";
/** Trials of processes by hand, no specs: they draw what they kill and when. */
const TRIALS = /^test\/(blocking|contention|faults)\/[^/]*(?<!\.spec)\.ts$/;
const FILES = globSync("test/**/*.ts", { cwd: ROOT })
  .toSorted()
  .filter((file) => !TRIALS.test(file) && file !== "test/seeds.spec.ts");
const TEXTS = new Map(FILES.map((file) => [file, readFileSync(join(ROOT, file), "utf8")]));

describe("a random test", () => {
  it.each(["fc.check(", "fc.assert("])("is checked by the harness alone: %s", (call) => {
    expect(FILES.filter((file) => file !== HARNESS && TEXTS.get(file)?.includes(call))).toEqual([]);
  });

  it.each(["Math.random(", "randomInt(", "fc.sample("])("draws by the seed: %s", (call) => {
    const drawing = FILES.flatMap((file) => linesOf(file).filter((line) => line.includes(call)));
    expect(drawing.filter((line) => !line.includes("seed: SEED"))).toEqual([]);
  });

  it("has no seed of its own", () => {
    const own = /\bSEED = /;
    expect(FILES.filter((file) => file !== HARNESS && own.test(TEXTS.get(file) ?? ""))).toEqual([]);
  });

  it("asserts how many cases ran", () => {
    const counts = FILES.filter((file) => file !== HARNESS).map((file) => {
      const text = TEXTS.get(file) ?? "";
      const drawn = text.match(/\bcheckAll(Async)?\($/gm)?.length ?? 0;
      const named = text.match(/= (await )?checkAll(Async)?\(/g)?.length ?? 0;
      const asserted = text.match(/expect\((ran|run)\)\.toBe\(/g)?.length ?? 0;
      return { file, drawn, named, asserted };
    });
    const property = counts.filter(({ drawn }) => drawn > 0);
    expect(property.length).toBeGreaterThan(8);
    expect(
      property.filter(({ drawn, named, asserted }) => named !== drawn || asserted !== drawn),
    ).toEqual([]);
  });
});

function linesOf(file: string): readonly string[] {
  return (TEXTS.get(file) ?? "").split("\n");
}
