import type { AutoTopup, UsageAlert } from "../../src/engine/customer.ts";
import type { Crossing } from "../../src/engine/ledger.ts";
import { type Shown, show } from "./show.ts";
import type { Controls, State } from "./state.ts";

/** A control that was crossed: what tells it from others (K6). */
export type Crossed = Pick<Crossing, "kind" | "featureId" | "entityId" | "threshold">;

/** Does something, and notes the controls whose condition holds after it and did not before. */
export function watched(state: State, isUsage: boolean, act: () => void): void {
  const eyes = eyesOf(state, isUsage);
  const before = eyes.map((eye) => holds(state, eye));
  act();
  const crossed = eyes.filter((eye, index) => before[index] === false && holds(state, eye));
  state.crossings = [...crossed.map(({ control }) => control), ...state.crossings];
}

interface Eye {
  readonly control: Crossed;
  readonly test: (shown: Shown) => boolean;
}

/** The customer's controls and each entity's; only usage crosses a top-up. */
function eyesOf(state: State, isUsage: boolean): Eye[] {
  const holders: readonly { readonly entityId: string | null; readonly controls: Controls }[] = [
    { entityId: null, controls: state.controls },
    ...state.entities,
  ];
  return holders.flatMap(({ entityId, controls }) => [
    ...controls.usageAlerts.flatMap((alert) => alertEyes(state, entityId, alert)),
    ...(isUsage ? controls.autoTopups.flatMap((topup) => topupEyes(entityId, topup)) : []),
  ]);
}

/** An alert of no feature watches each by itself. */
function alertEyes(state: State, entityId: string | null, alert: UsageAlert): Eye[] {
  if (!alert.enabled) return [];
  const { threshold } = alert;
  const watchedIds = state.features
    .filter(({ type }) => type !== "boolean")
    .map(({ featureId }) => featureId)
    .filter((featureId) => featureId === (alert.featureId ?? featureId));
  return watchedIds.map((featureId) => ({
    control: { kind: "USAGE_ALERT", featureId, entityId, threshold },
    test: (shown) => isAt(shown, alert),
  }));
}

function topupEyes(entityId: string | null, topup: AutoTopup): Eye[] {
  const { featureId, threshold, enabled } = topup;
  const control = { kind: "AUTO_TOPUP", featureId, entityId, threshold } as const;
  const test = ({ remaining, overage }: Shown) => remaining - overage < threshold;
  return enabled ? [{ control, test }] : [];
}

/** Null where there is nothing to watch; nothing holds of an unlimited balance (A31). */
function holds(state: State, { control, test }: Eye): boolean | null {
  const { featureId, entityId } = control;
  const isThere = entityId === null || state.entities.some((it) => it.entityId === entityId);
  const shown = isThere ? show(state, featureId, entityId) : null;
  return shown && !shown.unlimited && test(shown);
}

function isAt({ granted, remaining, usage }: Shown, alert: UsageAlert): boolean {
  const { threshold, thresholdType } = alert;
  if (thresholdType === "usage") return usage >= threshold;
  if (thresholdType === "remaining") return remaining <= threshold;
  if (granted <= 0n) return false;
  if (thresholdType === "usage_percentage") return HUNDRED * usage >= threshold * granted;
  return HUNDRED * remaining <= threshold * granted;
}

const HUNDRED = 100n * 10n ** 10n;
