import type { CheckAndTrack, CreateLock, Track } from "../../src/engine/command.ts";
import { check, ownedBy } from "./check.ts";
import { copied } from "./copied.ts";
import { use } from "./deduct.ts";
import { fractionOf } from "./fraction.ts";
import { createLock } from "./locks.ts";
import { entityOf, featureOf, visibleRows } from "./look.ts";
import type { Touch } from "./moving.ts";
import { ended, movedOf, type Outcome } from "./outcome.ts";
import { No, type State } from "./state.ts";

/** Section 10. */
export function track(state: State, command: Track): Outcome {
  const { eventName, entityId: viewer, properties, overageBehavior: manner } = command;
  const featureIds = named(state, command);
  if (featureIds.length === 0) throw new No("FEATURE_NOT_FOUND");
  if (viewer !== null) entityOf(state, viewer);
  const isOutside = !isTimely(state.now, command.timestamp);
  if (isOutside || (eventName !== null && manner === "reject")) throw new No("INVALID_INPUT");
  const value = fractionOf(command.value);
  const touched: Touch[] = [];
  for (const featureId of featureIds) {
    if (featureOf(state, featureId).type === "boolean") continue;
    const used = use(state, { featureId, viewer, properties, manner }, value);
    if (manner === "reject" && value.isPositive && used.unmet.isPositive) {
      throw new No("INSUFFICIENT_BALANCE");
    }
    touched.push(...used.touched);
  }
  const balanceFeatureId = answering(state, { featureIds, viewer, touched });
  return { code: "done", moved: movedOf(touched), balanceFeatureId };
}

interface Tracked {
  readonly featureIds: readonly string[];
  readonly viewer: string | null;
  readonly touched: readonly Touch[];
}

/** S2: of an event the only balance that it moved; else the unlimited, the charged, or one that is there. */
function answering(state: State, { featureIds, viewer, touched }: Tracked): string | null {
  const moved = new Set(touched.map(({ featureId }) => featureId));
  const [featureId] = featureIds;
  if (featureId === undefined) return null;
  if (featureIds.length > 1) return moved.size === 1 ? ([...moved][0] ?? null) : null;
  const owned = ownedBy(state, featureId, viewer);
  const isUnlimited = (id: string) => visibleRows(state, id, viewer).some((row) => row.unlimited);
  if (featureOf(state, featureId).type === "boolean") return null;
  const charged = owned.find(isUnlimited) ?? owned.find((id) => moved.has(id));
  return charged ?? owned.find((id) => id !== featureId) ?? owned[0] ?? null;
}

/** T2, T4. */
export function named(state: State, { featureId, eventName }: Track): string[] {
  if (featureId !== null) return [featureOf(state, featureId).featureId];
  return state.features
    .filter((it) => eventName !== null && it.eventNames.includes(eventName))
    .map((it) => it.featureId);
}

const YEAR_2000 = Date.UTC(2000, 0, 1);
const SKEW = 5 * 60_000;

/** A32. */
export function isTimely(now: number, timestamp: number | null): boolean {
  return timestamp === null || (timestamp >= YEAR_2000 && timestamp <= now + SKEW);
}

/** C5, C6. */
export function checkAndTrack(state: State, command: CheckAndTrack): Outcome {
  const { featureId, entityId: viewer, properties } = command;
  if (featureOf(state, featureId).type === "boolean") throw new No("INVALID_INPUT");
  if (viewer !== null) entityOf(state, viewer);
  const value = fractionOf(command.requiredBalance);
  const before = copied(state);
  const used = use(state, { featureId, viewer, properties, manner: "reject" }, value);
  if (!value.isPositive || !used.unmet.isPositive) {
    return { ...ended("allowed"), moved: movedOf(used.touched) };
  }
  Object.assign(state, before);
  return denied(state, command);
}

/** What is denied answers as a check does, and is refused where a check is. */
function denied(state: State, command: CheckAndTrack | CreateLock): Outcome {
  const { featureId, entityId: viewer, properties } = command;
  check(state, { featureId, viewer, properties }, fractionOf(command.requiredBalance));
  return ended("denied");
}

export function lock(state: State, command: CreateLock): Outcome {
  const before = copied(state);
  const used = createLock(state, command);
  if (used) return { ...ended("allowed"), moved: movedOf(used.touched) };
  Object.assign(state, before);
  return denied(state, command);
}
