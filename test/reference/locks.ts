import type { CreateLock, FinalizeLock } from "../../src/engine/command.ts";
import { use } from "./deduct.ts";
import { type Fraction, floored, fractionOf, NONE, sizeOf, sum } from "./fraction.ts";
import { carriedOf, cellsOf, entityOf, featureOf, visibleRows } from "./look.ts";
import type { Used } from "./moving.ts";
import { MOST } from "./range.ts";
import { mergedRows } from "./show.ts";
import { No, type State } from "./state.ts";
import { undo } from "./undo.ts";

const DAY = 86_400_000;

/** L1, L2: whole, or not at all. The order in which refusals are looked for is the engine's choice. */
export function createLock(state: State, command: CreateLock): Used | null {
  const { lockId, featureId, entityId: viewer, expiresAt, properties } = command;
  const feature = featureOf(state, featureId);
  if (feature.type === "boolean" || !feature.consumable) throw new No("INVALID_INPUT");
  const tooLate = expiresAt !== null && expiresAt > state.now + DAY;
  if (tooLate || (expiresAt !== null && expiresAt <= state.now)) throw new No("INVALID_INPUT");
  if (state.locks.some((lock) => lock.lockId === lockId)) throw new No("LOCK_ALREADY_EXISTS");
  if (viewer !== null) entityOf(state, viewer);
  const value = fractionOf(command.requiredBalance);
  const usage = { featureId, viewer, properties, manner: "reject" } as const;
  const used = use(state, usage, value);
  if (value.isPositive && used.unmet.isPositive) return null;
  const [endsAt, releases] = [expiresAt ?? state.now + DAY, expiresAt !== null];
  state.locks.push({ ...used, lockId, usage, value, endsAt, releases });
  return used;
}

/** L3 to L7. */
export function finalizeLock(state: State, command: FinalizeLock): void {
  const { lockId, action, overrideValue, properties } = command;
  const lock = state.locks.find((it) => it.lockId === lockId);
  if (!lock) throw new No("LOCK_NOT_FOUND");
  if (action === "release" && overrideValue !== null) throw new No("INVALID_INPUT");
  state.locks = state.locks.filter((it) => it !== lock);
  const asked = overrideValue === null ? lock.value : fractionOf(overrideValue);
  const final = action === "release" ? NONE : asked;
  // L9, A33: the value of the event.
  if (sizeOf(final.minus(lock.value)).isAbove(MOST)) throw new No("INVALID_INPUT");
  const usage = { ...lock.usage, properties: properties ?? lock.usage.properties };
  const [held, wanted] = [sizeOf(lock.value), sizeOf(final)];
  const isOpposite = final.times(lock.value).isNegative;
  if (isOpposite) {
    undo(state, lock, held);
    use(state, { ...usage, manner: "cap" }, final);
  } else if (wanted.isAbove(held)) {
    use(state, { ...usage, manner: "cap" }, final.minus(lock.value));
  } else {
    undo(state, lock, held.minus(wanted));
  }
}

/** L10: released at its instant; one without an expiry stands. */
export function endLocks(state: State, at: number): void {
  const ended = state.locks.filter((lock) => lock.endsAt === at);
  state.locks = state.locks.filter((lock) => lock.endsAt !== at);
  for (const lock of ended) if (lock.releases) undo(state, lock, sizeOf(lock.value));
}

/** What live locks took of what is in view and still there; an advance holds nothing. */
export function heldOf(state: State, featureId: string, viewer: string | null): Fraction {
  const rows = [...visibleRows(state, featureId, viewer), ...mergedRows(state, featureId, viewer)];
  const touches = state.locks.flatMap((lock) => lock.touched);
  const places = rows.flatMap((row) => [
    ...cellsOf(row, viewer).map(({ entity }) => ({ row: row.name, entity, carried: null })),
    ...carriedOf(row, viewer).map(({ name, entity }) => ({ row: row.name, entity, carried: name })),
  ]);
  const ours = touches.filter(({ row, entity, carried }) =>
    places.some((it) => it.row === row && it.entity === entity && it.carried === carried),
  );
  return sum(ours.map(({ value }) => floored(value)));
}
