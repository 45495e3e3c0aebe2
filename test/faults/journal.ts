import { type Answer, ask } from "../support/ask.ts";
import { type Operation, operationOf } from "./operations.ts";

/** What a client was told of an operation. */
export type Fate =
  | { readonly kind: "applied"; readonly replayed: boolean; readonly payload: string }
  | { readonly kind: "refused" }
  /** Sent, but not answered, or answered that the store failed: nobody can tell. */
  | { readonly kind: "unknown" };

/** What clients know: all that was sent, and what was answered. */
export class Journal {
  /** By key, as of the first answer that told. */
  readonly fates = new Map<string, Fate>();
  readonly operations = new Map<string, Operation>();
  /** How often each code was answered where the store failed. */
  readonly failures = new Map<string, number>();
  /** Answers that no client should ever see. */
  readonly surprises: string[] = [];
  slowestMs = 0;
  #next = 0;

  next(): Operation {
    const operation = operationOf(this.#next);
    this.#next += 1;
    return operation;
  }

  /** Sends it, for the first time or again, and writes down what came of it. */
  async send(url: string, operation: Operation): Promise<Fate> {
    const { key, document, input } = operation;
    this.operations.set(key, operation);
    const begun = performance.now();
    const answer = await ask(url, document, { input }).catch(() => null);
    this.slowestMs = Math.max(this.slowestMs, performance.now() - begun);
    const fate = this.#fateOf(answer);
    if ((this.fates.get(key)?.kind ?? "unknown") === "unknown") this.fates.set(key, fate);
    return fate;
  }

  of(kind: Fate["kind"]): readonly Operation[] {
    return [...this.operations.values()].filter(({ key }) => this.fates.get(key)?.kind === kind);
  }

  #fateOf(answer: Answer | null): Fate {
    if (answer === null) return { kind: "unknown" };
    const { __typename: type = "", replayed, ...payload } = answer.data?.answer ?? {};
    if (type.endsWith("Payload")) {
      return { kind: "applied", replayed, payload: JSON.stringify(payload) };
    }
    if (payload.code === "INSUFFICIENT_BALANCE") return { kind: "refused" };
    const { code, retryable } = answer.errors?.[0]?.extensions ?? {};
    if (retryable === true || code === "STARTING")
      this.failures.set(code, (this.failures.get(code) ?? 0) + 1);
    else this.surprises.push(JSON.stringify(answer));
    return { kind: "unknown" };
  }
}
