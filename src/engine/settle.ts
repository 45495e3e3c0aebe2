/** Time passing: everything that fell due, applied in the order of its instants (A15, A16, E1, L10). */
import { ZERO } from "./amount.ts";
import { changedFeatures } from "./deduction.ts";
import type { Catalog } from "./feature.ts";
import { liveLocks } from "./held.ts";
import { type Grant, type Ledger, type Lock, revisionOf } from "./ledger.ts";
import { expireLock, lockEndsAt } from "./lock.ts";
import { dayOfMonth, firstPeriodAfter, nextPeriod } from "./period.ts";
import { resetGrant } from "./reset.ts";

/** One thing that happened by itself. */
export interface Step {
  readonly kind: "RESET" | "EXPIRE" | "FINALIZE";
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

/** When the first thing falls due, from which on settling changes the ledger; never: infinity. */
export function dueAt(ledger: Ledger): number {
  return nextDue(ledger, NEVER)?.at ?? NEVER;
}

const NEVER = Number.POSITIVE_INFINITY;

/** The ledger at `now`. Settling in two goes gives what settling in one gives. */
export function settle(ledger: Ledger, catalog: Catalog, now: number): Settled {
  const steps: Step[] = [];
  let current = ledger;
  for (let due = nextDue(current, now); due; due = nextDue(current, now)) {
    const before = current;
    const { after, moved } = happen(before, due, catalog, now);
    current = moved.length === 0 ? after : numbered(after, ...moved);
    if (moved.length === 0) continue;
    const { featureId, entityId } = due.subject;
    steps.push({ kind: STEP[due.kind], at: due.at, featureId, entityId, before, after: current });
  }
  return { ledger: current, steps };
}

/** The ledger with one more entry counted, and one more change of each feature's balance. */
export function numbered(ledger: Ledger, ...featureIds: readonly string[]): Ledger {
  const risen = featureIds.map((featureId) => [featureId, revisionOf(ledger, featureId) + 1]);
  const revisions = { ...ledger.revisions, ...Object.fromEntries(risen) };
  return { ...ledger, revisions, seq: ledger.seq + 1 };
}

/** In the order in which they happen where their instants are one. */
type Due =
  | { readonly kind: "lockEnd"; readonly at: number; readonly subject: Lock }
  | {
      readonly kind: "grantExpiry" | "rolloverExpiry" | "reset";
      readonly at: number;
      readonly subject: Grant;
    };

const STEP: Record<Due["kind"], Step["kind"]> = {
  lockEnd: "FINALIZE",
  grantExpiry: "EXPIRE",
  rolloverExpiry: "EXPIRE",
  reset: "RESET",
};

interface Happened {
  readonly after: Ledger;
  /** The features of which anything moved: none where nothing is worth an entry. */
  readonly moved: readonly string[];
}

function happen(ledger: Ledger, due: Due, catalog: Catalog, now: number): Happened {
  const { at } = due;
  switch (due.kind) {
    case "lockEnd": {
      const view = { ledger, catalog, entityId: due.subject.entityId, at };
      const after = expireLock(view, due.subject);
      return { after, moved: changedFeatures(ledger, after) };
    }
    case "grantExpiry":
      return changed(ledger, due.subject, null);
    case "rolloverExpiry":
      return changed(ledger, due.subject, withoutExpired(due.subject, at));
    case "reset": {
      const grant = due.subject;
      const fresh = resetGrant(grant, at, catalog.persistFreeOverage);
      if (fresh === grant) {
        const skipped = resetAfter(grant, untouchedUntil(ledger, now));
        return { after: replaceGrant(ledger, grant, skipped), moved: [] };
      }
      return changed(ledger, grant, { ...fresh, nextResetAt: nextPeriod(at, stepOf(grant)) });
    }
  }
}

function changed(ledger: Ledger, grant: Grant, by: Grant | null): Happened {
  return { after: replaceGrant(ledger, grant, by), moved: [grant.featureId] };
}

function withoutExpired(grant: Grant, at: number): Grant {
  const isLive = ({ expiresAt }: { readonly expiresAt: number | null }) =>
    expiresAt === null || expiresAt > at;
  return { ...grant, rollovers: grant.rollovers.filter(isLive) };
}

function nextDue(ledger: Ledger, now: number): Due | null {
  let next: Due | null = null;
  const isSooner = (at: number | null): at is number =>
    at !== null && at <= now && (!next || at < next.at);
  for (const lock of liveLocks(ledger)) {
    const at = lockEndsAt(lock);
    if (isSooner(at)) next = { kind: "lockEnd", at, subject: lock };
  }
  for (const grant of ledger.grants) {
    const { expiresAt, rollovers, nextResetAt } = grant;
    if (isSooner(expiresAt)) next = { kind: "grantExpiry", at: expiresAt, subject: grant };
    for (const { expiresAt: at } of rollovers) {
      if (isSooner(at)) next = { kind: "rolloverExpiry", at, subject: grant };
    }
    if (isSooner(nextResetAt)) next = { kind: "reset", at: nextResetAt, subject: grant };
  }
  return next;
}

/** Nothing but resets touches a grant until then: a lock that ends may. */
function untouchedUntil(ledger: Ledger, now: number): number {
  return Math.min(now, ...liveLocks(ledger).map((lock) => lockEndsAt(lock) - 1));
}

/**
 * Where nothing is carried over, a reset that changes nothing changes nothing next time either: on to the
 * first one after `until`. What was carried and trimmed away at once may stay the next time, so that is
 * looked at period by period.
 */
function resetAfter(grant: Grant, until: number): Grant {
  if (grant.nextResetAt === null) return grant;
  const carries = grant.rollover !== null && grant.slices.some(({ balance }) => balance > ZERO);
  const step = stepOf(grant);
  const nextResetAt =
    carries || until < grant.nextResetAt
      ? nextPeriod(grant.nextResetAt, step)
      : firstPeriodAfter(grant.nextResetAt, until, step);
  return { ...grant, nextResetAt };
}

function stepOf({ interval, intervalCount, originAt }: Grant) {
  const anchorDay = dayOfMonth(originAt);
  return { interval: interval ?? "one_off", count: intervalCount, anchorDay } as const;
}

function replaceGrant(ledger: Ledger, grant: Grant, by: Grant | null): Ledger {
  const grants = ledger.grants.flatMap((other) => (other === grant ? (by ?? []) : other));
  return { ...ledger, grants };
}
