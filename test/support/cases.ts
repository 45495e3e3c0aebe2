import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Case, type Concurrent, caseFormat, type Step } from "./cases-format.ts";
import { differences } from "./cases-match.ts";
import { refusalOf } from "./cases-refusals.ts";
import { type Answer, isRefused, type OpenTarget, type Target } from "./cases-target.ts";

/** All scenarios, in the order of the file. */
export function allCases(): readonly Case[] {
  const file = new URL("../cases/public.json", import.meta.url);
  return caseFormat.array().parse(JSON.parse(readFileSync(file, "utf8")));
}

/** Declares a test for each case, then one that counts them. */
export function declareCases(open: OpenTarget, count: number): void {
  const cases = allCases();
  const passed = new Set<Case>();
  for (const setting of cases) {
    test(`${setting.area} ${setting.id} ${setting.title}`, async () => {
      await play(setting, open);
      passed.add(setting);
    });
  }
  test("all of them are there", () => {
    process.stdout.write(tableOf(cases, passed));
    expect(cases.length).toBe(count);
  });
}

/** Plays one case and expects of each step what the case says. */
export async function play(setting: Case, open: OpenTarget): Promise<void> {
  const target = await open(setting);
  try {
    for (const [index, step] of setting.steps.entries()) {
      const problems = await problemsOf(target, step);
      expect(problems, `step ${index + 1}: ${step.op} ${JSON.stringify(step.input)}`).toEqual([]);
    }
  } finally {
    await target.close();
  }
}

async function problemsOf(target: Target, step: Step): Promise<readonly string[]> {
  if (step.op !== "concurrent")
    return differences(step.op, step.expect ?? null, await target.run(step));
  const { errors, ...expected } = step.expect ?? {};
  const wanted = Object.entries(errors ?? {}).map(([code, count]) => [
    refusalOf("track", { code }).code,
    count,
  ]);
  const outcome = await together(target, step);
  const unwanted = errors === undefined ? [] : unlike(Object.fromEntries(wanted), outcome.errors);
  return [...unwanted, ...differences(step.op, expected, outcome)];
}

function unlike(expected: Record<string, unknown>, actual: Record<string, number>) {
  const codes = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...codes]
    .filter((code) => expected[code] !== actual[code])
    .map((code) => `${code}: expected ${expected[code] ?? 0}, got ${actual[code] ?? 0}`);
}

/** All calls under way at once. */
async function together(target: Target, { input }: Concurrent) {
  const calls = input.ops.flatMap((op) =>
    Array.from({ length: op.times ?? 1 }, () => target.run(op)),
  );
  const answers = await Promise.all(calls);
  const errors: Record<string, number> = {};
  for (const answer of answers) {
    if (isRefused(answer)) errors[answer.error.code] = (errors[answer.error.code] ?? 0) + 1;
  }
  const allowed = answers.filter(
    (answer) => answer !== null && !isRefused(answer) && answer.allowed,
  );
  return { ok: answers.filter(succeeded).length, errors, allowed: allowed.length };
}

function succeeded(answer: Answer): boolean {
  return !isRefused(answer);
}

function tableOf(cases: readonly Case[], passed: ReadonlySet<Case>): string {
  const lines = [...Map.groupBy(cases, (setting) => setting.area)].map(
    ([area, all]) => `${area}: ${all.filter((one) => passed.has(one)).length} of ${all.length}`,
  );
  return `${lines.join("\n")}\nall: ${passed.size} of ${cases.length} passed\n`;
}
