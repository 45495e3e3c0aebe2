import type { UsageLimit } from "../../src/engine/customer.ts";
import type { Dice } from "../support/cases-dice.ts";
import type { Properties } from "./limits.ts";

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

/** An event's: some match no filter though they read like one. */
export const PROPERTIES: readonly Properties[] = [
  null,
  { model: "4" },
  { model: 4 },
  { model: 4, size: "s" },
  { model: "3" },
  { model: ["4"] },
  { model: null, size: "s" },
  { size: "s", model: true },
  { model: "true", size: { is: "s" } },
  {},
];

/** What a limit asks of an event; the later ones are refused (A21). */
export const FILTERS: readonly UsageLimit["filter"][] = [
  { properties: { model: 4 } },
  { properties: { model: "4" } },
  { properties: { model: "4", size: "s" } },
  { properties: { size: "s", model: true } },
  { properties: { constructor: "x" } },
  { properties: { model: "null" } },
  { properties: { size: "s" } },
  { model: 4 },
  { properties: {} },
  { properties: { model: null } },
  { properties: { model: ["4"] } },
  { properties: { model: 4 }, also: 1 },
  { properties: { a: 1, b: 2, c: 3, d: 4, e: 5 } },
];

export function otherCredits(dice: Dice, featureId: string): string {
  return featureId === "credits" && dice.once(2) ? "tokens" : featureId;
}
