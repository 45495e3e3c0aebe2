/** 100,000 operations at the edges of the range: `node test/range/nightly.ts`; FC_SEED runs one again. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PLACES } from "../store/places.ts";
import { brute } from "./brute.ts";

const OPERATIONS = Number(process.env.OPERATIONS ?? 100_000);
const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
const started = performance.now();
const print = (line: string) => void process.stdout.write(`${line}\n`);
print(`seed ${seed}`);
const folder = mkdtempSync(join(tmpdir(), "range-"));
const place = await PLACES.SQLite(folder);
const { faults, kinds } = await brute({
  seed,
  operations: OPERATIONS,
  every: 1000,
  place,
  report: print,
});
rmSync(folder, { recursive: true });
print(`applied ${JSON.stringify(Object.fromEntries(kinds))}`);
print(`${((performance.now() - started) / 1000).toFixed(1)} s`);
for (const fault of faults.slice(0, 20)) print(fault);
if (faults.length > 0) {
  print(`FC_SEED=${seed}: ${faults.length} faults`);
  process.exitCode = 1;
}
