import { type Fraction, floored, lesser, NONE, ONE } from "./fraction.ts";
import { type Counted, count, headroom, limitsOn, type Occasion } from "./limits.ts";
import { featureOf } from "./look.ts";
import { costOf } from "./payers.ts";
import type { Carried, Cell, Row, State } from "./state.ts";

export type Manner = "cap" | "reject" | "overflow";

/** What a deduction is about. */
export interface Usage extends Occasion {
  readonly manner: Manner;
}

/** What one place paid, or was given (below zero): enough to undo it later. */
export interface Touch {
  readonly row: symbol;
  readonly balanceId: string;
  /** The row's: a credit system where credits paid. */
  readonly featureId: string;
  readonly entity: string | null;
  readonly carried: symbol | null;
  readonly cost: Fraction;
  readonly value: Fraction;
  /** How often the row had reset by then. */
  readonly resets: number;
}

export interface Used {
  /** Units that found no place. */
  readonly unmet: Fraction;
  readonly touched: readonly Touch[];
  readonly counted: readonly Counted[];
}

/** Units on their way out of one place after the other, or (where they are below zero) into them. */
export class Moving {
  /** How many have found no place yet, without a sign; a cost that does not divide leaves a fraction. */
  left: Fraction;
  readonly touched: Touch[] = [];
  readonly #state: State;
  readonly #usage: Usage;
  readonly #direction: Fraction;
  readonly #credits = new Map<string, Fraction>();

  constructor(state: State, usage: Usage, units: Fraction) {
    this.#state = state;
    this.#usage = usage;
    this.#direction = units.isNegative ? ONE.negated() : ONE;
    this.left = units.times(this.#direction);
  }

  /** As much as there is room for; null is no bound. */
  onRow(row: Row, cell: Cell, room: Fraction | null): void {
    const value = this.#part(row, leastOf(room, this.#creditsLeft(row)));
    cell.balance = cell.balance.minus(value);
    this.#note(row, cell.entity, null, value);
    this.#credits.set(row.featureId, value.plus(this.#credits.get(row.featureId) ?? NONE));
  }

  /** A20: what is left and a row rounds to 0 is taken as 0, also where it has nothing, or no slice. */
  dropDust(row: Row): void {
    const cost = costOf(this.#state, row, this.#usage.featureId);
    if (this.left.times(cost).units === 0n) this.left = NONE;
  }

  onRollover(row: Row, carried: Carried): void {
    const value = this.#part(row, carried.balance);
    carried.balance = carried.balance.minus(value);
    carried.usage = carried.usage.plus(value);
    this.#note(row, carried.entity, carried.name, value);
  }

  /** W2: what rows of credit systems paid, rollovers aside. */
  countCredits(): Counted[] {
    return [...this.#credits].flatMap(([featureId, value]) =>
      count(this.#state, this.#limitsOfCredits(featureId), value),
    );
  }

  /** W2, W3: all rows of a credit system share what its limits leave. */
  #creditsLeft(row: Row): Fraction | null {
    if (this.#direction.isNegative || this.#usage.manner === "overflow") return null;
    const most = headroom(this.#state, this.#limitsOfCredits(row.featureId));
    return most && floored(most.minus(this.#credits.get(row.featureId) ?? NONE));
  }

  #limitsOfCredits(featureId: string) {
    if (featureOf(this.#state, featureId).type !== "credit_system") return [];
    return limitsOn(this.#state, { ...this.#usage, featureId });
  }

  /** What the row pays for the units that are left, signed; it fits as the row rounds it (A20). */
  #part(row: Row, room: Fraction | null): Fraction {
    if (room !== null && !room.isPositive) return NONE;
    const cost = costOf(this.#state, row, this.#usage.featureId);
    const wanted = this.left.times(cost).rounded();
    const fits = room === null || !wanted.isAbove(room);
    const value = fits ? wanted : room;
    this.left = fits ? NONE : this.left.minus(room.over(cost));
    return value.times(this.#direction);
  }

  #note(row: Row, entity: string | null, carried: symbol | null, value: Fraction): void {
    if (!value.isPositive && !value.isNegative) return;
    const cost = costOf(this.#state, row, this.#usage.featureId);
    const { name, id, featureId } = row;
    const place = { row: name, balanceId: id, featureId, entity, carried };
    this.touched.push({ ...place, cost, value, resets: row.pastResets.length });
  }
}

function leastOf(left: Fraction | null, right: Fraction | null): Fraction | null {
  if (left === null || right === null) return left ?? right;
  return lesser(left, right);
}
