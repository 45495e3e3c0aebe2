import type { Command } from "../../engine/command.ts";
import type { Catalog } from "../../engine/feature.ts";
import type { Refusal } from "../../engine/refusal.ts";
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

/** With what was in force, given as settled. */
export function refused(
  refusal: Refusal,
  { ledger, catalog, at }: Pick<Refused, "ledger" | "catalog" | "at">,
): Refused {
  return { kind: "refused", refusal, ledger, catalog, at };
}

/** Not decided: more has fallen due than one transaction settles. To be asked again after it. */
export interface Behind {
  readonly kind: "behind";
  /** Whether this transaction brought the customer forward. If not, others come first the next time. */
  readonly hasMoved: boolean;
}

export const IN_ITS_TURN: Behind = { kind: "behind", hasMoved: true };
export const NOT_YET: Behind = { kind: "behind", hasMoved: false };
