import { type Fraction, floored, fractionOf, NONE, sum } from "./fraction.ts";
import { cellsOf, visibleRows } from "./look.ts";
import type { Controls, Row, State } from "./state.ts";

const HUNDRED = fractionOf(100n * 10n ** 10n);

/** What the overage control says of a feature: the entity's word before the customer's (O6). */
export function overageControl(
  state: State,
  featureId: string,
  viewer: string | null,
): boolean | null {
  for (const controls of inOrder(state, viewer)) {
    const entry = controls.overageAllowed.find((it) => it.featureId === featureId);
    if (entry) return entry.enabled;
  }
  return null;
}

/** How much more may stand below zero; null where no spend limit binds (O3, O4). */
export function spendBudget(
  state: State,
  featureId: string,
  viewer: string | null,
): Fraction | null {
  const limit = spendLimit(state, featureId, viewer);
  if (limit === null) return null;
  const rows = visibleRows(state, featureId, viewer);
  return floored(limit.minus(sum(rows.map((row) => overageOf(row, viewer)))));
}

/** Below zero, slice by slice. */
export function overageOf(row: Row, viewer: string | null): Fraction {
  if (row.unlimited) return NONE;
  return sum(cellsOf(row, viewer).map((cell) => floored(cell.balance.negated())));
}

function spendLimit(state: State, featureId: string, viewer: string | null): Fraction | null {
  for (const controls of inOrder(state, viewer)) {
    const entry = controls.spendLimits.find((it) => it.featureId === featureId);
    if (!entry) continue;
    if (!entry.enabled || entry.overageLimit === null) return null;
    const given = fractionOf(entry.overageLimit);
    if (entry.limitType === "absolute") return given;
    const base = sum(
      visibleRows(state, featureId, viewer)
        .filter((row) => isMainRecurringPlan(row))
        .flatMap((row) => cellsOf(row, viewer).map(() => row.allowance)),
    );
    const limit = base.times(given).over(HUNDRED).rounded();
    return base.isPositive ? limit : null;
  }
  return null;
}

function isMainRecurringPlan(row: Row): boolean {
  const recurs = row.interval !== null && row.interval !== "one_off";
  return row.planId !== null && !row.addOn && recurs;
}

function inOrder(state: State, viewer: string | null): readonly Controls[] {
  const entity = state.entities.find(({ entityId }) => entityId === viewer);
  return entity ? [entity.controls, state.controls] : [state.controls];
}
