import { NONE } from "./fraction.ts";
import type { Touch } from "./moving.ts";

/** How a command ended, and what it took from where. */
export interface Outcome {
  /** Done, allowed, denied, or the code of the refusal, which changes nothing. */
  readonly code: string;
  readonly moved: readonly Moved[];
  /** Whose balance answers a track (S2); null for every other command. */
  readonly balanceFeatureId: string | null;
}

/** What one row or one of its rollovers paid, in counts of 1e-10 (B43). */
export interface Moved {
  readonly balanceId: string;
  readonly featureId: string;
  readonly isCarried: boolean;
  readonly value: bigint;
}

/** So it ended, and nothing was taken. */
export function ended(code: string): Outcome {
  return { code, moved: [], balanceFeatureId: null };
}

/** The moves of each row and of each rollover summed. */
export function movedOf(touched: readonly Touch[]): Moved[] {
  const places = Map.groupBy(touched, (it) =>
    JSON.stringify([it.balanceId, it.entity, it.carried?.description]),
  );
  return [...places.values()].flatMap((moves) => {
    const value = moves.reduce((total, move) => total.plus(move.value), NONE).units;
    return moves.slice(0, 1).map(({ balanceId, featureId, carried }) => {
      return { balanceId, featureId, isCarried: carried !== null, value };
    });
  });
}
