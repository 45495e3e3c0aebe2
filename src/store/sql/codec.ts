/** Our values as JSON text and back: an amount is written "#12.5", a text that begins with # has it doubled. */
import { type Amount, formatAmount } from "../../engine/amount.ts";
import type { Command } from "../../engine/command.ts";
import type { Catalog } from "../../engine/feature.ts";
import { invariant } from "../../engine/invariant.ts";
import type { Outcome } from "../port.ts";
import { decimal, isJson } from "./column.ts";

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

/** Outcomes without the catalogue `shared`, which is kept elsewhere, once for all. */
export function encodeOutcomes(outcomes: readonly Outcome<Command>[], shared: Catalog): string {
  const withoutShared = outcomes.map((outcome) =>
    outcome.catalog === shared ? { ...outcome, catalog: undefined } : outcome,
  );
  return encode(withoutShared);
}

/** What was first answered under a key, to be answered again; `shared` is null where all hold their own. */
export function decodeOutcomes(
  json: string,
  { shared, dryRun }: { readonly shared: Catalog | null; readonly dryRun: boolean },
): readonly Outcome<Command>[] {
  const outcomes = decode(json);
  invariant(Array.isArray(outcomes) && outcomes.length > 0, "the text holds a list of outcomes");
  return outcomes.map((outcome: unknown) => {
    invariant(isJson(outcome), "the text holds an outcome");
    const whole = { ...outcome, catalog: outcome.catalog ?? shared };
    invariant(whole.catalog !== null, "the outcome has its catalogue");
    // Written by encodeOutcomes, from this very type.
    return replayedOf(whole as unknown as Outcome<Command>, dryRun);
  });
}

/** The outcome as it is answered again, its fields in the order of the first answer. */
export function replayedOf<C extends Command>(outcome: Outcome<C>, dryRun: boolean): Outcome<C> {
  if (outcome.kind === "refused") {
    const { kind, refusal, ledger, catalog, at } = outcome;
    return { kind, refusal, ledger, catalog, at };
  }
  const { kind, result, ledger, catalog, at, entry } = outcome;
  return { kind, result, ledger, catalog, at, entry, replayed: true, dryRun };
}

export function decodeCatalog(json: string): Catalog {
  const catalog = decode(json);
  invariant(isJson(catalog) && Array.isArray(catalog.features), "the text holds a catalogue");
  return catalog as unknown as Catalog; // Written by encode, from this very type.
}
