import type { Command } from "../../engine/command.ts";
import type { Catalog } from "../../engine/feature.ts";
import type { Ledger } from "../../engine/ledger.ts";
import type { Refusal } from "../../engine/refusal.ts";
import { settle } from "../../engine/settle.ts";
import type { Applied, Refused } from "../port.ts";

/** As decided just now. */
export function applied<C extends Command>(
  { result, ledger, entry, at }: Pick<Applied<C>, "result" | "ledger" | "entry" | "at">,
  catalog: Catalog,
  dryRun: boolean,
): Applied<C> {
  const customerId = ledger?.customer.customerId ?? null;
  const answered = { replayed: false, dryRun };
  return { kind: "applied", customerId, result, ledger, catalog, at, entry, ...answered };
}

/** With what was in force, given as stored. */
export function refused(
  refusal: Refusal,
  { ledger, catalog, at }: { ledger: Ledger | null; catalog: Catalog; at: number },
): Refused {
  const settled = ledger && settle(ledger, catalog, at).ledger;
  return { kind: "refused", refusal, ledger: settled, catalog, at };
}
