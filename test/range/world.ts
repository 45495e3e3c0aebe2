import type { Dice } from "../support/cases-dice.ts";
import { CLOCKS, MOODS, type Mood } from "./edges.ts";

/** Who is acted upon; the same few again and again, deleted and made anew. */
export interface Actor {
  readonly customerId: string;
  readonly mood: Mood;
  /** Null: it lives by the gateway's clock. */
  readonly testClock: number | null;
}

export const ACTORS: readonly Actor[] = Array.from({ length: 12 }, (_, index) => ({
  customerId: `customer-${index}`,
  mood: MOODS[index % MOODS.length] ?? "mixed",
  testClock: index % 2 === 0 ? null : (CLOCKS[(index >> 1) % CLOCKS.length] ?? null),
}));

export interface Turn {
  readonly dice: Dice;
  readonly actor: Actor;
  /** The gateway's clock. */
  readonly now: number;
  /** Tells its operation from all others. */
  readonly number: number;
  /** Locks taken and not settled, as far as is known. */
  readonly held: readonly string[];
}

/** One call: a mutation and its input. */
export interface Operation {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export const METERED = ["messages", "actions"] as const;
export const SYSTEMS = ["credits", "tokens"] as const;
export const FEATURE_IDS = [...METERED, ...SYSTEMS, "users", "sso"] as const;

/** Mostly what is used and what pays for it. */
export function featureIdOf({ dice }: Turn): string {
  if (dice.once(30)) return dice.pick(["extra", "sso"]);
  return dice.pick([...METERED, ...METERED, ...SYSTEMS, "users"]);
}

/** Null: the customer itself. */
export function entityIdOf({ dice }: Turn): string | null {
  return dice.pick(["e1", "e1", "e2", null, null, null, null, null]);
}

export function balanceIdOf({ dice }: Turn): string {
  return `b${dice.below(8)}`;
}

/** Locks are named across all customers. */
export function lockIdOf({ dice, actor }: Turn): string {
  return `${actor.customerId}-lock-${dice.below(3)}`;
}

/** The instant that what a customer does is about. */
export function aroundOf({ actor, now }: Turn): number {
  return actor.testClock ?? now;
}

/** What is there or not by chance: the entries whose value is not undefined. */
export function given(
  entries: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

/** One time in so many. */
export function perhaps<T>(dice: Dice, times: number, make: () => T): T | undefined {
  return dice.once(times) ? make() : undefined;
}
