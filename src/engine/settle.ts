/** Time passing: everything that fell due, applied in the order of its instants (A15, A16, E1, L10). */
import { type Amount, negate, ZERO } from "./amount.ts";
import { changedFeatures } from "./deduction.ts";
import type { Catalog } from "./feature.ts";
import { firstOf, GrantsDue } from "./grants-due.ts";
import { liveLocks } from "./held.ts";
import { type Grant, type Ledger, type Lock, revisionOf } from "./ledger.ts";
import { expireLock, lockEndsAt } from "./lock.ts";
import { LockEnds } from "./lock-ends.ts";
import { lastPeriodUpTo, NEVER, nextPeriod, stepOf } from "./period.ts";
import { isQuiet, replaceGrant, withReset } from "./reset.ts";
import { unexpired } from "./rollovers.ts";

/** One thing that happened by itself. */
export interface Step {
  readonly kind: "RESET" | "EXPIRE" | "FINALIZE";
  readonly at: number;
  readonly featureId: string;
  readonly entityId: string | null;
  /** Of a lock that ends: its value taken back, as a release says it (L9). Null: what moved. */
  readonly value: Amount | null;
  readonly before: Ledger;
  readonly after: Ledger;
}

export interface Settled {
  readonly ledger: Ledger;
  /** What changed on the way, oldest first: one ledger entry each. */
  readonly steps: readonly Step[];
  /** Whether something that fell due is still to happen. */
  readonly isBehind: boolean;
}

/** How much may happen in one decision: what takes longer is committed in parts, others in between. */
export const STEPS_AT_ONCE = 500;

/** What the customer takes for now: its test clock, or the wall clock. */
export function customerNow(ledger: Ledger, now: number): number {
  return ledger.customer.testClock ?? now;
}

/** When the first thing falls due, from which on settling changes the ledger; never: infinity. */
export function dueAt(ledger: Ledger): number {
  return Math.min(locksDueAt(ledger), firstOf(ledger.grants).at);
}

/** Whether something has fallen due by the customer's now. */
export function isDue(ledger: Ledger, now: number): boolean {
  return dueAt(ledger) <= customerNow(ledger, now);
}

/** The ledger at `now`. Settling in two goes gives what settling in one gives. */
export function settle(ledger: Ledger, catalog: Catalog, now: number): Settled {
  return settleSome(ledger, catalog, now, Number.POSITIVE_INFINITY);
}

/**
 * As far as `most` things that happen bring the ledger, soonest first: the rest is for another time. Rows of one
 * feature and owner that reset, or expire, at one instant are one step, which is never cut in two.
 */
export function settleSome(ledger: Ledger, catalog: Catalog, now: number, most: number): Settled {
  if (dueAt(ledger) > now) return { ledger, steps: [], isBehind: false };
  const steps: Step[] = [];
  let current = ledger;
  const agenda = { ends: new LockEnds(ledger), grants: new GrantsDue() };
  let due = nextDue(current, agenda, now);
  for (let count = 0; due; count += 1) {
    const last = steps.at(-1);
    const goesOn = last !== undefined && isPartOf(last, due);
    if (count >= most && !goesOn) break;
    const { after, moved } = happen(current, due, catalog, now);
    const isNew = moved.length > 0 && !goesOn;
    const next = isNew ? numbered(after, ...moved) : after;
    if (isNew) steps.push(newStep(due, current, next));
    else if (moved.length > 0 && goesOn) steps[steps.length - 1] = { ...last, after: next };
    current = next;
    due = nextDue(current, agenda, now);
  }
  return { ledger: current, steps, isBehind: due !== null };
}

function isPartOf(step: Step, { kind, at, subject }: Due): boolean {
  if (kind === "lockEnd" || STEP[kind] !== step.kind || at !== step.at) return false;
  return subject.featureId === step.featureId && subject.entityId === step.entityId;
}

function newStep({ kind, at, subject }: Due, before: Ledger, after: Ledger): Step {
  const { featureId, entityId } = subject;
  const value = "value" in subject ? negate(subject.value) : null;
  return { kind: STEP[kind], at, featureId, entityId, value, before, after };
}

/** The ledger with one more entry counted, and one more change of each feature's balance. */
export function numbered(ledger: Ledger, ...featureIds: readonly string[]): Ledger {
  const risen = featureIds.map((featureId) => [featureId, revisionOf(ledger, featureId) + 1]);
  const revisions = { ...ledger.revisions, ...Object.fromEntries(risen) };
  return { ...ledger, revisions, seq: ledger.seq + 1 };
}

type Due =
  | { readonly kind: "lockEnd"; readonly at: number; readonly subject: Lock }
  | { readonly kind: "expiry" | "reset"; readonly at: number; readonly subject: Grant };

const STEP: Record<Due["kind"], Step["kind"]> = {
  lockEnd: "FINALIZE",
  expiry: "EXPIRE",
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
    case "expiry": {
      const { subject: grant } = due;
      const isGone = grant.expiresAt !== null && grant.expiresAt <= at;
      const left = isGone ? null : { ...grant, rollovers: unexpired(grant.rollovers, at) };
      return { after: replaceGrant(ledger, grant, left), moved: [grant.featureId] };
    }
    case "reset":
      return reset(ledger, due.subject, catalog, now);
  }
}

/** At its boundary, and on to the next. One that moves nothing is no event (R2). */
function reset(ledger: Ledger, grant: Grant, catalog: Catalog, now: number): Happened {
  const boundary = grant.nextResetAt ?? now;
  const done = withReset(ledger, grant, boundary, catalog);
  const isSilent = isQuiet(grant, done.grant);
  const next = isSilent
    ? afterQuiet(done.grant, boundary, untouchedUntil(ledger, now))
    : { ...done.grant, nextResetAt: nextPeriod(boundary, stepOf(grant)) };
  const moved = isSilent ? [] : [grant.featureId];
  return { after: replaceGrant(done.ledger, done.grant, next), moved };
}

/** What is to happen to a ledger while time passes. */
interface Agenda {
  readonly ends: LockEnds;
  readonly grants: GrantsDue;
}

/** What happens first. At one instant locks end, then expiries, then resets, each in order of creation (A26). */
function nextDue(ledger: Ledger, agenda: Agenda, now: number): Due | null {
  const lock = agenda.ends.first(ledger);
  const endsAt = lock ? lockEndsAt(lock) : NEVER;
  const { kind, at, place } = agenda.grants.first(ledger.grants);
  if (lock && endsAt <= Math.min(at, now)) return { kind: "lockEnd", at: endsAt, subject: lock };
  const subject = ledger.grants[place];
  return subject && at <= now ? { kind, at, subject } : null;
}

function locksDueAt(ledger: Ledger): number {
  return liveLocks(ledger).reduce((at, lock) => Math.min(at, lockEndsAt(lock)), NEVER);
}

/** Nothing but resets touches a grant until then: a lock that ends may. */
function untouchedUntil(ledger: Ledger, now: number): number {
  return liveLocks(ledger).reduce((until, lock) => Math.min(until, lockEndsAt(lock) - 1), now);
}

/**
 * Where nothing is carried over, a reset that changes nothing changes nothing next time either: on to the
 * first one after `until`. What was carried and trimmed away at once may stay the next time, so that is
 * looked at period by period.
 */
function afterQuiet(grant: Grant, boundary: number, until: number): Grant {
  const carries = grant.rollover !== null && grant.slices.some(({ balance }) => balance > ZERO);
  const last = carries ? boundary : lastPeriodUpTo(boundary, until, stepOf(grant));
  return { ...grant, resetAt: last, nextResetAt: nextPeriod(last, stepOf(grant)) };
}
