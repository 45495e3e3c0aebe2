import type { Refusal as EngineRefusal } from "../../src/engine/refusal.ts";
import type { Action, Case } from "./cases-format.ts";

/** What plays a case: the engine by itself, or a whole gateway. */
export interface Target {
  run(action: Action): Promise<Answer>;
  close(): Promise<void>;
}

/** A target in which the case's setup stands. */
export type OpenTarget = (setting: Case) => Promise<Target>;

/**
 * What an operation answered, under the case format's own names. Amounts are numbers or decimal
 * texts, instants Unix milliseconds, intervals lower case; deductions and breakdown are lists.
 */
export type Answer = { readonly [field: string]: unknown } | null | Refused;

export interface Refused {
  readonly error: {
    readonly code: ErrorCode;
    /** The union's member; undefined where the target has no unions. */
    readonly member?: string;
    readonly message: string;
  };
}

export type ErrorCode = EngineRefusal["code"];

export function isRefused(answer: Answer): answer is Refused {
  return answer !== null && "error" in answer;
}
