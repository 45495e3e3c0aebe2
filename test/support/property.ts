import fc from "fast-check";

/**
 * The seed of every random test. It is fixed, so that each run checks the same cases on every machine.
 * FC_SEED chooses another one: `npm run nightly` takes a new one, and a failure is run again by its own.
 */
export const SEED = Number(process.env.FC_SEED ?? 20_260_115);

/** How many times the usual number of cases a run checks: more by night, a share where each mutant is tried. */
const TIMES = Number(process.env.FC_CASES ?? 1);

/** How many cases a property is checked on: `usual` in `npm test`, never fewer than `least`. */
export function cases(usual: number, least = 1): number {
  return Math.max(Math.ceil(usual * TIMES), least);
}

/** Checks the property on `runs` cases; answers how many ran, for the spec to assert. */
export function checkAll<T>(runs: number, property: fc.IProperty<T>): number {
  return allRan(runs, fc.check(property, { numRuns: runs, seed: SEED, endOnFailure: false }));
}

/** As checkAll, for a property that waits. */
export async function checkAllAsync<T>(
  runs: number,
  property: fc.IAsyncProperty<T>,
): Promise<number> {
  return allRan(runs, await fc.check(property, { numRuns: runs, seed: SEED }));
}

function allRan<T>(runs: number, details: fc.RunDetails<T>): number {
  if (details.failed) {
    throw new Error(`FC_SEED=${SEED} ${fc.defaultReportMessage(details)}`, {
      cause: details.errorInstance,
    });
  }
  if (details.numRuns !== runs) throw new Error(`${details.numRuns} of ${runs} cases ran`);
  return details.numRuns;
}
