/** What one balance covers, and by which rules: the figures that verdicts are judged by (A20). */
import { type Amount, lesser, plus, positivePart, sum } from "./amount.ts";
import { sliceBuckets } from "./bucket.ts";
import { type Feature, isCreditSystem, type Json, unitCost } from "./feature.ts";
import { type Cap, capsOf, tightestOf } from "./limits.ts";
import { type Overdraft, overdraftOf, roomIn } from "./overage.ts";
import { type Holding, holdingsOf, type View } from "./view.ts";

/** What is asked about, whatever the amount. */
export interface Subject {
  readonly feature: Feature;
  /** The event's, for usage limits that bind some events only. */
  readonly properties: Json | null;
}

export interface Cover extends Subject {
  /** The feature itself, or a credit system. */
  readonly payer: Feature;
  /** Never empty. */
  readonly holdings: readonly Holding[];
  /** One of its rows takes everything; then no other figure matters (D4). */
  readonly unlimited: boolean;
  /** The tightest usage limit on units of the feature. */
  readonly onUnits: Cap | null;
  /** The tightest usage limit on credits that the payer's rows pay. */
  readonly onCredits: Cap | null;
  /** What its rollovers have; the limit on credits does not count that (W2). */
  readonly carried: Amount;
  /** Rollovers included (C3). */
  readonly remaining: Amount;
  readonly overdraft: Overdraft;
}

/** The cover that the payer's balance gives; null where nothing of it is owned. */
export function coverOf(view: View, subject: Subject, payer: Feature): Cover | null {
  const holdings = holdingsOf(view, [payer.featureId]);
  if (holdings.length === 0) return null;
  const { feature, properties } = subject;
  const capOn = ({ featureId }: Feature) => tightestOf(capsOf(view, featureId, properties));
  const slices = sliceBuckets(holdings, () => unitCost(payer, feature));
  const given = { featureId: payer.featureId, holdings, overageBehavior: "reject" } as const;
  return {
    ...subject,
    payer,
    holdings,
    unlimited: takesEverything(holdings),
    onUnits: isCreditSystem(feature) ? null : capOn(feature),
    onCredits: isCreditSystem(payer) ? capOn(payer) : null,
    carried: carriedIn(holdings),
    remaining: remainingOf(holdings),
    overdraft: overdraftOf(view, given, slices),
  };
}

/** The most that a finite balance covers, in its own units; null: without end. Never below 0. */
export function mostCovered({ onCredits, carried, remaining, overdraft }: Cover): Amount | null {
  const room = roomIn(overdraft);
  return tighter(
    room === null ? null : plus(remaining, room),
    onCredits && plus(onCredits.headroom, carried),
  );
}

/** The lesser of two bounds; null: none. */
export function tighter(left: Amount | null, right: Amount | null): Amount | null {
  if (left === null || right === null) return left ?? right;
  return lesser(left, right);
}

/** Whether one of them is unlimited and has a slice for what it takes. */
export function takesEverything(holdings: readonly Holding[]): boolean {
  return holdings.some(({ grant, slices }) => grant.unlimited && slices.length > 0);
}

/** What stands above zero, rollovers included (C3). */
export function remainingOf(holdings: readonly Holding[]): Amount {
  const standing = holdings.flatMap(({ slices }) =>
    slices.map((slice) => positivePart(slice.balance)),
  );
  return plus(sum(standing), carriedIn(holdings));
}

function carriedIn(holdings: readonly Holding[]): Amount {
  return sum(holdings.flatMap(({ rollovers }) => rollovers.map((rollover) => rollover.balance)));
}
