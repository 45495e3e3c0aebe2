/** The one write path of every SQL store: seen this key? load, decide, save, remember the answer. */
import type { Command, CustomerCommand, FeatureCommand, Request } from "../../engine/command.ts";
import { type Decided, decide, decideCatalog, type World } from "../../engine/decide.ts";
import type { Catalog } from "../../engine/feature.ts";
import type { Ledger } from "../../engine/ledger.ts";
import { settle } from "../../engine/settle.ts";
import type { Applied, Outcome, Refused } from "../port.ts";
import { findAnswer, putAnswer } from "./answers.ts";
import { ask, type Program } from "./program.ts";
import { ledgerFromRow } from "./rows.ts";
import { addEntries, saveCatalog, saveLedger } from "./save.ts";

export interface Written {
  readonly outcome: Outcome<Command>;
  /** Whether there is anything to commit; where not, the transaction is to be rolled back. */
  readonly saved: boolean;
}

/** To be run within one transaction that no other can slip into. A refusal leaves its key free. */
export function* write(request: Request, catalog: Catalog): Program<Written> {
  const known = yield* findAnswer(request, catalog);
  if (known) return { outcome: known, saved: false };
  const { command } = request;
  const outcome: Outcome<Command> = isOfCatalog(command)
    ? yield* writeCatalog({ ...request, command }, catalog)
    : yield* writeLedger({ ...request, command }, catalog);
  if (outcome.kind === "refused" || request.dryRun) return { outcome, saved: false };
  yield* putAnswer(request, outcome);
  return { outcome, saved: true };
}

function isOfCatalog(command: Command): command is FeatureCommand {
  const { type } = command;
  return type === "createFeature" || type === "updateFeature" || type === "deleteFeature";
}

function* writeCatalog(
  request: Request<FeatureCommand>,
  catalog: Catalog,
): Program<Outcome<FeatureCommand>> {
  const { command, now, dryRun } = request;
  const inUse = yield* isInUse(command);
  const decision = decideCatalog(catalog, inUse, command);
  if (decision.kind === "refused") return { ...decision, ledger: null, catalog, at: now };
  if (!dryRun) yield* saveCatalog(catalog, decision.catalog);
  return applied({ ...decision, ledger: null, entry: null, at: now }, decision.catalog, dryRun);
}

function* isInUse(command: FeatureCommand): Program<boolean> {
  if (command.type === "createFeature") return false;
  return (yield* ask("featureInUse", command.featureId)).length > 0;
}

function* writeLedger(
  request: Request<CustomerCommand>,
  catalog: Catalog,
): Program<Outcome<CustomerCommand>> {
  const world = yield* worldOf(request.command, catalog);
  const decision = decide(world, request);
  if (decision.kind === "refused") return refused(decision, world);
  if (!request.dryRun) yield* saveDecision(request.command.customerId, world.ledger, decision);
  return applied(decision, catalog, request.dryRun);
}

function* worldOf(command: CustomerCommand, catalog: Catalog): Program<World> {
  const [row] = yield* ask("ledgers", JSON.stringify([command.customerId]));
  return {
    catalog,
    ledger: row ? ledgerFromRow(row) : null,
    newIdTaken: yield* isNewIdTaken(command),
  };
}

function* isNewIdTaken(command: CustomerCommand): Program<boolean> {
  if (command.type !== "updateCustomer" || command.newCustomerId === undefined) return false;
  if (command.newCustomerId === command.customerId) return false;
  return (yield* ask("customerExists", command.newCustomerId)).length > 0;
}

function* saveDecision(
  customerId: string,
  before: Ledger | null,
  { ledger, entries }: Decided<CustomerCommand>,
): Program<void> {
  if (ledger === null) {
    yield* ask("deleteCustomer", customerId);
    return;
  }
  yield* saveLedger(before, ledger);
  yield* addEntries(ledger.customer.customerId, entries);
}

function applied<C extends Command>(
  { result, ledger, entry, at }: Pick<Applied<C>, "result" | "ledger" | "entry" | "at">,
  catalog: Catalog,
  dryRun: boolean,
): Applied<C> {
  return { kind: "applied", result, ledger, catalog, at, entry, replayed: false, dryRun };
}

function refused({ refusal, at }: Pick<Refused, "refusal" | "at">, world: World): Refused {
  const { catalog } = world;
  const ledger = world.ledger && settle(world.ledger, catalog, at).ledger;
  return { kind: "refused", refusal, ledger, catalog, at };
}
