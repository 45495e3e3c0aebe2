import { carryLater } from "./carry.ts";
import { use } from "./deduct.ts";
import { type Fraction, floored, lesser, NONE, sizeOf } from "./fraction.ts";
import { uncount } from "./limits.ts";
import { featureOf } from "./look.ts";
import type { Touch } from "./moving.ts";
import { isVast, roomIn } from "./range.ts";
import type { Lock, Row, State } from "./state.ts";

/** L5, L8: so many of a lock's units were not taken after all; what was touched last comes back first. */
export function undo(state: State, lock: Lock, units: Fraction): void {
  let left = units;
  let homeless = NONE;
  const freed = new Map<string, Fraction>();
  const isWhole = !sizeOf(lock.value).isAbove(units);
  for (const touch of [...lock.touched].reverse()) {
    const size = sizeOf(touch.value);
    const asked = left.times(touch.cost);
    const isAll = isWhole || asked.isAbove(size);
    const value = isAll ? size : asked.rounded();
    left = isAll ? left.minus(size.over(touch.cost)) : NONE;
    const { featureId } = touch;
    if (touch.carried === null) freed.set(featureId, value.plus(freed.get(featureId) ?? NONE));
    const isAdvance = touch.value.isNegative;
    const found = isAdvance ? takeBack(state, touch, value) : giveBack(state, touch, value);
    if (!found) homeless = homeless.plus(value.over(touch.cost));
  }
  const isOfCredits = featureOf(state, lock.usage.featureId).type === "credit_system";
  if (!isOfCredits) freed.set(lock.usage.featureId, units);
  uncount(state, lock.counted, freed);
  // The rules leave open how fine such units are counted, and that an advance is taken back from others.
  const rest = (lock.value.isNegative ? homeless : homeless.negated()).rounded();
  use(state, { ...lock.usage, properties: null, manner: "cap" }, rest);
}

/** False where the place is gone (L8): of a period that has ended it goes to that period's rollover (A25). */
function giveBack(state: State, touch: Touch, value: Fraction): boolean {
  const { entity } = touch;
  const row = state.rows.find(({ name }) => name === touch.row);
  if (!row) return false;
  if (touch.carried !== null) return giveBackCarried(row, touch, value);
  const cell = row.slices.find((it) => it.entity === entity);
  if (!cell) return false;
  if (row.pastResets.length > touch.resets) {
    carryLater(state, row, entity, { past: touch.resets, value });
  } else {
    const room = roomIn(state, row, cell);
    cell.balance = cell.balance.plus(lesser(value, room));
    // How much is left out, so that no reset to come passes the range either, is open.
    state.isOpen ||= value.isAbove(room) || isVast(state);
  }
  return true;
}

function giveBackCarried(row: Row, touch: Touch, value: Fraction): boolean {
  const carried = row.rollovers.find(
    ({ name, entity }) => name === touch.carried && entity === touch.entity,
  );
  if (!carried) return false;
  carried.balance = carried.balance.plus(value);
  carried.usage = carried.usage.minus(value);
  return true;
}

/** What was given in advance, as far as it is still there: the engine's choice, documented for L5. */
function takeBack(state: State, touch: Touch, value: Fraction): boolean {
  const row: Row | undefined = state.rows.find(({ name }) => name === touch.row);
  const cell = row?.slices.find(({ entity }) => entity === touch.entity);
  if (!cell) return false;
  cell.balance = cell.balance.minus(lesser(value, floored(cell.balance)));
  return true;
}
