import type { Command, CustomerCommand, PassTime, Request } from "../../engine/command.ts";
import { decide } from "../../engine/decide.ts";
import { liveLocks } from "../../engine/held.ts";
import { invariant } from "../../engine/invariant.ts";
import { lockNotFound, type Refusal } from "../../engine/refusal.ts";
import { isDue, STEPS_AT_ONCE } from "../../engine/settle.ts";
import type { Outcome } from "../port.ts";
import { type Answer, answerCalls, type KeyedCall, knownAnswer, reused } from "./answers.ts";
import { besideIn } from "./beside.ts";
import { Draft } from "./draft.ts";
import { factsOf, replayOf } from "./facts.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { StoredLedger } from "./kept-ledgers.ts";
import type { Opening } from "./opening.ts";
import { applied, type Behind, IN_ITS_TURN, NOT_YET, refused } from "./outcome.ts";
import { PAUSE } from "./pause.ts";
import { type Call, call, type Program } from "./program.ts";
import { type Saving, savingCalls } from "./save.ts";

/** A request with its customer: the caller of a finalizeLock names the lock alone. Null: no such lock. */
export interface Addressed {
  readonly request: Request<CustomerCommand>;
  readonly customerId: string | null;
  /** Whether those that follow are decided upon what it leaves, as a batch's are in a dry run too. */
  readonly isFollowed: boolean;
}

export interface Ended {
  readonly writes: readonly Call[];
  readonly stored: readonly StoredLedger[];
}

/**
 * How much may happen by itself in one transaction. Many steps share what a commit writes of the rows that all of
 * them change; too many keep the others waiting.
 */
export const STEPS_A_COMMIT = 8 * STEPS_AT_ONCE;

/** Commands decided one after another in one transaction, each upon what those before it left. */
export class Turns {
  readonly #opening: Opening;
  /** What was answered so far under keys. */
  readonly #answers = new Map<string, Answer>();
  /** Those of whom something that is due is left. */
  readonly #behind = new Set<string>();
  /** What has happened by itself so far. */
  #steps = 0;
  #now = 0;

  constructor(opening: Opening) {
    this.#opening = opening;
  }

  /**
   * A refusal changes nothing and leaves its key free; a key seen before gives the facts of its first outcome. What
   * has fallen due is settled before the command is decided, and stays so whatever becomes of that.
   */
  *take(addressed: Addressed): Program<Outcome<Command> | Behind> {
    const { request, customerId } = addressed;
    const { idempotencyKey, command } = request;
    this.#now = Math.max(this.#now, request.now);
    if (idempotencyKey === null) {
      return (yield* this.catchUp(customerId, request.now)) ?? this.#decided(addressed);
    }
    const keyed = { ...request, idempotencyKey, fingerprint: fingerprintOf(command) };
    const known = this.#known(keyed);
    if (known) return known;
    const behind = yield* this.catchUp(customerId, request.now);
    if (behind) return behind;
    const outcome = this.#decided(addressed);
    if (outcome.kind === "applied" && addressed.isFollowed) {
      const { fingerprint } = keyed;
      this.keep({ idempotencyKey, fingerprint, commandType: command.type, outcomes: [outcome] });
    }
    return outcome;
  }

  /** Puts an answer down under its key. */
  keep(answer: Answer): void {
    this.#answers.set(answer.idempotencyKey, answer);
  }

  /** All that is to be saved, and the ledgers as they then are stored. */
  *ended(): Program<Ended> {
    const drafts = [...this.#opening.drafts.values()];
    const savings = drafts.flatMap((draft) => draft.saving() ?? []);
    const writes = [
      ...drafts.flatMap(({ deleted }) => (deleted === null ? [] : call("deleteCustomer", deleted))),
      ...(yield* savingCalls(savings)),
      ...answerCalls([...this.#answers.values()], this.#now),
    ];
    return { writes, stored: savings.map(storedAs) };
  }

  #known(keyed: KeyedCall): Outcome<Command> | null {
    const { kept, inForce } = this.#opening;
    const { catalog } = inForce;
    const earlier = this.#answers.get(keyed.idempotencyKey);
    if (earlier && earlier.fingerprint !== keyed.fingerprint) {
      return reused(keyed.idempotencyKey, catalog, keyed.now);
    }
    if (earlier) return replayOf(factsOf(only(earlier.outcomes)), { ...keyed, catalog });
    const known = knownAnswer(keyed, kept, catalog);
    return known?.kind === "known" ? only(known.outcomes) : known;
  }

  /** Settles what has fallen due of the customer, with pauses; null once nothing is left. */
  *catchUp(customerId: string | null, now: number): Program<Behind | null> {
    const { drafts, inForce } = this.#opening;
    if (customerId === null) return null;
    for (let hasMoved = this.#behind.has(customerId); ; hasMoved = true) {
      const draft = drafts.get(customerId);
      const ledger = draft?.after;
      if (!ledger || !isDue(ledger, now)) return null;
      if (this.#steps >= STEPS_A_COMMIT) {
        if (hasMoved) this.#behind.add(customerId);
        return hasMoved ? IN_ITS_TURN : NOT_YET;
      }
      const world = { catalog: inForce.catalog, ledger, newIdTaken: false, lockIdTaken: false };
      const decision = decide(world, passing(customerId, now));
      invariant(decision.kind !== "refused", "time passes for every customer");
      drafts.set(customerId, draft.with(decision));
      this.#steps += decision.kind === "behind" ? STEPS_AT_ONCE : decision.entries.length;
      yield PAUSE;
    }
  }

  #decided({ request, customerId, isFollowed }: Addressed): Outcome<Command> {
    const { drafts, inForce } = this.#opening;
    const { catalog } = inForce;
    const { command, now } = request;
    if (customerId === null) {
      return refused(noSuchLock(command), { ledger: null, catalog, at: now });
    }
    const draft = drafts.get(customerId) ?? new Draft(null);
    const ledger = draft.after;
    const world = { catalog, ledger, ...besideIn(this.#opening, command) };
    const decision = decide(world, { ...request, command: { ...command, customerId } });
    if (decision.kind === "refused") {
      return refused(decision.refusal, { ledger, catalog, at: decision.at });
    }
    invariant(decision.kind !== "behind", "what is behind is settled before");
    const isChange = isFollowed && command.type !== "passTime";
    if (isChange) drafts.set(customerId, draft.with(decision));
    return applied(decision, catalog, request.dryRun);
  }
}

/** As the next load would have it: locks that have ended are not loaded again. */
function storedAs({ after, etag }: Saving): StoredLedger {
  return { ledger: { ...after, locks: liveLocks(after) }, etag };
}

/** As nobody's wish. */
export function passing(customerId: string, now: number): Request<PassTime> {
  const command = { type: "passTime", customerId } as const;
  return { command, now, idempotencyKey: null, dryRun: false, actor: "time" };
}

function noSuchLock(command: CustomerCommand): Refusal {
  invariant(command.type === "finalizeLock", "every other command names its customer");
  return lockNotFound(command.lockId);
}

export function only<T>([outcome]: readonly T[]): T {
  invariant(outcome !== undefined, "a command has one outcome");
  return outcome;
}
