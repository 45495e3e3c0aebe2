import type { DenialReason } from "../../src/engine/command.ts";
import { Fraction, fractionOf, larger, lesser, NONE, sizeOf } from "./fraction.ts";
import type { Properties } from "./limits.ts";
import { entityOf, featureOf, systemsOf, visibleRows } from "./look.ts";
import { MOST } from "./range.ts";
import { type Cover, coverOf, denial } from "./reach.ts";
import { No, type State } from "./state.ts";

export interface Verdict {
  readonly allowed: boolean;
  readonly balanceFeatureId: string | null;
  readonly requiredBalance: bigint;
  readonly reason: DenialReason | null;
  /** The most that would be allowed, in units of what is asked for; null without end. */
  readonly available: bigint | null;
}

export interface Asked {
  readonly featureId: string;
  readonly viewer: string | null;
  readonly properties: Properties;
}

/** Section 12; what is available does not depend on how much is asked for. What is required is an amount too (A33). */
export function check(state: State, asked: Asked, required: Fraction): Verdict {
  const { featureId, viewer } = asked;
  const isFlag = featureOf(state, featureId).type === "boolean";
  if (viewer !== null) entityOf(state, viewer);
  const owned = ownedBy(state, featureId, viewer);
  if (isFlag) return flagged(owned.length > 0, required);
  const covers = owned.map((id) => coverOf(state, asked, id));
  const chosen = chosenOf(covers, featureId, required);
  if (chosen === undefined) return nothingOwned(required);
  const converted = required.times(chosen.cost).rounded();
  if (sizeOf(converted).isAbove(MOST)) throw new No("INVALID_INPUT");
  const reason = denial(chosen, required, converted);
  return {
    allowed: reason === null,
    balanceFeatureId: chosen.featureId,
    requiredBalance: converted.units,
    reason,
    available: availableTo(covers, featureId),
  };
}

/** C4: the own balance if it alone allows, else the first of credits that does, else the first of credits. */
function chosenOf(covers: readonly Cover[], featureId: string, units: Fraction): Cover | undefined {
  return (
    covers.find((cover) => denial(cover, units, units) === null) ??
    covers.find((cover) => cover.featureId !== featureId) ??
    covers[0]
  );
}

/** The greatest amount that is allowed at what it costs before that is rounded; null without end. */
function availableTo(covers: readonly Cover[], featureId: string): bigint | null {
  const isAllowed = (units: Fraction) => {
    const chosen = chosenOf(covers, featureId, units);
    return chosen && denial(chosen, units, units.times(chosen.cost)) === null;
  };
  const isTold = (units: Fraction) => {
    return !units.times(chosenOf(covers, featureId, units)?.cost ?? NONE).isAbove(MOST);
  };
  if (isAllowed(BEYOND)) return null;
  const ends = covers.flatMap(({ cost, ofUnits, ofRows, carried, most }) => {
    const counted = ofRows === null ? null : ofRows.plus(carried);
    const ofPayer = [most, counted].filter((it) => it !== null);
    const told = MOST.over(cost);
    return [...ofPayer, ...ofPayer.map((it) => it.over(cost)), ofUnits, MOST, told];
  });
  const amounts = ends.filter((end) => end !== null).map(downTo);
  return amounts.filter(isAllowed).filter(isTold).reduce(larger, NONE).units;
}

/** More than any amount, whatever its cost. */
const BEYOND = new Fraction(10n ** 60n);
const DIGIT = fractionOf(1n);

/** The greatest amount that is not above it. */
function downTo(value: Fraction): Fraction {
  return lesser(MOST, value.over(DIGIT).floored().times(DIGIT));
}

/** The feature itself and its credit systems, as far as the viewer has rows of them. */
export function ownedBy(state: State, featureId: string, viewer: string | null): string[] {
  const systems = systemsOf(state, featureId).map((system) => system.featureId);
  return [featureId, ...systems].filter((id) => visibleRows(state, id, viewer).length > 0);
}

function flagged(isOwned: boolean, required: Fraction): Verdict {
  if (!isOwned) return nothingOwned(required);
  const none = { balanceFeatureId: null, reason: null, available: null };
  return { allowed: true, requiredBalance: required.units, ...none };
}

function nothingOwned(required: Fraction): Verdict {
  const none = { balanceFeatureId: null, reason: "NO_BALANCE", available: 0n } as const;
  return { allowed: false, requiredBalance: required.units, ...none };
}
