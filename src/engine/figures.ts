/** A balance's figures without its parts: what its sources add up to (B2 to B4, B60, A18). */
import {
  type Amount,
  minus,
  negate,
  negativePart,
  plus,
  positivePart,
  sum,
  sumOf,
  ZERO,
} from "./amount.ts";
import { fullOf } from "./bucket.ts";
import type { Feature } from "./feature.ts";
import { isLong, MANY } from "./known-terms.ts";
import type { Grant } from "./ledger.ts";
import { carriedIn } from "./rollovers.ts";
import { type Holding, inViewOf, isUnlimited, ownedByEntities, type View } from "./view.ts";

export interface Figures {
  readonly granted: Amount;
  readonly remaining: Amount;
  readonly usage: Amount;
  readonly overage: Amount;
  readonly unlimited: boolean;
}

/** The figures of a feature in view; null where nothing of it is owned, or it is a flag (B11, B12). */
export function figuresOf(view: View, feature: Feature): Figures | null {
  if (feature.type === "boolean") return null;
  const holdings = inViewOf(view, [feature.featureId]);
  const merged = view.entityId === null ? ownedByEntities(view.ledger, feature.featureId) : [];
  return holdings.length === 0 && merged.length === 0 ? null : figuresIn(holdings, merged);
}

/** The figures of these holdings, with what entities own merged into the customer's totals (V4). */
export function figuresIn(holdings: readonly Holding[], merged: readonly Grant[]): Figures {
  if (isUnlimited(holdings) || merged.some((grant) => grant.unlimited)) {
    return unlimitedFigures(holdings, merged);
  }
  const own = totalOf(holdings);
  const pool = mergedFigures(merged);
  return finite({
    granted: sum([own.full, own.carried, own.spent, pool.granted]),
    remaining: sum([own.above, own.carried, pool.remaining]),
    overage: plus(own.below, pool.overage),
  });
}

/** All zero but what was used: an unlimited row makes its finite siblings vanish (B60). */
function unlimitedFigures(holdings: readonly Holding[], merged: readonly Grant[]): Figures {
  const slices = [
    ...holdings.filter(({ grant }) => grant.unlimited).flatMap((holding) => holding.slices),
    ...merged.filter((grant) => grant.unlimited).flatMap((grant) => grant.slices),
  ];
  const usage = negate(sumOf(slices, ({ balance }) => balance));
  return { granted: ZERO, remaining: ZERO, usage, overage: ZERO, unlimited: true };
}

/** What the entities' own rows add to the customer's totals: netted among themselves (V4, A18). */
export function mergedFigures(merged: readonly Grant[]): Figures {
  const { full, above, below, carried, spent } = totalOf(
    merged.map((grant) => ({ grant, slices: grant.slices, rollovers: grant.rollovers })),
  );
  const balance = minus(above, below);
  return finite({
    granted: sum([full, carried, spent]),
    remaining: plus(positivePart(balance), carried),
    overage: negativePart(balance),
  });
}

function finite(figures: Pick<Figures, "granted" | "remaining" | "overage">): Figures {
  const usage = plus(minus(figures.granted, figures.remaining), figures.overage);
  return { ...figures, usage, unlimited: false };
}

function totalOf(holdings: readonly Holding[]): Sums {
  const sums = holdings.map(areMany(holdings) ? knownSums : sumsOf);
  return {
    full: sumOf(sums, ({ full }) => full),
    above: sumOf(sums, ({ above }) => above),
    below: sumOf(sums, ({ below }) => below),
    carried: sumOf(sums, ({ carried }) => carried),
    spent: sumOf(sums, ({ spent }) => spent),
  };
}

/** What holdings add up to. */
interface Sums {
  /** Included, prepaid and adjusted. */
  readonly full: Amount;
  /** What its slices have above zero, and below. */
  readonly above: Amount;
  readonly below: Amount;
  /** What its rollovers have left, and what was used of them. */
  readonly carried: Amount;
  readonly spent: Amount;
}

/** A grant never changes, so what it adds up to as a whole is found once. */
const known = new WeakMap<Grant, Sums>();

/** Of many holdings most are the same from one change to the next. */
function areMany(holdings: readonly Holding[]): boolean {
  return (
    isLong(holdings) ||
    holdings.some(({ slices, rollovers }) => slices.length + rollovers.length >= MANY)
  );
}

function knownSums(holding: Holding): Sums {
  const { grant, slices, rollovers } = holding;
  if (slices !== grant.slices || rollovers !== grant.rollovers) return sumsOf(holding);
  const sums = known.get(grant) ?? sumsOf(holding);
  known.set(grant, sums);
  return sums;
}

function sumsOf({ grant, slices, rollovers }: Holding): Sums {
  const { balance: carried, usage: spent } = carriedIn(rollovers);
  return {
    full: sumOf(slices, (slice) => fullOf(grant, slice)),
    above: sumOf(slices, ({ balance }) => positivePart(balance)),
    below: sumOf(slices, ({ balance }) => negativePart(balance)),
    carried,
    spent,
  };
}
