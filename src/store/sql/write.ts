/** The one write path of every SQL store: seen these keys? load, decide, save, remember the answers. */
import type { Command, CustomerCommand, FeatureCommand, Request } from "../../engine/command.ts";
import { decideCatalog } from "../../engine/decide.ts";
import type { Outcome } from "../port.ts";
import { answerCalls, knownAnswer } from "./answers.ts";
import { besideCalls, customersOf, isOfCatalog } from "./beside.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { type NamedCatalog, named } from "./named-catalog.ts";
import { type Opening, opened } from "./opening.ts";
import { applied } from "./outcome.ts";
import { call, type Program, type Written } from "./program.ts";
import { catalogCalls } from "./save.ts";
import { type Addressed, only, Turns } from "./turns.ts";

export interface Decisions {
  /** In order of the requests. */
  readonly outcomes: readonly Outcome<Command>[];
  /** The catalogue as the commit leaves it. */
  readonly inForce: NamedCatalog;
}

/** To be run within one transaction. A command that stands alone comes alone. */
export function* write(
  requests: readonly Request[],
  held: NamedCatalog,
): Program<Written<Decisions>> {
  const [first] = requests;
  if (first && isOfCatalog(first.command)) {
    return yield* writeCatalog({ ...first, command: first.command }, held);
  }
  const onCustomers = requests.flatMap((request) => ofCustomer(request) ?? []);
  return yield* writeCustomers(onCustomers, held);
}

function ofCustomer({ command, ...circumstances }: Request): Request<CustomerCommand> | null {
  return isOfCatalog(command) ? null : { ...circumstances, command };
}

function* writeCustomers(
  requests: readonly Request<CustomerCommand>[],
  held: NamedCatalog,
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
    held,
  );
  const turns = new Turns(opening);
  const outcomes = addressed.map((each) => turns.take(each));
  return { result: { outcomes, inForce: opening.inForce }, writes: turns.writes() };
}

function* writeCatalog(
  request: Request<FeatureCommand>,
  held: NamedCatalog,
): Program<Written<Decisions>> {
  const { command, idempotencyKey: key, dryRun } = request;
  const keys = key === null ? [] : [key];
  const beside = besideCalls([request]);
  const opening = yield* opened({ claim: "claimCatalog", customerIds: [], keys, beside }, held);
  const { inForce, kept } = opening;
  const fingerprint = fingerprintOf(command);
  const known =
    key === null
      ? null
      : knownAnswer({ ...request, idempotencyKey: key, fingerprint }, kept, inForce);
  if (known) {
    const outcome = known.kind === "known" ? only(known.outcomes) : known;
    return { result: { outcomes: [outcome], inForce }, writes: [] };
  }
  const outcome = decidedCatalog(request, opening);
  const changed = outcome.catalog;
  if (outcome.kind === "refused" || dryRun) {
    return { result: { outcomes: [outcome], inForce }, writes: [] };
  }
  const after = named(changed, inForce.revision + 1);
  const answers = keys.map((idempotencyKey) => ({
    ...{ idempotencyKey, fingerprint, commandType: command.type, outcomes: [outcome] },
  }));
  const writes = [
    ...catalogCalls(inForce.catalog, changed),
    call("reviseCatalog", after.revision),
    ...answerCalls(answers, after, request.now),
    call("dropCatalogs", after.hash),
  ];
  return { result: { outcomes: [outcome], inForce: after }, writes };
}

function decidedCatalog(
  { command, now, dryRun }: Request<FeatureCommand>,
  { inForce: { catalog }, rowsOf }: Opening,
): Outcome<FeatureCommand> {
  const decision = decideCatalog(catalog, rowsOf("featureInUse").length > 0, command);
  if (decision.kind === "refused") return { ...decision, ledger: null, catalog, at: now };
  return applied({ ...decision, ledger: null, entry: null, at: now }, decision.catalog, dryRun);
}
