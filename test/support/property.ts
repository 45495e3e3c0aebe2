import fc from "fast-check";

/** The seed of this run: FC_SEED, or a new one. Printed, so that a failure can be run again. */
export const SEED = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);

/** Checks the property on `runs` cases; answers how many ran, for the spec to assert. */
export function checkAll<T>(runs: number, property: fc.IProperty<T>): number {
  const details = fc.check(property, { numRuns: runs, seed: SEED, endOnFailure: false });
  if (details.failed) {
    throw new Error(`FC_SEED=${SEED} ${fc.defaultReportMessage(details)}`, {
      cause: details.errorInstance,
    });
  }
  return details.numRuns;
}
