/** Our values as JSON text and back: an amount is written "#12.5", a text that begins with # has it doubled. */
import { type Amount, formatAmount } from "../../engine/amount.ts";
import { decimal } from "./column.ts";

export function encode(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === "bigint") return `#${formatAmount(part as Amount)}`;
    return typeof part === "string" && part.startsWith("#") ? `#${part}` : part;
  });
}

export function decode(json: string): unknown {
  return JSON.parse(json, (_key, part: unknown) => {
    if (typeof part !== "string" || !part.startsWith("#")) return part;
    return part.startsWith("##") ? part.slice(1) : decimal.read(part.slice(1));
  });
}
