import type { State } from "./state.ts";

/** The state as it is now, whatever becomes of it. */
export function copied(state: State): State {
  return {
    ...state,
    entities: state.entities.map((entity) => ({ ...entity })),
    rows: state.rows.map((row) => ({
      ...row,
      slices: row.slices.map((cell) => ({ ...cell })),
      rollovers: row.rollovers.map((carried) => ({ ...carried })),
    })),
    locks: [...state.locks],
  };
}
