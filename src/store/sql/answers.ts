/** What was answered under an idempotency key: found again, or put down to be found. */
import type { Command, Request } from "../../engine/command.ts";
import type { Catalog } from "../../engine/feature.ts";
import type { Applied, Outcome, Refused } from "../port.ts";
import { decodeOutcome, encode } from "./codec.ts";
import { text } from "./column.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { ask, type Program } from "./program.ts";

/** The first answer where the key has one; a refusal where it belongs to another command; else null. */
export function* findAnswer(request: Request, catalog: Catalog): Program<Outcome<Command> | null> {
  const { idempotencyKey, command, dryRun, now } = request;
  if (idempotencyKey === null) return null;
  const [row] = yield* ask("findAnswer", idempotencyKey);
  if (!row) return null;
  const [fingerprint, outcome] = row;
  if (fingerprint !== fingerprintOf(command)) return reused(idempotencyKey, catalog, now);
  return { ...decodeOutcome(text.read(outcome)), replayed: true, dryRun };
}

function reused(idempotencyKey: string, catalog: Catalog, at: number): Refused {
  const message = `Idempotency key ${idempotencyKey} was used for another request`;
  const refusal = { code: "IDEMPOTENCY_KEY_REUSED", message } as const;
  return { kind: "refused", refusal, ledger: null, catalog, at };
}

/** Does nothing for a request without a key. */
export function* putAnswer(request: Request, outcome: Applied<Command>): Program<void> {
  const { idempotencyKey, command, now } = request;
  if (idempotencyKey === null) return;
  const answer = [fingerprintOf(command), command.type, encode(outcome), now];
  yield* ask("putAnswer", idempotencyKey, ...answer);
}
