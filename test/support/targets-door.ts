/** The door of a target that has no schema: it reads what a caller sends as the schema's scalars do. */
import { type Amount, parseAmount } from "../../src/engine/amount.ts";
import { invalid, type Refusal } from "../../src/engine/refusal.ts";
import type { Figure, Moment } from "./cases-parts.ts";

/** What a caller sent is no amount or no instant. */
export class Malformed extends Error {
  /** The refusal that it is answered with. */
  get refusal(): Refusal {
    return invalid("input", this.message);
  }
}

/** An amount that must be there. */
export function figureOf(value: NonNullable<Figure>): Amount {
  const parsed = parseAmount(String(value));
  if (typeof parsed === "bigint") return parsed;
  throw new Malformed(`${value} ${parsed.reason}`);
}

/** An amount that may be left out; null is as good as left out. */
export function exact(value: Figure): Amount | undefined {
  return value === undefined || value === null ? undefined : figureOf(value);
}

/** An amount that is 1 when left out, and that null is not (A32). */
export function oneOr(value: Figure): Amount {
  if (value === null) throw new Malformed("null is no amount");
  return figureOf(value ?? 1);
}

/** An instant that may be left out; null is as good as left out. */
export function instant(value: Moment | null | undefined): number | undefined {
  if (value === undefined || value === null) return undefined;
  const at = typeof value === "number" ? value : instantOf(value);
  if (at >= 0 && at <= LAST_INSTANT) return at;
  throw new Malformed(`${value} is no instant from 1970 to 9999`);
}

const LAST_INSTANT = Date.UTC(10_000, 0, 1) - 1;

/** Not a number for a day that its month does not have. */
function instantOf(text: string): number {
  const day = text.slice(0, "2026-01-15".length);
  const exists = Number.isFinite(Date.parse(day)) && isoDay(Date.parse(day)) === day;
  return exists ? Date.parse(text) : Number.NaN;
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, "2026-01-15".length);
}
