/** What is kept of an outcome, to be answered again: what was decided then, and whose ledger is to be read now. */
import type { Command } from "../../engine/command.ts";
import type { Catalog } from "../../engine/feature.ts";
import { invariant } from "../../engine/invariant.ts";
import { customerNow } from "../../engine/settle.ts";
import type { Applied, Outcome, Refused } from "../port.ts";
import { decode, encode } from "./codec.ts";
import { isJson } from "./column.ts";

export type Facts = AppliedFacts | RefusedFacts;

type AppliedFacts = Pick<Applied<Command>, "kind" | "customerId" | "result" | "entry" | "at">;
type RefusedFacts = Pick<Refused, "kind" | "refusal" | "at">;

export function factsOf(outcome: Outcome<Command>): Facts {
  if (outcome.kind === "refused") {
    const { kind, refusal, at } = outcome;
    return { kind, refusal, at };
  }
  const { kind, customerId, result, ledger, entry, at } = outcome;
  // A clock that was advanced stands where the command left it.
  return { kind, customerId, result, entry, at: ledger ? customerNow(ledger, at) : at };
}

/** The outcome as it is answered again, its fields in the order of the first answer. */
export function replayOf(
  facts: Facts,
  { catalog, dryRun }: { readonly catalog: Catalog; readonly dryRun: boolean },
): Outcome<Command> {
  const ledger = null;
  if (facts.kind === "refused") {
    const { kind, refusal, at } = facts;
    return { kind, refusal, ledger, catalog, at };
  }
  const { kind, customerId, result, at, entry } = facts;
  return { kind, customerId, result, ledger, catalog, at, entry, replayed: true, dryRun };
}

export function encodeFacts(outcomes: readonly Outcome<Command>[]): string {
  return encode(outcomes.map(factsOf));
}

export function decodeFacts(json: string): readonly Facts[] {
  const list = decode(json);
  invariant(Array.isArray(list) && list.length > 0, "the text holds a list of outcomes");
  return list.map((each: unknown) => {
    invariant(isJson(each), "the text holds an outcome");
    // Written by encodeFacts, from this very type, or by a gateway that kept the whole outcome.
    const outcome = each as unknown as Outcome<Command>;
    return factsOf("customerId" in each ? outcome : named(outcome));
  });
}

/** An outcome from when the ledger was kept with it, and alone told the customer. */
function named(outcome: Outcome<Command>): Outcome<Command> {
  if (outcome.kind === "refused") return outcome;
  return { ...outcome, customerId: outcome.ledger?.customer.customerId ?? null };
}
