import type { Dice } from "../support/cases-dice.ts";

export const ENTITIES = ["e1", "e2", "e3", "E10", "é"];

export const AMOUNTS = [
  "1e-10",
  "3e-10",
  "0.0000000007",
  "0.3",
  "7",
  "0.1",
  "99.9999999999",
  "1",
  "2",
];

/** An event's, or what a limit asks of one. */
export const PROPERTIES = [
  null,
  { model: "4" },
  { model: 4 },
  { model: 4, size: "s" },
  { model: "3" },
];

export function otherCredits(dice: Dice, featureId: string): string {
  return featureId === "credits" && dice.once(2) ? "tokens" : featureId;
}
