/** Time passing: everything that fell due, applied in the order of its instants (A15, A16, E1). */
import { ZERO } from "./amount.ts";
import type { Catalog } from "./feature.ts";
import { type Grant, type Ledger, revisionOf } from "./ledger.ts";
import { firstPeriodAfter, nextPeriod } from "./period.ts";
import { resetGrant } from "./reset.ts";

/** One thing that happened by itself. */
export interface Step {
  readonly kind: "RESET" | "EXPIRE";
  readonly at: number;
  readonly featureId: string;
  readonly entityId: string | null;
  readonly before: Ledger;
  readonly after: Ledger;
}

export interface Settled {
  readonly ledger: Ledger;
  /** What changed on the way, oldest first: one ledger entry each. */
  readonly steps: readonly Step[];
}

/** What the customer takes for now: its test clock, or the wall clock. */
export function customerNow(ledger: Ledger, now: number): number {
  return ledger.customer.testClock ?? now;
}

/** The ledger at `now`. Settling in two goes gives what settling in one gives. */
export function settle(ledger: Ledger, catalog: Catalog, now: number): Settled {
  const steps: Step[] = [];
  let current = ledger;
  for (let due = nextDue(current, now); due; due = nextDue(current, now)) {
    const { kind, at, grant } = due;
    const outcome = OUTCOMES[kind](grant, at, catalog);
    if (outcome === grant) {
      current = replaceGrant(current, grant, resetAfter(grant, now));
      continue;
    }
    const before = current;
    current = numbered(replaceGrant(before, grant, outcome), grant.featureId);
    const step = kind === "reset" ? "RESET" : "EXPIRE";
    const { featureId, entityId } = grant;
    steps.push({ kind: step, at, featureId, entityId, before, after: current });
  }
  return { ledger: current, steps };
}

/** The ledger with one more entry counted, and one more change of the feature's balance. */
export function numbered(ledger: Ledger, ...featureIds: readonly string[]): Ledger {
  const risen = featureIds.map((featureId) => [featureId, revisionOf(ledger, featureId) + 1]);
  const revisions = { ...ledger.revisions, ...Object.fromEntries(risen) };
  return { ...ledger, revisions, seq: ledger.seq + 1 };
}

/** In the order in which they happen where their instants are one. */
type DueKind = "grantExpiry" | "rolloverExpiry" | "reset";

interface Due {
  readonly kind: DueKind;
  readonly at: number;
  readonly grant: Grant;
}

const OUTCOMES: Record<DueKind, (grant: Grant, at: number, catalog: Catalog) => Grant | null> = {
  grantExpiry: () => null,
  rolloverExpiry: (grant, at) => ({
    ...grant,
    rollovers: grant.rollovers.filter(({ expiresAt }) => expiresAt === null || expiresAt > at),
  }),
  reset: (grant, at, { persistFreeOverage }) => {
    const fresh = resetGrant(grant, at, persistFreeOverage);
    return fresh === grant ? grant : { ...fresh, nextResetAt: nextPeriod(at, stepOf(grant)) };
  },
};

function nextDue(ledger: Ledger, now: number): Due | null {
  let earliest: Due | null = null;
  for (const grant of ledger.grants) {
    for (const due of dueOf(grant)) {
      if (due.at <= now && (!earliest || due.at < earliest.at)) earliest = due;
    }
  }
  return earliest;
}

function dueOf(grant: Grant): readonly Due[] {
  const due: Due[] = [];
  if (grant.expiresAt !== null) due.push({ kind: "grantExpiry", at: grant.expiresAt, grant });
  for (const { expiresAt } of grant.rollovers) {
    if (expiresAt !== null) due.push({ kind: "rolloverExpiry", at: expiresAt, grant });
  }
  if (grant.nextResetAt !== null) due.push({ kind: "reset", at: grant.nextResetAt, grant });
  return due;
}

/**
 * Where nothing is carried over, a reset that changes nothing changes nothing next time either: on to the
 * first one after `now`. What was carried and trimmed away at once may stay the next time, so that is
 * looked at period by period.
 */
function resetAfter(grant: Grant, now: number): Grant {
  if (grant.nextResetAt === null) return grant;
  const carries = grant.rollover !== null && grant.slices.some(({ balance }) => balance > ZERO);
  const step = stepOf(grant);
  const nextResetAt = carries
    ? nextPeriod(grant.nextResetAt, step)
    : firstPeriodAfter(grant.nextResetAt, now, step);
  return { ...grant, nextResetAt };
}

function stepOf({ interval, intervalCount, anchorDay }: Grant) {
  return { interval: interval ?? "one_off", count: intervalCount, anchorDay } as const;
}

function replaceGrant(ledger: Ledger, grant: Grant, by: Grant | null): Ledger {
  const grants = ledger.grants.flatMap((other) => (other === grant ? (by ?? []) : other));
  return { ...ledger, grants };
}
