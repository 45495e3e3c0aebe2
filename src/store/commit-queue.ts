/** Group commit: calls that wait together share a transaction, and each still fails alone. */
import { Fault } from "./port.ts";

export interface QueueOptions<Call, Answer> {
  /** Runs them in one transaction, in this order; answers each after the commit. */
  readonly commit: (calls: readonly Call[]) => Promise<readonly Answer[]>;
  /** Whether the two cannot share a transaction. */
  readonly clash: (one: Call, other: Call) => boolean;
  /** How many may share one. */
  readonly most: number;
  /**
   * Null: this is the answer. Else the call is not done and runs again, before all that came later; among such
   * calls those with the lower number go first.
   */
  readonly again: (answer: Answer) => number | null;
}

interface Waiting<Call, Answer> {
  readonly call: Call;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * One transaction at a time; what comes meanwhile waits and goes together in the next, in order of
 * arrival. Where a transaction was undone by what one of its calls is, they are run again, one by one.
 * After a fault they are not: nobody can tell whether it was committed, and a call that has no key must
 * not be applied twice.
 */
export function commitQueue<Call, Answer>(
  options: QueueOptions<Call, Answer>,
): (call: Call) => Promise<Answer> {
  const { commit, clash, most, again } = options;
  const waiting: Waiting<Call, Answer>[] = [];
  let draining = false;

  function next(): readonly Waiting<Call, Answer>[] {
    const group: Waiting<Call, Answer>[] = [];
    for (const each of waiting.slice(0, most)) {
      if (group.some(({ call }) => clash(call, each.call))) break;
      group.push(each);
    }
    return waiting.splice(0, group.length);
  }

  async function settle(group: readonly Waiting<Call, Answer>[]): Promise<void> {
    try {
      const answers = await commit(group.map(({ call }) => call));
      const unfinished: { readonly each: Waiting<Call, Answer>; readonly rank: number }[] = [];
      for (const [index, each] of group.entries()) {
        const answer = answers[index] as Answer; // There is one of each call.
        const rank = again(answer);
        if (rank === null) each.resolve(answer);
        else unfinished.push({ each, rank });
      }
      unfinished.sort((one, other) => one.rank - other.rank);
      waiting.unshift(...unfinished.map(({ each }) => each));
    } catch (error) {
      const isUndone = !(error instanceof Fault);
      if (isUndone && group.length > 1) for (const each of group) await settle([each]);
      else for (const each of group) each.reject(error);
    }
  }

  async function drain(): Promise<void> {
    draining = true;
    for (await arrivals(); waiting.length > 0; await arrivals()) await settle(next());
    draining = false;
  }

  return (call) =>
    new Promise((resolve, reject) => {
      waiting.push({ call, resolve, reject });
      if (!draining) void drain();
    });
}

/** Until what has arrived by now has been read. */
function arrivals(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
