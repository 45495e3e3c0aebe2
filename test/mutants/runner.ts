/**
 * Runs specs for Stryker in its own process, where they are loaded once: a mutant then costs what its tests do,
 * some milliseconds. vitest's own runner starts a worker for each, which costs a hundred times as much.
 */
import { registerHooks } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  INSTRUMENTER_CONSTANTS,
  type InstrumenterContext,
  type MutantCoverage,
} from "@stryker-mutator/api/core";
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import type { Test } from "./declared.ts";

interface Loaded extends Test {
  readonly id: string;
  readonly fileName: string;
}

class InProcessRunner implements TestRunner {
  static readonly inject = ["options"] as const;
  readonly #specs: readonly string[];
  /** What the changed source asks which of its changes is in force, and tells what it ran. */
  readonly #context: InstrumenterContext = {};
  readonly #loaded = new Map<string, readonly Loaded[]>();

  constructor(options: { readonly specs?: unknown }) {
    if (!Array.isArray(options.specs)) throw new Error("no specs are named");
    this.#specs = options.specs.map(String);
    Reflect.set(globalThis, INSTRUMENTER_CONSTANTS.NAMESPACE, this.#context);
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun(): Promise<DryRunResult> {
    const coverage: MutantCoverage = { static: {}, perTest: {} };
    this.#context.mutantCoverage = coverage;
    const tests: TestResult[] = [];
    for (const spec of this.#specs) {
      for (const test of await this.#testsOf(spec)) {
        this.#context.currentTestId = test.id;
        tests.push(await resultOf(test));
      }
      delete this.#context.currentTestId;
    }
    return { status: DryRunStatus.Complete, tests, mutantCoverage: coverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, testFilter, hitLimit, mutantActivation } = options;
    const context = this.#context;
    if (options.reloadEnvironment) {
      this.#loaded.clear();
      generation += 1;
    }
    context.hitCount = hitLimit === undefined ? undefined : 0;
    context.hitLimit = hitLimit;
    if (mutantActivation === "static") context.activeMutant = activeMutant.id;
    const wanted = testFilter && new Set(testFilter);
    const tests: TestResult[] = [];
    for (const spec of this.#specs) {
      if (testFilter?.every((id) => !id.startsWith(`${spec} `))) continue;
      const loaded = await this.#testsOf(spec);
      context.activeMutant = activeMutant.id;
      tests.push(...(await untilOneFails(loaded.filter(({ id }) => wanted?.has(id) ?? true))));
      if (tests.at(-1)?.status === TestStatus.Failed) break;
      if (mutantActivation === "runtime") context.activeMutant = undefined;
    }
    context.activeMutant = undefined;
    const endless = determineHitLimitReached(context.hitCount, hitLimit);
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests });
  }

  async #testsOf(spec: string): Promise<readonly Loaded[]> {
    const known = this.#loaded.get(spec);
    if (known) return known;
    const tests = await load(spec).catch((error: unknown) => [unloadable(spec, error)]);
    this.#loaded.set(spec, tests);
    return tests;
  }
}

export const strykerPlugins = [
  { kind: "TestRunner", name: "in-process", injectableClass: InProcessRunner },
];

const OURS = pathToFileURL(resolve("test/mutants/declared.ts")).href;

/** Source and specs are loaded anew in each: what a module does when it is loaded is done once. */
let generation = 0;

registerHooks({
  resolve: (specifier, context, next) => {
    const resolved = next(specifier === "vitest" ? OURS : specifier, context);
    const isOfGeneration = /\/(src|test)\/(?!mutants\/).*\.ts$/.test(resolved.url);
    return isOfGeneration ? { ...resolved, url: `${resolved.url}?${generation}` } : resolved;
  },
});

/** The tests of a spec, which is loaded with our vitest in the place of vitest's. */
async function load(fileName: string): Promise<readonly Loaded[]> {
  const { declared }: typeof import("./declared.ts") = await import(OURS);
  declared.length = 0;
  await import(pathToFileURL(resolve(fileName)).href);
  const same = new Map<string, number>();
  return declared.map((test) => {
    const times = (same.get(test.name) ?? 0) + 1;
    same.set(test.name, times);
    return { ...test, id: `${fileName} ${test.name}${times > 1 ? ` (${times})` : ""}`, fileName };
  });
}

/** A spec that cannot even be loaded fails. */
function unloadable(fileName: string, error: unknown): Loaded {
  const run = () => {
    throw error;
  };
  return { id: `${fileName} is loaded`, name: "is loaded", fileName, run };
}

/** A mutant dies by the first test that fails. */
async function untilOneFails(tests: readonly Loaded[]): Promise<TestResult[]> {
  const results: TestResult[] = [];
  for (const test of tests) {
    const result = await resultOf(test);
    results.push(result);
    if (result.status === TestStatus.Failed) break;
  }
  return results;
}

async function resultOf({ id, name, fileName, run }: Loaded): Promise<TestResult> {
  const started = performance.now();
  const about = { id, name, fileName };
  try {
    await run();
    return { ...about, status: TestStatus.Success, timeSpentMs: performance.now() - started };
  } catch (error) {
    const timeSpentMs = performance.now() - started;
    return { ...about, status: TestStatus.Failed, failureMessage: String(error), timeSpentMs };
  }
}
