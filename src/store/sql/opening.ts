/** What a transaction looks at before it decides anything, in as few round trips as can be. */
import { type KeptAnswers, keptAnswers } from "./answers.ts";
import { integer } from "./column.ts";
import { Draft } from "./draft.ts";
import { catalogFromRows, type NamedCatalog, named } from "./named-catalog.ts";
import {
  ask,
  type Call,
  type Cell,
  call,
  type Program,
  type Row,
  type StatementName,
} from "./program.ts";
import { ledgerFromRow } from "./rows.ts";

export interface Opening {
  readonly inForce: NamedCatalog;
  /** By customer id; those that do not exist are left out. */
  readonly drafts: Map<string, Draft>;
  readonly kept: KeptAnswers;
  /** What was asked beside; where it was of several, of the one that it was given first. */
  readonly rowsOf: (name: StatementName, of?: Cell) => readonly Row[];
}

export interface Wanted {
  readonly claim: "shareCatalog" | "claimCatalog";
  readonly customerIds: readonly string[];
  readonly keys: readonly string[];
  readonly beside: readonly Call[];
}

/** The catalogue and the customers stay as they are read until the transaction ends. */
export function* opened(
  { claim, customerIds, keys, beside }: Wanted,
  held: NamedCatalog,
): Program<Opening> {
  const ids = JSON.stringify([...new Set(customerIds)].sort());
  const calls = [
    call(claim),
    ...(customerIds.length > 0 ? [call("claimCustomers", ids)] : []),
    call("catalogRevision"),
    ...(customerIds.length > 0 ? [call("ledgers", ids)] : []),
    ...(keys.length > 0 ? [call("findAnswers", JSON.stringify(keys))] : []),
    ...beside,
  ];
  const answers = yield calls;
  const rowsOf = (name: StatementName, of?: Cell) => {
    const isAsked = (each: Call) =>
      each.name === name && (of === undefined || each.values[0] === of);
    return answers[calls.findIndex(isAsked)] ?? [];
  };
  const drafts = rowsOf("ledgers").map((row) => new Draft(ledgerFromRow(row)));
  return {
    inForce: yield* catalogInForce(rowsOf("catalogRevision"), held),
    drafts: new Map(drafts.map((draft) => [draft.before?.customer.customerId ?? "", draft])),
    kept: keptAnswers(rowsOf("findAnswers")),
    rowsOf,
  };
}

/** The one at hand, or read anew where another process has changed it since. */
function* catalogInForce([row]: readonly Row[], held: NamedCatalog): Program<NamedCatalog> {
  if (!row) return held;
  const revision = integer.read(row[0]);
  if (revision === held.revision) return held;
  return named(catalogFromRows(yield* ask("features"), held.catalog), revision);
}
