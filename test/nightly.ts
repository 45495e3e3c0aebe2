/**
 * What a night has time for: every spec under a seed of its own, then at length the engine against the model, and
 * amounts at the edges of the range.
 */
import { spawnSync } from "node:child_process";

const FC_SEED = process.env.FC_SEED ?? String(Date.now() % 2 ** 31);
const STEPS = [
  ["node_modules/vitest/vitest.mjs", "run"],
  ["test/reference/nightly.ts"],
  ["test/range/nightly.ts"],
];

process.stdout.write(`seed ${FC_SEED}\n`);
for (const step of STEPS) {
  const env = { FC_CASES: "4", ...process.env, FC_SEED };
  const { status } = spawnSync(process.execPath, step, { env, stdio: "inherit" });
  if (status === 0) continue;
  process.stdout.write(`failed under FC_SEED=${FC_SEED}: ${step.join(" ")}\n`);
  process.exitCode = 1;
}
