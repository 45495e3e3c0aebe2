/**
 * What was answered under an idempotency key: found again, or put down to be found. An answer is kept
 * for a day, its key for ever: after that the key still tells that its call was applied.
 */
import type { Command } from "../../engine/command.ts";
import type { Catalog } from "../../engine/feature.ts";
import type { Outcome, Refused } from "../port.ts";
import { integer, text } from "./column.ts";
import { decodeFacts, encodeFacts, replayOf } from "./facts.ts";
import { type Call, call, type Row } from "./program.ts";

export const ANSWER_KEPT_MS = 24 * 60 * 60 * 1000;

const FORGOTTEN_AT_A_TIME = 100;

/** A call under a key. */
export interface KeyedCall {
  readonly idempotencyKey: string;
  readonly fingerprint: string;
  readonly dryRun: boolean;
  readonly now: number;
}

export interface Known {
  readonly kind: "known";
  /** Of one command, or of all items of a batch. */
  readonly outcomes: readonly Outcome<Command>[];
}

/** What is kept under keys, by key. */
export type KeptAnswers = ReadonlyMap<string, Row>;

export function keptAnswers(rows: readonly Row[]): KeptAnswers {
  return new Map(rows.map(([key, ...answer]) => [text.read(key), answer]));
}

/** What the key's first call was answered; refused where it was another call or its answer is gone; else null. */
export function knownAnswer(
  { idempotencyKey, fingerprint, dryRun, now }: KeyedCall,
  kept: KeptAnswers,
  catalog: Catalog,
): Known | Refused | null {
  const row = kept.get(idempotencyKey);
  if (!row) return null;
  const [itsFingerprint, createdAt, outcomes] = row;
  if (itsFingerprint !== fingerprint) return reused(idempotencyKey, catalog, now);
  if (outcomes === null || integer.read(createdAt) <= now - ANSWER_KEPT_MS) {
    return forgotten(idempotencyKey, catalog, now);
  }
  const facts = decodeFacts(text.read(outcomes));
  return { kind: "known", outcomes: facts.map((each) => replayOf(each, { catalog, dryRun })) };
}

export function reused(idempotencyKey: string, catalog: Catalog, at: number): Refused {
  return refusedKey(`Idempotency key ${idempotencyKey} was used for another request`, catalog, at);
}

function forgotten(idempotencyKey: string, catalog: Catalog, at: number): Refused {
  const message = `The request with idempotency key ${idempotencyKey} was applied already; its answer is no longer kept`;
  return refusedKey(message, catalog, at);
}

function refusedKey(message: string, catalog: Catalog, at: number): Refused {
  const refusal = { code: "IDEMPOTENCY_KEY_REUSED", message } as const;
  return { kind: "refused", refusal, ledger: null, catalog, at };
}

export interface Answer {
  readonly idempotencyKey: string;
  readonly fingerprint: string;
  readonly commandType: string;
  readonly outcomes: readonly Outcome<Command>[];
}

/** Puts the answers down, and forgets some that are too old. */
export function answerCalls(answers: readonly Answer[], now: number): readonly Call[] {
  if (answers.length === 0) return [];
  const rows = answers.map(({ idempotencyKey, fingerprint, commandType, outcomes }) => {
    return [idempotencyKey, fingerprint, commandType, now, encodeFacts(outcomes)];
  });
  return [
    call("forgetAnswers", now - ANSWER_KEPT_MS, Math.max(FORGOTTEN_AT_A_TIME, 2 * rows.length)),
    call("addAnswers", JSON.stringify(rows.toSorted(byKey))),
  ];
}

/** In one order everywhere, so that two transactions with the same keys cannot wait for each other. */
function byKey([left]: Row, [right]: Row): number {
  return String(left) < String(right) ? -1 : 1;
}
