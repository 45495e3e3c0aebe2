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
  #tests: readonly Loaded[] | null = null;

  constructor(options: { readonly specs?: unknown }) {
    if (!Array.isArray(options.specs)) throw new Error("no specs are named");
    this.#specs = options.specs.map(String);
    Reflect.set(globalThis, INSTRUMENTER_CONSTANTS.NAMESPACE, this.#context);
  }

  /** What a module did when it was loaded is done: the process is started anew for such a mutant. */
  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun(): Promise<DryRunResult> {
    const coverage: MutantCoverage = { static: {}, perTest: {} };
    this.#context.mutantCoverage = coverage;
    const tests: TestResult[] = [];
    for (const test of await this.#loaded()) {
      this.#context.currentTestId = test.id;
      tests.push(await resultOf(test));
    }
    delete this.#context.currentTestId;
    return { status: DryRunStatus.Complete, tests, mutantCoverage: coverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, testFilter, hitLimit, mutantActivation } = options;
    const context = this.#context;
    context.hitCount = hitLimit === undefined ? undefined : 0;
    context.hitLimit = hitLimit;
    if (mutantActivation === "static") context.activeMutant = activeMutant.id;
    const loaded = await this.#loaded();
    context.activeMutant = activeMutant.id;
    const tests = await firstFailing(loaded.filter(({ id }) => testFilter?.includes(id) ?? true));
    context.activeMutant = undefined;
    const endless = determineHitLimitReached(context.hitCount, hitLimit);
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests });
  }

  async #loaded(): Promise<readonly Loaded[]> {
    this.#tests ??= await load(this.#specs);
    return this.#tests;
  }
}

export const strykerPlugins = [
  { kind: "TestRunner", name: "in-process", injectableClass: InProcessRunner },
];

/** Loads the specs with our vitest in the place of vitest's. */
async function load(specs: readonly string[]): Promise<readonly Loaded[]> {
  const ours = pathToFileURL(resolve("test/mutants/declared.ts")).href;
  registerHooks({
    resolve: (specifier, context, next) => next(specifier === "vitest" ? ours : specifier, context),
  });
  const { declared }: typeof import("./declared.ts") = await import(ours);
  const loaded: Loaded[] = [];
  for (const fileName of specs) {
    declared.length = 0;
    await import(pathToFileURL(resolve(fileName)).href);
    const same = new Map<string, number>();
    for (const test of declared) {
      const times = (same.get(test.name) ?? 0) + 1;
      same.set(test.name, times);
      const id = `${fileName} ${test.name}${times > 1 ? ` (${times})` : ""}`;
      loaded.push({ ...test, id, fileName });
    }
  }
  return loaded;
}

/** A mutant dies by the first test that fails. */
async function firstFailing(tests: readonly Loaded[]): Promise<TestResult[]> {
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
