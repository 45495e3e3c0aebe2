/** 100,000 operations in engine and model: `node test/reference/nightly.ts`; FC_SEED runs one again. */
import { compareMany } from "./many.ts";

const OPERATIONS = Number(process.env.OPERATIONS ?? 100_000);
const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
const started = performance.now();
process.stdout.write(`seed ${seed}\n`);
const { operations, difference } = compareMany(seed, OPERATIONS);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
process.stdout.write(`${operations} operations compared in ${seconds} s\n`);
if (difference !== null) {
  process.stdout.write(`FC_SEED=${seed}\n${difference}\n`);
  process.exitCode = 1;
}
