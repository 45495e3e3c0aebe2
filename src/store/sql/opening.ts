/** What a transaction looks at before it decides anything, in as few round trips as can be. */
import { invariant } from "../../engine/invariant.ts";
import { type KeptAnswers, keptAnswers } from "./answers.ts";
import { integer } from "./column.ts";
import { Draft } from "./draft.ts";
import type { KeptLedgers, StoredLedger } from "./kept-ledgers.ts";
import { catalogFromRows, type NamedCatalog } from "./named-catalog.ts";
import {
  ask,
  type Call,
  type Cell,
  call,
  type Program,
  type Row,
  type StatementName,
} from "./program.ts";

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

/** What the process holds in memory, which may be behind the database. */
export interface AtHand {
  readonly catalog: NamedCatalog;
  readonly ledgers: KeptLedgers;
}

/** The catalogue and the customers stay as they are read until the transaction ends. */
export function* opened(
  { claim, customerIds, keys, beside }: Wanted,
  atHand: AtHand,
): Program<Opening> {
  const ids = JSON.stringify([...new Set(customerIds)].sort());
  const held = atHand.ledgers.among(customerIds);
  const ledgers = () => call("ledgers", held.etags, ids);
  const calls = [
    call(claim),
    ...(customerIds.length > 0 ? [call("claimCustomers", ids)] : []),
    call("catalogRevision"),
    ...(held.isOf(customerIds) ? [] : [ledgers()]),
    ...(keys.length > 0 ? [call("findAnswers", JSON.stringify(keys))] : []),
    ...beside,
  ];
  const answers = yield calls;
  const rowsOf = (name: StatementName, of?: Cell) => {
    const isAsked = (each: Call) =>
      each.name === name && (of === undefined || each.values[0] === of);
    return answers[calls.findIndex(isAsked)] ?? [];
  };
  const sent = rowsOf(held.isOf(customerIds) ? "claimCustomers" : "ledgers");
  const stored = held.storedIn(sent) ?? held.storedIn((yield [ledgers()])[0] ?? []);
  invariant(stored, "what is not held is sent");
  return {
    inForce: yield* catalogInForce(rowsOf("catalogRevision"), atHand.catalog),
    drafts: draftsOf(stored),
    kept: keptAnswers(rowsOf("findAnswers")),
    rowsOf,
  };
}

function draftsOf(stored: readonly StoredLedger[]): Map<string, Draft> {
  return new Map(stored.map(({ ledger }) => [ledger.customer.customerId, new Draft(ledger)]));
}

/** The one at hand, or read anew where another process has changed it since. */
function* catalogInForce([row]: readonly Row[], held: NamedCatalog): Program<NamedCatalog> {
  if (!row) return held;
  const revision = integer.read(row[0]);
  if (revision === held.revision) return held;
  return { catalog: catalogFromRows(yield* ask("features"), held.catalog), revision };
}
