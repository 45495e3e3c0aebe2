import { defineConfig, mergeConfig } from "vitest/config";
import all from "./vitest.config.ts";

/** For `npm run check`: every spec but those that start processes or take seconds. */
const SLOW = [
  "cases/{gateway,postgres}",
  "engine/{agreement,amount-laws,explain-sums,flanks,identity,many,range-laws,steps,verdict-sums}",
  "execution/compiled",
  "faults/*",
  "gateway/{adds-up,ceilings,edge,edges-of-{input,time},idempotency-key,identity,reads,retry,scalars,whole-input}",
  "http/*",
  "loaders/reading",
  "range/*",
  "reference/*",
  "scripts/*",
  "store/{codec,cut,postgres,postgres-*,restart,rows,sqlite,sqlite-*,transfer,transfer-*}",
  "sweeper",
];

export default mergeConfig(
  all,
  defineConfig({ test: { exclude: SLOW.map((name) => `test/${name}.spec.ts`) } }),
);
