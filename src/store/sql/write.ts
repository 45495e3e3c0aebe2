/** The one write path of every SQL store: seen this key? load, decide, save, remember the answer. */
import type { Command, CustomerCommand, FeatureCommand, Request } from "../../engine/command.ts";
import { type Decided, decide, decideCatalog } from "../../engine/decide.ts";
import type { Catalog } from "../../engine/feature.ts";
import { invariant } from "../../engine/invariant.ts";
import type { Ledger } from "../../engine/ledger.ts";
import { isRefusal } from "../../engine/scene.ts";
import type { Outcome } from "../port.ts";
import { findAnswer, putAnswers } from "./answers.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { type NamedCatalog, named } from "./named-catalog.ts";
import { applied, refused } from "./outcome.ts";
import { ask, type Program } from "./program.ts";
import { addEntries, saveCatalog, saveLedger } from "./save.ts";
import { addressed, worldOf } from "./world.ts";

export interface Written {
  readonly outcome: Outcome<Command>;
  /** Whether there is anything to commit; where not, the transaction is to be rolled back. */
  readonly saved: boolean;
}

/** To be run within one transaction that no other can slip into. A refusal leaves its key free. */
export function* write(request: Request, inForce: NamedCatalog): Program<Written> {
  const { command, idempotencyKey } = request;
  if (idempotencyKey === null) return yield* writeNew(request, inForce.catalog);
  const fingerprint = fingerprintOf(command);
  const known = yield* findAnswer({ ...request, idempotencyKey, fingerprint }, inForce);
  if (known)
    return { outcome: known.kind === "known" ? only(known.outcomes) : known, saved: false };
  const written = yield* writeNew(request, inForce.catalog);
  if (!written.saved) return written;
  const { outcome } = written;
  const answer = { idempotencyKey, fingerprint, commandType: command.type, outcomes: [outcome] };
  const catalog = outcome.catalog === inForce.catalog ? inForce : named(outcome.catalog);
  yield* putAnswers([answer], catalog, request.now);
  return written;
}

function only([outcome]: readonly Outcome<Command>[]): Outcome<Command> {
  invariant(outcome, "a command has one outcome");
  return outcome;
}

function* writeNew(request: Request, catalog: Catalog): Program<Written> {
  const { command } = request;
  const outcome: Outcome<Command> = isOfCatalog(command)
    ? yield* writeCatalog({ ...request, command }, catalog)
    : yield* writeLedger({ ...request, command }, catalog);
  return { outcome, saved: outcome.kind === "applied" && !request.dryRun };
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
  const { now, dryRun } = request;
  const command = yield* addressed(request.command, now);
  if (isRefusal(command)) return refused(command, { ledger: null, catalog, at: now });
  const world = yield* worldOf(command, catalog, now);
  const decision = decide(world, { ...request, command });
  if (decision.kind === "refused") return refused(decision.refusal, { ...world, at: decision.at });
  if (!dryRun) yield* saveDecision(command.customerId, world.ledger, decision);
  return applied(decision, catalog, dryRun);
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
