/** Our values as JSON text and back: an amount is written "#12.5", a text that begins with # has it doubled. */
import { type Amount, amount, formatAmount } from "../../engine/amount.ts";
import type { Command } from "../../engine/command.ts";
import { invariant } from "../../engine/invariant.ts";
import type { Applied } from "../port.ts";
import { isJson } from "./column.ts";

export function encode(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === "bigint") return `#${formatAmount(part as Amount)}`;
    return typeof part === "string" && part.startsWith("#") ? `#${part}` : part;
  });
}

export function decode(json: string): unknown {
  return JSON.parse(json, (_key, part: unknown) => {
    if (typeof part !== "string" || !part.startsWith("#")) return part;
    return part.startsWith("##") ? part.slice(1) : amount(part.slice(1));
  });
}

/** What was first answered under a key. */
export function decodeOutcome(json: string): Applied<Command> {
  const outcome = decode(json);
  invariant(isJson(outcome) && outcome.kind === "applied", "the text holds an applied outcome");
  return outcome as unknown as Applied<Command>; // Written by encode, from this very type.
}
