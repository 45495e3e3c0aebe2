import { LAST_INSTANT } from "../../src/engine/period.ts";
import type { Dice } from "../support/cases-dice.ts";
import { DAY } from "../support/engine.ts";

/** Which amounts a customer deals in: those of one kind meet more often than chance alone would have it. */
export type Mood = "huge" | "tiny" | "mixed";

export const MOODS: readonly Mood[] = ["huge", "huge", "tiny", "mixed", "mixed"];

const HUGE = [
  "999999999999999999",
  "999999999999999999.9999999999",
  "900000000000000000",
  "5e17",
  "499999999999999999.9999999999",
  "333333333333333333.3333333333",
  "1e17",
  "1e16",
];
const TINY = ["1e-10", "3e-10", "7e-10", "0.3333333333", "0.0000000001"];
const PLAIN = ["0", "1", "7.5", "100", "999999999", "1e10"];

/** Beyond what may be asked for: each is refused. */
const BEYOND = ["1e18", "1e19", "1e-11", "1000000000000000000"];

const OF_MOOD: Readonly<Record<Mood, readonly string[]>> = {
  huge: [...HUGE, ...HUGE, ...TINY, ...PLAIN],
  tiny: [...TINY, ...TINY, ...PLAIN],
  mixed: [...HUGE, ...TINY, ...PLAIN],
};

/** An amount at an edge, 0 or above; as a number where its text is short. */
export function edgeOf(dice: Dice, mood: Mood): string | number {
  const text = dice.once(150) ? dice.pick(BEYOND) : dice.pick(OF_MOOD[mood]);
  return text.length < 9 && dice.once(3) ? Number(text) : text;
}

/** The same, one time in three below zero. */
export function signedOf(dice: Dice, mood: Mood): string | number {
  const edge = edgeOf(dice, mood);
  if (!dice.once(3)) return edge;
  return typeof edge === "number" ? -edge : `-${edge}`;
}

/** What a unit costs of a credit system; 0 is refused. */
export function costOf(dice: Dice): string {
  return dice.pick(["1e-10", "1e10", "999999999", "0.3333333333", "3", "7e17", "1"]);
}

export function percentageOf(dice: Dice): number {
  return dice.pick([100, 50, 100 / 3, 0.3333333333, 1e-10, 5e-324, 99.99999999999999, 101]);
}

/** Instants around one, and at the borders of time; some are refused. */
export function instantOf(dice: Dice, around: number): number {
  if (dice.once(12)) return dice.pick([0, 1, Date.UTC(2000, 0, 1), LAST_INSTANT, LAST_INSTANT + 1]);
  const days = dice.pick([-400, -1, 1, 1, 20, 40, 40, 400, 3652, 30_000]);
  return Math.max(0, around + days * DAY + dice.pick([-1, 0, 1]));
}

/** A month at its end, a leap day, the first and the last instants that there are. */
export const CLOCKS: readonly number[] = [
  0,
  Date.UTC(2000, 0, 1),
  Date.UTC(2024, 1, 29, 23, 59, 59, 999),
  Date.UTC(2026, 0, 31),
  Date.UTC(9985, 11, 31),
];

const CEILING_OF = {
  MINUTE: 52_596_000,
  HOUR: 876_600,
  DAY: 36_525,
  WEEK: 5217,
  MONTH: 1200,
  QUARTER: 400,
  SEMI_ANNUAL: 200,
  YEAR: 100,
  ONE_OFF: 1,
} as const;

const INTERVALS = Object.keys(CEILING_OF) as readonly (keyof typeof CEILING_OF)[];

export function intervalOf(dice: Dice): keyof typeof CEILING_OF {
  return dice.once(2) ? dice.pick(["MONTH", "YEAR", "WEEK"]) : dice.pick(INTERVALS);
}

/** A period, some as long as one may be, and longer by one. */
export function periodOf(dice: Dice) {
  const interval = intervalOf(dice);
  const most = CEILING_OF[interval];
  const intervalCount = dice.once(2) ? 1 : dice.pick([2, 3, 7, most, most, most + 1]);
  return { interval, intervalCount };
}
