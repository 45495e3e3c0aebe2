import { type Fraction, floored, fractionOf, larger, NONE, sizeOf, sum } from "./fraction.ts";
import { startOf } from "./look.ts";
import { show } from "./show.ts";
import { type Cell, No, type Row, type State } from "./state.ts";

/** The largest sum that may be stored or shown (A33). */
export const MOST = fractionOf(10n ** 28n - 1n);

/** What a rollover of a feature may still hold, so that all that is granted stays in range. */
export function roomFor(state: State, featureId: string): Fraction {
  return floored(MOST.minus(grantedOf(state, featureId)));
}

/** By how much all that is granted of a feature, or all that remains of it, is beyond the range. */
export function excessOf(state: State, featureId: string): Fraction {
  const most = larger(grantedOf(state, featureId), remainingOf(state, featureId));
  return floored(most.minus(MOST));
}

/** A row that waits for its reset counts as refilled, so that no order of resets passes the range. */
function remainingOf(state: State, featureId: string): Fraction {
  const rows = state.rows.filter((row) => row.featureId === featureId && !row.unlimited);
  return sum(
    rows.flatMap((row) => {
      const least = row.nextResetAt === null ? NONE : startOf(row);
      const slices = row.slices.map(({ balance }) => larger(least, balance));
      return [...slices, ...row.rollovers.map(({ balance }) => balance)];
    }),
  );
}

function grantedOf(state: State, featureId: string): Fraction {
  return sum(state.rows.filter((row) => row.featureId === featureId).map(standing));
}

/** What may still come back to a slice, debt first, before its feature shows too much. */
export function roomIn(state: State, { featureId }: Row, cell: Cell): Fraction {
  const rows = state.rows.filter((row) => row.featureId === featureId);
  const cells = rows.flatMap(({ slices, rollovers }) => [...slices, ...rollovers]);
  const left = MOST.minus(sum(cells.map(({ balance }) => floored(balance))));
  return floored(left).plus(floored(cell.balance.negated()));
}

/** Granted with the larger of start and start + adjustment, so that a reset passes nothing. */
function standing(row: Row): Fraction {
  return sum([
    ...row.slices.map((cell) => startOf(row).plus(larger(NONE, cell.adjustment))),
    ...row.rollovers.map((carried) => carried.balance.plus(carried.usage)),
  ]);
}

/** A33: what a command leaves, and what it moved in all. */
export function refuseBeyond(before: State, state: State): void {
  const viewers = [null, ...state.entities.map(({ entityId }) => entityId)];
  const featureIds = new Set(state.rows.map((row) => row.featureId));
  for (const featureId of featureIds) {
    const rows = state.rows.filter((row) => row.featureId === featureId);
    const balances = rows.flatMap((row) => [...row.slices, ...row.rollovers]);
    const granted = sum(rows.map(standing));
    refuse([granted, granted.minus(sum(balances.map(({ balance }) => balance)))]);
    for (const viewer of viewers) refuse(shownSums(state, featureId, viewer));
  }
  refuse(state.rows.flatMap((row) => row.slices.flatMap((it) => [it.balance, it.adjustment])));
  refuse(state.counters.map(({ usage }) => usage));
  refuse(moved(before, state));
}

function shownSums(state: State, featureId: string, viewer: string | null): Fraction[] {
  const shown = show(state, featureId, viewer);
  if (shown === null) return [];
  const rows = shown.breakdown.flatMap((row) => [row.includedGrant, row.usage, row.overage]);
  return [shown.granted, shown.remaining, shown.usage, shown.overage, ...rows].map(fractionOf);
}

/** What went out of each slice and rollover, and of each feature in all. */
function moved(before: State, state: State): Fraction[] {
  const [from, to] = [placesOf(before), placesOf(state)];
  const changes = [...new Set([...from.keys(), ...to.keys()])].map((key) => ({
    featureId: (from.get(key) ?? to.get(key))?.featureId ?? "",
    value: (from.get(key)?.value ?? NONE).minus(to.get(key)?.value ?? NONE),
  }));
  const all = [...Map.groupBy(changes, ({ featureId }) => featureId).values()];
  const values = changes.map(({ value }) => value);
  return [...values, ...all.map((of) => sum(of.map(({ value }) => value)))];
}

interface Place {
  readonly featureId: string;
  readonly value: Fraction;
}

function placesOf(state: State): Map<unknown, Place> {
  const places = new Map<unknown, Place>();
  for (const { name, featureId, slices, rollovers } of state.rows) {
    for (const { entity, balance } of slices) {
      places.set(`${String(name)} ${entity}`, { featureId, value: balance });
    }
    for (const carried of rollovers) {
      const key = `${String(name)} ${String(carried.name)} ${carried.entity}`;
      places.set(key, { featureId, value: carried.balance });
    }
  }
  return places;
}

/**
 * Whether what stands above and below zero, each at its largest, comes near enough to the limit that a reset
 * or two could pass it: there the rules leave open how careful a refusal is.
 */
export function isVast(state: State): boolean {
  const features = Map.groupBy(state.rows, ({ featureId }) => featureId);
  return [...features.values()].some((rows) => {
    const extents = rows.flatMap((row) => [
      standing(row),
      ...row.slices.map(({ balance }) => sizeOf(balance)),
    ]);
    return sum(extents).isAbove(MOST);
  });
}

function refuse(sums: readonly Fraction[]): void {
  if (sums.some((it) => sizeOf(it).isAbove(MOST))) throw new No("INVALID_INPUT");
}
