/** Many tracks in one transaction, one after another: each ledger is loaded once and saved once. */
import type { Request, Track } from "../../engine/command.ts";
import { decide } from "../../engine/decide.ts";
import type { BatchItem, BatchOutcome, BatchRequest, Outcome } from "../port.ts";
import { type Answer, findAnswer, type KeyedCall, putAnswers, reused } from "./answers.ts";
import { replayedOf } from "./codec.ts";
import { type Draft, draftsOf, saveDrafts } from "./draft.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { NamedCatalog } from "./named-catalog.ts";
import { applied, refused } from "./outcome.ts";
import type { Program } from "./program.ts";

export interface BatchWritten {
  readonly outcome: BatchOutcome;
  /** As Written's. */
  readonly saved: boolean;
}

const BATCH = "trackBatch";

/** To be run as write is. */
export function* writeBatch(request: BatchRequest, inForce: NamedCatalog): Program<BatchWritten> {
  const { idempotencyKey, items, dryRun } = request;
  if (idempotencyKey === null) return yield* writeNew(request, inForce, []);
  const fingerprint = fingerprintOf({ type: BATCH, items });
  const known = yield* findAnswer({ ...request, idempotencyKey, fingerprint }, inForce);
  if (known?.kind === "refused") return { outcome: known, saved: false };
  if (known) {
    const outcomes = known.outcomes as readonly Outcome<Track>[]; // Put down as a batch's.
    return { outcome: { kind: "applied", outcomes, replayed: true, dryRun }, saved: false };
  }
  return yield* writeNew(request, inForce, [{ idempotencyKey, fingerprint, commandType: BATCH }]);
}

type KeyOfBatch = Omit<Answer, "outcomes">;

function* writeNew(
  request: BatchRequest,
  inForce: NamedCatalog,
  keys: readonly KeyOfBatch[],
): Program<BatchWritten> {
  const { items, dryRun, now } = request;
  const drafts = yield* draftsOf(items.map(({ command }) => command.customerId));
  const batch: Batch = { request, inForce, drafts, answers: new Map() };
  const outcomes: Outcome<Track>[] = [];
  for (const item of items) outcomes.push(yield* outcomeOf(item, batch));
  const outcome: BatchOutcome = { kind: "applied", outcomes, replayed: false, dryRun };
  const changed = outcomes.some((each) => each.kind === "applied" && !each.replayed);
  if (dryRun || !changed) return { outcome, saved: false };
  yield* saveDrafts(drafts);
  const answers = [...batch.answers.values(), ...keys.map((key) => ({ ...key, outcomes }))];
  yield* putAnswers(answers, inForce, now);
  return { outcome, saved: true };
}

interface Batch {
  readonly request: BatchRequest;
  readonly inForce: NamedCatalog;
  readonly drafts: ReadonlyMap<string, Draft>;
  /** What the items so far were answered under keys of their own. */
  readonly answers: Map<string, Answer & { readonly outcomes: readonly [Outcome<Track>] }>;
}

/** As write, of one item. */
function* outcomeOf({ command, idempotencyKey }: BatchItem, batch: Batch): Program<Outcome<Track>> {
  const { request, answers } = batch;
  const { now, dryRun, actor } = request;
  const single = { command, idempotencyKey, now, dryRun, actor };
  if (idempotencyKey === null) return newOutcome(single, batch);
  const call = { idempotencyKey, fingerprint: fingerprintOf(command), now, dryRun };
  const known = yield* knownOutcome(call, batch);
  if (known) return known;
  const outcome = newOutcome(single, batch);
  if (outcome.kind === "refused") return outcome;
  answers.set(idempotencyKey, { ...call, commandType: command.type, outcomes: [outcome] });
  return outcome;
}

function* knownOutcome(
  call: KeyedCall,
  { request, inForce, answers }: Batch,
): Program<Outcome<Track> | null> {
  const { idempotencyKey, now } = call;
  const earlier = answers.get(idempotencyKey);
  const isOther = earlier && earlier.fingerprint !== call.fingerprint;
  if (isOther || idempotencyKey === request.idempotencyKey) {
    return reused(idempotencyKey, inForce.catalog, now);
  }
  if (earlier) return replayedOf(earlier.outcomes[0], call.dryRun);
  const known = yield* findAnswer(call, inForce);
  if (known?.kind !== "known") return known;
  const [outcome] = known.outcomes as readonly Outcome<Track>[]; // Of the same fingerprint, so a track's.
  return outcome ?? null;
}

function newOutcome(request: Request<Track>, { drafts, inForce }: Batch): Outcome<Track> {
  const { catalog } = inForce;
  const draft = drafts.get(request.command.customerId);
  const ledger = draft?.after ?? null;
  const decision = decide({ ledger, catalog, newIdTaken: false, lockIdTaken: false }, request);
  if (decision.kind === "refused") {
    return refused(decision.refusal, { ledger, catalog, at: decision.at });
  }
  draft?.add(decision);
  return applied(decision, catalog, request.dryRun);
}
