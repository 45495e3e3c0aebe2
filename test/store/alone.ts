import type { Program } from "../../src/store/sql/program.ts";

/** What a program that asks nothing comes to. */
export function alone<T>(program: Program<T>): T {
  let step = program.next([]);
  while (!step.done) step = program.next([]);
  return step.value;
}
