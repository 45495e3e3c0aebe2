import type { Command, CustomerCommand, Request } from "../../engine/command.ts";
import { decide } from "../../engine/decide.ts";
import { liveLocks } from "../../engine/held.ts";
import { invariant } from "../../engine/invariant.ts";
import { lockNotFound, type Refusal } from "../../engine/refusal.ts";
import type { Outcome } from "../port.ts";
import { type Answer, answerCalls, type KeyedCall, knownAnswer, reused } from "./answers.ts";
import { besideIn } from "./beside.ts";
import { replayedOf } from "./codec.ts";
import { Draft } from "./draft.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { StoredLedger } from "./kept-ledgers.ts";
import type { Opening } from "./opening.ts";
import { applied, refused } from "./outcome.ts";
import { type Call, call } from "./program.ts";
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

/** Commands decided one after another in one transaction, each upon what those before it left. */
export class Turns {
  readonly #opening: Opening;
  /** What was answered so far under keys. */
  readonly #answers = new Map<string, Answer>();
  #now = 0;

  constructor(opening: Opening) {
    this.#opening = opening;
  }

  /** A refusal changes nothing and leaves its key free; a key seen before gives its first outcome. */
  take(addressed: Addressed): Outcome<Command> {
    const { request } = addressed;
    const { idempotencyKey, command } = request;
    this.#now = Math.max(this.#now, request.now);
    if (idempotencyKey === null) return this.#decided(addressed);
    const keyed = { ...request, idempotencyKey, fingerprint: fingerprintOf(command) };
    const known = this.#known(keyed);
    if (known) return known;
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
  ended(): Ended {
    const drafts = [...this.#opening.drafts.values()];
    const savings = drafts.flatMap((draft) => draft.saving() ?? []);
    const writes = [
      ...drafts.flatMap(({ deleted }) => (deleted === null ? [] : call("deleteCustomer", deleted))),
      ...savingCalls(savings),
      ...answerCalls([...this.#answers.values()], this.#opening.inForce, this.#now),
    ];
    return { writes, stored: savings.map(storedAs) };
  }

  #known(keyed: KeyedCall): Outcome<Command> | null {
    const { kept, inForce } = this.#opening;
    const earlier = this.#answers.get(keyed.idempotencyKey);
    if (earlier && earlier.fingerprint !== keyed.fingerprint) {
      return reused(keyed.idempotencyKey, inForce.catalog, keyed.now);
    }
    if (earlier) return replayedOf(only(earlier.outcomes), keyed.dryRun);
    const known = knownAnswer(keyed, kept, inForce);
    return known?.kind === "known" ? only(known.outcomes) : known;
  }

  #decided({ request, customerId, isFollowed }: Addressed): Outcome<Command> {
    const { drafts, inForce } = this.#opening;
    const { catalog } = inForce;
    const { command, now } = request;
    const draft = drafts.get(customerId ?? "") ?? new Draft(null);
    const ledger = draft.after;
    if (customerId === null) return refused(noSuchLock(command), { ledger, catalog, at: now });
    const world = { catalog, ledger, ...besideIn(this.#opening, command) };
    const decision = decide(world, { ...request, command: { ...command, customerId } });
    if (decision.kind === "refused") {
      return refused(decision.refusal, { ledger, catalog, at: decision.at });
    }
    invariant(decision.kind !== "behind", "what is behind is settled before");
    if (isFollowed) drafts.set(customerId, draft.with(decision));
    return applied(decision, catalog, request.dryRun);
  }
}

/** As the next load would have it: locks that have ended are not loaded again. */
function storedAs({ after, etag }: Saving): StoredLedger {
  return { ledger: { ...after, locks: liveLocks(after) }, etag };
}

function noSuchLock(command: CustomerCommand): Refusal {
  invariant(command.type === "finalizeLock", "every other command names its customer");
  return lockNotFound(command.lockId);
}

export function only<T>([outcome]: readonly T[]): T {
  invariant(outcome !== undefined, "a command has one outcome");
  return outcome;
}
