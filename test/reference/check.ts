import { overageControl, overageOf, spendBudget } from "./controls.ts";
import { Fraction, floored, NONE, sum } from "./fraction.ts";
import { headroom, limitsOn } from "./limits.ts";
import { ordered, rolloversOf } from "./order.ts";
import { costOf } from "./payers.ts";
import { cellsOf, entityOf, featureOf, type State, systemsOf, visibleRows } from "./state.ts";

export interface Verdict {
  readonly allowed: boolean;
  readonly balanceFeatureId: string | null;
  readonly requiredBalance: bigint;
}

/** Section 12, C4: the own balance if it alone allows, else credit systems. */
export function check(
  state: State,
  featureId: string,
  viewer: string | null,
  required: Fraction,
): Verdict {
  featureOf(state, featureId);
  if (viewer !== null) entityOf(state, viewer);
  const question = { featureId, viewer, units: required };
  const systems = systemsOf(state, featureId).map((system) => system.featureId);
  const owned = [featureId, ...systems].filter((id) => visibleRows(state, id, viewer).length > 0);
  const chosen =
    owned.find((id) => allows(state, question, id, required)) ?? fallback(owned, featureId);
  if (chosen === undefined) {
    return { allowed: false, balanceFeatureId: null, requiredBalance: required.units };
  }
  const [row] = visibleRows(state, chosen, viewer);
  const cost = row ? costOf(state, row, featureId) : NONE;
  const converted = required.times(cost).rounded();
  return {
    allowed: allows(state, question, chosen, converted),
    balanceFeatureId: chosen,
    requiredBalance: converted.units,
  };
}

function fallback(owned: readonly string[], featureId: string): string | undefined {
  return owned.find((id) => id !== featureId) ?? owned[0];
}

interface Question {
  readonly featureId: string;
  readonly viewer: string | null;
  readonly units: Fraction;
}

/** C2: whether the balance of a feature allows the question, as so much of its own units. */
function allows(state: State, question: Question, featureId: string, required: Fraction): boolean {
  const { viewer } = question;
  const rows = ordered(state, visibleRows(state, featureId, viewer), viewer);
  if (rows.some((row) => row.unlimited) || required.isNegative) return true;
  if (isCapped(state, question, featureId, required)) return false;
  const left = sum([
    ...rows.flatMap((row) => cellsOf(row, viewer).map((cell) => floored(cell.balance))),
    ...rolloversOf(rows, viewer).map(({ carried }) => carried.balance),
  ]);
  const fits = (room: Fraction) => !required.isAbove(room);
  const control = overageControl(state, featureId, viewer);
  const possible = control !== false && (control === true || rows.some((row) => row.native));
  if (!possible) return fits(left);
  const budget = spendBudget(state, featureId, viewer);
  if (budget !== null) return fits(left.plus(budget));
  const ceilings = rows
    .filter((row) => row.native)
    .map((row) => row.ceiling?.times(new Fraction(BigInt(cellsOf(row, viewer).length))));
  if (ceilings.length === 0 || ceilings.includes(undefined)) return true;
  const most = sum(ceilings.map((ceiling) => ceiling ?? NONE));
  const overage = sum(rows.map((row) => overageOf(row, viewer)));
  return fits(left.plus(floored(most.minus(overage))));
}

/** W10: units of what is asked for, credits of what is to pay; a question has no properties. */
function isCapped(state: State, question: Question, payerId: string, required: Fraction): boolean {
  const { featureId, viewer, units } = question;
  const leaves = (id: string) =>
    headroom(state, limitsOn(state, { featureId: id, viewer, properties: null }));
  const [ofUnits, ofPayer] = [leaves(featureId), leaves(payerId)];
  return (
    (ofUnits !== null && units.isAbove(ofUnits)) || (ofPayer !== null && required.isAbove(ofPayer))
  );
}
