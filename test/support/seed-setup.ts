import { SEED } from "./property.ts";

/** Tells the seed of a run before all else. */
export function setup(): void {
  process.stdout.write(`random tests: seed ${SEED} (FC_SEED=n runs another)\n`);
}
