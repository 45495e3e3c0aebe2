import { Fraction, floored, lesser, ONE, sum } from "./fraction.ts";
import { startOf, usageOf } from "./look.ts";
import { ordered } from "./order.ts";
import { type Cell, No, type Row, type State } from "./state.ts";

interface Seat {
  readonly row: Row;
  readonly cell: Cell;
}

/** A29: all plan rows of the seats in order, or where there is none the standalone ones. */
function pool(state: State, featureId: string): Row[] {
  const rows = state.rows.filter(
    (row) => row.featureId === featureId && row.owner === null && row.seat === null,
  );
  const plans = rows.filter((row) => row.planId !== null);
  return ordered(state, plans.length > 0 ? plans : rows, null);
}

function seatsOf(state: State, featureId: string): Seat[] {
  return pool(state, featureId).flatMap((row) => row.slices.map((cell) => ({ row, cell })));
}

/** EN2: in order down to zero, then below on the first whose ceiling lets it. */
export function takeSeat(state: State, featureId: string): void {
  const seats = seatsOf(state, featureId);
  const unlimited = seats.find(({ row }) => row.unlimited);
  if (unlimited) {
    unlimited.cell.balance = unlimited.cell.balance.minus(ONE);
    return;
  }
  let left = ONE;
  for (const { cell } of seats) {
    const taken = lesser(left, floored(cell.balance));
    cell.balance = cell.balance.minus(taken);
    left = left.minus(taken);
  }
  if (seats.length === 0 || !left.isPositive) return;
  const last = seats.find((seat) => lets(seat, left));
  if (!last) throw new No("FEATURE_LIMIT_REACHED");
  last.cell.balance = last.cell.balance.minus(left);
}

/** The ceiling contains the included part (EN2). */
function lets({ row, cell }: Seat, value: Fraction): boolean {
  if (row.ceiling === null) return true;
  return !value.minus(cell.balance).isAbove(row.ceiling.plus(startOf(row)));
}

/** A29: heals first, then fills up to the grant, in order. */
export function giveSeat(state: State, featureId: string): void {
  const seats = seatsOf(state, featureId);
  const unlimited = seats.find(({ row }) => row.unlimited);
  if (unlimited) {
    unlimited.cell.balance = unlimited.cell.balance.plus(ONE);
    return;
  }
  let left = ONE;
  const give = ({ cell }: Seat, room: Fraction) => {
    const given = lesser(left, floored(room));
    cell.balance = cell.balance.plus(given);
    left = left.minus(given);
  };
  for (const seat of seats) give(seat, seat.cell.balance.negated());
  for (const seat of seats) {
    give(seat, startOf(seat.row).plus(seat.cell.adjustment).minus(seat.cell.balance));
  }
}

/** A29: a new row of the pool holds the entities that sit on no seat yet. */
export function seatThose(state: State, row: Row): void {
  const rows = pool(state, row.featureId);
  const [cell] = row.slices;
  if (!rows.includes(row) || !cell) return;
  const count = state.entities.filter((entity) => entity.featureId === row.featureId).length;
  const all = new Fraction(BigInt(count));
  const others = rows.filter((it) => it !== row).map((it) => usageOf(it, null));
  const unseated = floored(all.minus(sum(others)));
  cell.balance = cell.balance.minus(lesser(unseated, all));
}
