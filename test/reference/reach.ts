import type { DenialReason } from "../../src/engine/command.ts";
import { spendBudget } from "./controls.ts";
import { mayGoBelowZero } from "./deduct.ts";
import { type Fraction, floored, lesser, NONE, ONE, sum } from "./fraction.ts";
import { headroom, limitsOn, type Occasion } from "./limits.ts";
import { cellsOf, featureOf, visibleRows } from "./look.ts";
import { rolloversOf } from "./order.ts";
import { costOf } from "./payers.ts";
import type { State } from "./state.ts";

/** One balance that could pay, and how far it reaches. */
export interface Cover extends Most {
  readonly featureId: string;
  /** What it pays for one unit. */
  readonly cost: Fraction;
  readonly isUnlimited: boolean;
  /** What limits of the feature asked for leave, in its units; null where none binds. */
  readonly ofUnits: Fraction | null;
  /** What limits of the payer leave to its rows, in its own units. */
  readonly ofRows: Fraction | null;
  /** What the payer's rollovers pay, which its limits do not count (A20, W2). */
  readonly carried: Fraction;
}

export function coverOf(state: State, asked: Occasion, featureId: string): Cover {
  const { viewer } = asked;
  const leaves = (id: string) => headroom(state, limitsOn(state, { ...asked, featureId: id }));
  const isOfCredits = featureOf(state, featureId).type === "credit_system";
  const isItself = featureId === asked.featureId;
  const rows = visibleRows(state, featureId, viewer);
  return {
    featureId,
    cost: rows[0] ? costOf(state, rows[0], asked.featureId) : ONE,
    isUnlimited: rows.some((row) => row.unlimited),
    ofUnits: isOfCredits && isItself ? null : leaves(asked.featureId),
    ofRows: isOfCredits ? leaves(featureId) : null,
    carried: sum(rolloversOf(rows, viewer).map(({ carried }) => carried.balance)),
    ...mostOf(state, asked, featureId),
  };
}

/** C2: why the balance does not allow so much of its own units; null where it does. */
export function denial(cover: Cover, units: Fraction, required: Fraction): DenialReason | null {
  const { ofUnits, ofRows, carried, most } = cover;
  if (cover.isUnlimited || required.isNegative) return null;
  if (ofUnits !== null && units.isAbove(ofUnits)) return "USAGE_LIMIT";
  if (ofRows !== null && required.minus(carried).isAbove(ofRows)) return "USAGE_LIMIT";
  return most === null || !required.isAbove(most) ? null : cover.reason;
}

interface Most {
  /** Null without end. */
  readonly most: Fraction | null;
  /** Why not more. */
  readonly reason: DenialReason;
}

/** A20: what remains, and how far slices may go below zero under reject. */
function mostOf(state: State, { viewer, properties }: Occasion, featureId: string): Most {
  const usage = { featureId, viewer, properties, manner: "reject" } as const;
  const rows = visibleRows(state, featureId, viewer);
  const left = sum([
    ...rows.flatMap((row) => cellsOf(row, viewer).map((cell) => floored(cell.balance))),
    ...rolloversOf(rows, viewer).map(({ carried }) => carried.balance),
  ]);
  const able = rows
    .filter((row) => mayGoBelowZero(state, usage, row))
    .flatMap((row) => cellsOf(row, viewer).map((cell) => ({ row, cell })));
  if (able.length === 0) return { most: left, reason: "INSUFFICIENT_BALANCE" };
  const budget = spendBudget(state, featureId, viewer);
  if (budget !== null) return { most: left.plus(budget), reason: "SPEND_LIMIT" };
  if (able.some(({ row }) => row.ceiling === null)) return { most: null, reason: "PURCHASE_LIMIT" };
  const more = able.map(({ row, cell }) =>
    floored((row.ceiling ?? NONE).plus(lesser(NONE, cell.balance))),
  );
  return { most: sum([left, ...more]), reason: "PURCHASE_LIMIT" };
}
