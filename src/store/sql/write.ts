/** The one write path of every SQL store: seen these keys? load, decide, save, remember the answers. */
import type { Command, CustomerCommand, FeatureCommand, Request } from "../../engine/command.ts";
import { decideCatalog } from "../../engine/decide.ts";
import type { Outcome } from "../port.ts";
import { answerCalls, knownAnswer } from "./answers.ts";
import { besideCalls, customersOf, isOfCatalog } from "./beside.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { StoredLedger } from "./kept-ledgers.ts";
import type { NamedCatalog } from "./named-catalog.ts";
import { type AtHand, type Opening, opened } from "./opening.ts";
import { applied, type Behind } from "./outcome.ts";
import { inTurns } from "./pause.ts";
import { call, type Program, type Written } from "./program.ts";
import { catalogCalls } from "./save.ts";
import { type Addressed, only, Turns } from "./turns.ts";

export interface Decisions {
  /** In order of the requests. */
  readonly outcomes: readonly (Outcome<Command> | Behind)[];
  /** The catalogue as the commit leaves it. */
  readonly inForce: NamedCatalog;
  /** The ledgers that it changes, as it leaves them. */
  readonly stored: readonly StoredLedger[];
}

/** To be run within one transaction. A command that stands alone comes alone. */
export function* write(requests: readonly Request[], atHand: AtHand): Program<Written<Decisions>> {
  const [first] = requests;
  if (first && isOfCatalog(first.command)) {
    return yield* writeCatalog({ ...first, command: first.command }, atHand);
  }
  const onCustomers = requests.flatMap((request) => ofCustomer(request) ?? []);
  return yield* writeCustomers(onCustomers, atHand);
}

function ofCustomer({ command, ...circumstances }: Request): Request<CustomerCommand> | null {
  return isOfCatalog(command) ? null : { ...circumstances, command };
}

function* writeCustomers(
  requests: readonly Request<CustomerCommand>[],
  atHand: AtHand,
): Program<Written<Decisions>> {
  const customerIds = yield* customersOf(requests);
  const addressed = requests.map((request, index): Addressed => {
    return { request, customerId: customerIds[index] ?? null, isFollowed: !request.dryRun };
  });
  const opening = yield* opened(
    {
      claim: "shareCatalog",
      customerIds: customerIds.flatMap((customerId) => customerId ?? []),
      keys: requests.flatMap(({ idempotencyKey }) => idempotencyKey ?? []),
      beside: besideCalls(requests),
    },
    atHand,
  );
  const turns = new Turns(opening);
  const outcomes = yield* inTurns(addressed, (each) => turns.take(each));
  const { writes, stored } = yield* turns.ended();
  return { result: { outcomes, inForce: opening.inForce, stored }, writes };
}

function* writeCatalog(
  request: Request<FeatureCommand>,
  atHand: AtHand,
): Program<Written<Decisions>> {
  const { command, idempotencyKey: key, dryRun } = request;
  const keys = key === null ? [] : [key];
  const beside = besideCalls([request]);
  const opening = yield* opened({ claim: "claimCatalog", customerIds: [], keys, beside }, atHand);
  const { inForce, kept } = opening;
  const fingerprint = fingerprintOf(command);
  const known =
    key === null
      ? null
      : knownAnswer({ ...request, idempotencyKey: key, fingerprint }, kept, inForce.catalog);
  if (known) {
    const outcome = known.kind === "known" ? only(known.outcomes) : known;
    return { result: { outcomes: [outcome], inForce, stored: [] }, writes: [] };
  }
  const outcome = decidedCatalog(request, opening);
  const changed = outcome.catalog;
  if (outcome.kind === "refused" || dryRun) {
    return { result: { outcomes: [outcome], inForce, stored: [] }, writes: [] };
  }
  const after = { catalog: changed, revision: inForce.revision + 1 };
  const answers = keys.map((idempotencyKey) => ({
    ...{ idempotencyKey, fingerprint, commandType: command.type, outcomes: [outcome] },
  }));
  const writes = [
    ...catalogCalls(inForce.catalog, changed),
    call("reviseCatalog", after.revision),
    ...answerCalls(answers, request.now),
  ];
  return { result: { outcomes: [outcome], inForce: after, stored: [] }, writes };
}

function decidedCatalog(
  { command, now, dryRun }: Request<FeatureCommand>,
  { inForce: { catalog }, rowsOf }: Opening,
): Outcome<FeatureCommand> {
  const decision = decideCatalog(catalog, rowsOf("featureInUse").length > 0, command);
  if (decision.kind === "refused") return { ...decision, ledger: null, catalog, at: now };
  return applied({ ...decision, ledger: null, entry: null, at: now }, decision.catalog, dryRun);
}
