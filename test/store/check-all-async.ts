import fc from "fast-check";
import { SEED } from "../support/property.ts";

/** As checkAll, for a property that waits. */
export async function checkAllAsync<T>(
  runs: number,
  property: fc.IAsyncProperty<T>,
): Promise<number> {
  const details = await fc.check(property, { numRuns: runs, seed: SEED });
  if (details.failed) {
    throw new Error(`FC_SEED=${SEED} ${fc.defaultReportMessage(details)}`, {
      cause: details.errorInstance,
    });
  }
  return details.numRuns;
}
