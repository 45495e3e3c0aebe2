import { expect, test } from "vitest";
import type { Place } from "../store/places.ts";
import { SEED } from "../support/property.ts";
import { brute } from "./brute.ts";

/** A run that every `npm test` has time for, with most of the 19 mutations. `nightly.ts` has the long one. */
export function smallRun(backend: string, operations: number, placeOf: () => Promise<Place>): void {
  test(`${backend}: ${operations} operations with amounts near 1e18 and 1e-10 (seed ${SEED})`, async () => {
    const run = { seed: SEED, operations, every: operations / 2 };
    const figures = await brute({ ...run, place: await placeOf() });
    expect(figures.faults).toEqual([]);
    expect(figures).toMatchObject({ operations, restarts: 2 });
    expect(figures.kinds.size).toBeGreaterThan(14);
    expect(figures.applied).toBeGreaterThan(operations / 3);
    expect(figures.refusals.get("BEYOND_RANGE")).toBeGreaterThan(operations / 50);
  }, 120_000);
}
