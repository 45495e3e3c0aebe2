import { expect, it } from "vitest";
import { type Amount, LIMIT, withinLimit } from "../../src/engine/amount.ts";
import type { CustomerCommand } from "../../src/engine/command.ts";
import { deriveBalances } from "../../src/engine/derive.ts";
import { heldOf } from "../../src/engine/held.ts";
import { Dice } from "../support/cases-dice.ts";
import { lockEventOf } from "../support/cases-locks.ts";
import { entityNamed, eventOf, grantOf } from "../support/cases-random.ts";
import { Bench, DAY } from "../support/engine.ts";
import { catalog, viewsOf } from "../support/histories.ts";
import { SEED } from "../support/property.ts";

/** HISTORIES=1700 makes 100,000 steps of it. */
const HISTORIES = Number(process.env.HISTORIES ?? 60);
const STEPS = 60;

/** From the smallest amount to the largest: the generator's own, and what makes 1e18 of a few of them. */
const SCALES = [1n, 1n, 10n ** 13n, 4n * 10n ** 15n, 10n ** 16n, 3n * 10n ** 16n];

it(`A33 no amount reaches 1e18, whatever is done and however much time passes (seed ${SEED})`, () => {
  const dice = new Dice(SEED);
  let [accepted, refused, large] = [0, 0, 0];
  for (let history = 0; history < HISTORIES; history += 1) {
    const bench = new Bench(catalog);
    const run = (command: CustomerCommand) => {
      const refusal = bench.run(stretched(command, dice.pick(SCALES)));
      const issues = refusal && "issues" in refusal ? refusal.issues : [];
      if (issues.some(({ message }) => message.includes("1e18"))) refused += 1;
      if (refusal === null) accepted += 1;
    };
    for (const entityId of ["e1", "e2"]) bench.run(entityNamed(entityId));
    for (let step = 0; step < STEPS; step += 1) {
      const seed = dice.below(2 ** 31 - 1);
      const event = step < 5 ? grantOf(seed, step) : eventOf(seed, step);
      if (event.type === "pass") bench.now += event.milliseconds;
      else run(dice.once(4) ? lockEventOf(seed, bench.now) : event);
      large += tooLarge(bench, amountsOf(bench)) ? 1 : 0;
    }
    bench.now += 800 * DAY;
    run(lockEventOf(dice.below(1000), bench.now));
    tooLarge(bench, amountsOf(bench));
  }
  expect([accepted, refused, large].map((count) => count > 20)).toEqual([true, true, true]);
});

/** Whether any of them is near the limit; fails where one is beyond it. */
function tooLarge(bench: Bench, amounts: readonly Amount[]): boolean {
  const beyond = amounts.filter((value) => !withinLimit(value));
  if (beyond.length > 0) throw new Error(`${beyond.join(", ")} after ${bench.entries.length}`);
  return amounts.some((value) => 2n * (value < 0n ? -value : value) >= LIMIT);
}

/** Everything that is stored, and everything that any view shows. */
function amountsOf(bench: Bench): readonly Amount[] {
  const found: Amount[] = [];
  const { counters, grants } = bench.ledger ?? { counters: [], grants: [] };
  collect([counters, grants, bench.entries.slice(-3)], found);
  for (const view of viewsOf(bench)) {
    for (const balance of deriveBalances(view)) {
      collect(balance, found);
      found.push(heldOf(view, balance.featureId));
    }
  }
  return found;
}

function collect(value: unknown, into: Amount[]): void {
  if (typeof value === "bigint") into.push(value as Amount);
  else if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) collect(part, into);
  }
}

/** The command with every amount so many times as large, as far as input goes. */
function stretched<T>(command: T, scale: bigint): T {
  const change = (value: unknown): unknown => {
    if (typeof value === "bigint") return largest(value * scale);
    if (Array.isArray(value)) return value.map(change);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(part)]));
  };
  return change(command) as T;
}

function largest(value: bigint): bigint {
  if (value >= LIMIT) return LIMIT - 1n;
  return value <= -LIMIT ? 1n - LIMIT : value;
}
