import { deepEqual } from "node:assert/strict";
import { ask, pagesOf } from "./ask.ts";
import { variablesOf } from "./loads.ts";
import type { Target } from "./servers.ts";

const SAMPLE = 40;

/** Crashes unless all servers answer the same: what is timed has to be the same work. */
export async function sameAnswers(targets: readonly Target[], customers: number): Promise<void> {
  const answers: unknown[] = [];
  for (const target of targets) {
    answers.push(await answersOf(target, customers));
    deepEqual({ [target.name]: answers.at(-1) }, { [target.name]: answers[0] });
    if (target.documents.M1) {
      const deducted = await deductionBy(target, customers - 1);
      deepEqual({ [target.name]: deducted }, { [target.name]: ONE_DEDUCTED });
    }
  }
}

const ONE_DEDUCTED = { entry: { kind: "TRACK", value: 1 }, remaining: -1, usage: 1 };

async function answersOf(target: Target, customers: number): Promise<readonly unknown[]> {
  const indices = Array.from({ length: SAMPLE }, (_, turn) =>
    Math.floor((turn * customers) / SAMPLE),
  );
  const answers: unknown[] = [];
  for (const index of indices) {
    answers.push(await ask(target, "Q1", variablesOf("Q1", index)));
    answers.push(await ask(target, "Q3", variablesOf("Q3", index)));
  }
  for (const page of await pagesOf(target, { first: 10, count: 3 }))
    answers.push(await ask(target, "Q2", page));
  return answers;
}

interface Totals {
  readonly remaining: number;
  readonly usage: number;
}

/** The entry, and what became of the balance. */
async function deductionBy(target: Target, index: number) {
  const { balance: before } = (await ask(target, "Q3", variablesOf("Q3", index))) as {
    readonly balance: Totals;
  };
  const { track } = (await ask(target, "M1", variablesOf("M1", index))) as {
    readonly track: { readonly balance: Totals; readonly entry: unknown };
  };
  const { balance: after, entry } = track;
  return {
    entry,
    remaining: after.remaining - before.remaining,
    usage: after.usage - before.usage,
  };
}
