/** Many tracks in one transaction, one after another: each ledger is loaded once and saved once. */
import { CEILINGS } from "../../engine/ceilings.ts";
import type { Track } from "../../engine/command.ts";
import { invalid } from "../../engine/refusal.ts";
import type { BatchItem, BatchOutcome, BatchRequest, Outcome } from "../port.ts";
import { knownAnswer, reused } from "./answers.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { StoredLedger } from "./kept-ledgers.ts";
import type { NamedCatalog } from "./named-catalog.ts";
import { type AtHand, type Opening, opened } from "./opening.ts";
import { type Behind, refused } from "./outcome.ts";
import { inTurns, PAUSE } from "./pause.ts";
import type { Program, Written } from "./program.ts";
import { Turns } from "./turns.ts";

export interface BatchDecision {
  readonly outcome: BatchOutcome | Behind;
  readonly inForce: NamedCatalog;
  readonly stored: readonly StoredLedger[];
}

const BATCH = "trackBatch";

/** To be run within one transaction, as write is. */
export function* writeBatch(
  request: BatchRequest,
  atHand: AtHand,
): Program<Written<BatchDecision>> {
  const { idempotencyKey, items } = request;
  const keys = [idempotencyKey, ...items.map((item) => item.idempotencyKey)];
  const opening = yield* opened(
    {
      claim: "shareCatalog",
      customerIds: items.map(({ command }) => command.customerId),
      keys: keys.flatMap((key) => key ?? []),
      beside: [],
    },
    atHand,
  );
  const { inForce } = opening;
  const fingerprint = fingerprintOf({ type: BATCH, items });
  const known = knownBatch({ ...request, fingerprint }, opening);
  if (known) return { result: { outcome: known, inForce, stored: [] }, writes: [] };
  return yield* batchDecided({ ...request, fingerprint }, opening);
}

const TOO_MANY = invalid(
  "input.items",
  `must not make more than ${CEILINGS.batchDeductions} deductions together: send fewer items at once`,
);

interface Printed extends BatchRequest {
  readonly fingerprint: string;
}

function knownBatch(request: Printed, { kept, inForce }: Opening): BatchOutcome | null {
  const { idempotencyKey, dryRun } = request;
  if (idempotencyKey === null) return null;
  const known = knownAnswer({ ...request, idempotencyKey }, kept, inForce.catalog);
  if (known?.kind !== "known") return known;
  const outcomes = known.outcomes as readonly Outcome<Track>[]; // Put down as a batch's.
  return { kind: "applied", outcomes, replayed: true, dryRun };
}

/**
 * What has fallen due of its customers is settled first, and is all that is written where that takes more than
 * one transaction. Where no item changed anything the batch's key stays free.
 */
function* batchDecided(request: Printed, opening: Opening): Program<Written<BatchDecision>> {
  const { idempotencyKey, fingerprint, items, now, dryRun } = request;
  const { inForce } = opening;
  const turns = new Turns(opening);
  const late = yield* inTurns(items, ({ command }) => turns.catchUp(command.customerId, now));
  const behind = late.find((each) => each !== null);
  const caughtUp = yield* turns.ended();
  if (behind) return { result: { outcome: behind, inForce, ...caughtUp }, ...caughtUp };
  const outcomes: Outcome<Track>[] = [];
  let room: number = CEILINGS.batchDeductions;
  for (const item of items) {
    const done = yield* itemDone(item, request, { inForce, turns });
    room -= deductionsOf(done);
    if (room < 0) {
      const tooMany = refused(TOO_MANY, { ledger: null, catalog: inForce.catalog, at: now });
      return { result: { outcome: tooMany, inForce, ...caughtUp }, ...caughtUp };
    }
    outcomes.push(done);
    yield PAUSE;
  }
  const outcome: BatchOutcome = { kind: "applied", outcomes, replayed: false, dryRun };
  const changed = outcomes.some((each) => each.kind === "applied" && !each.replayed);
  if (dryRun || !changed) return { result: { outcome, inForce, ...caughtUp }, ...caughtUp };
  if (idempotencyKey !== null) {
    turns.keep({ idempotencyKey, fingerprint, commandType: BATCH, outcomes });
  }
  const { writes, stored } = yield* turns.ended();
  return { result: { outcome, inForce, stored }, writes };
}

function* itemDone(
  item: BatchItem,
  { idempotencyKey, now, dryRun, actor }: BatchRequest,
  { inForce, turns }: { readonly inForce: NamedCatalog; readonly turns: Turns },
): Program<Outcome<Track>> {
  if (item.idempotencyKey !== null && item.idempotencyKey === idempotencyKey) {
    return reused(item.idempotencyKey, inForce.catalog, now);
  }
  const single = { ...item, now, dryRun, actor };
  const { customerId } = item.command;
  const outcome = yield* turns.take({ request: single, customerId, isFollowed: true });
  return outcome as Outcome<Track>; // Each item is a track, and its customer is caught up.
}

function deductionsOf(outcome: Outcome<Track>): number {
  return outcome.kind === "applied" ? (outcome.entry?.deductions.length ?? 0) : 0;
}
