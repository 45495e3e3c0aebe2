/** Amounts held in advance, confirmed or given back (section 13). */
import { type Amount, formatAmount, minus, sizeOf, ZERO } from "./amount.ts";
import { CEILINGS } from "./ceilings.ts";
import type { CreateLock, FinalizeLock, LockAnswer } from "./command.ts";
import { deduct } from "./deduct.ts";
import { deductionsBetween } from "./deduction.ts";
import { findFeature } from "./feature.ts";
import { liveLocks } from "./held.ts";
import type { Ledger, Lock, LockStatus } from "./ledger.ts";
import { receiptOf } from "./receipt.ts";
import { invalid, lockNotFound, type Refusal } from "./refusal.ts";
import { type Act, isRefusal, type Scene } from "./scene.ts";
import { balanceFeature, take } from "./take.ts";
import { undo } from "./undo.ts";
import type { View } from "./view.ts";

/** The longest that a lock may hold, and how long one without an expiry can be undone (L1, L10). */
export const LONGEST_HOLD = 24 * 60 * 60 * 1000;

/** Takes the amount whole and remembers from where; or says why not (L1, L2). */
export function createLock(
  scene: Scene,
  command: CreateLock,
  lockIdTaken: boolean,
): Act<LockAnswer> {
  const { featureId, entityId, lockId, requiredBalance: value, expiresAt, properties } = command;
  const refusal = refusalOf(scene, command, lockIdTaken);
  if (refusal) return refusal;
  const taking = take(scene, command);
  if (isRefusal(taking)) return taking;
  const { answer, deducted } = taking;
  if (!deducted) {
    const result = { ...answer, entityId, deductions: [], lock: null };
    return { ledger: scene.ledger, result, note: null };
  }
  const { ledger, deductions, buckets, counted } = deducted;
  const lock: Lock = {
    seq: ledger.seq + 1,
    lockId,
    featureId,
    entityId,
    value,
    status: "HELD",
    createdAt: scene.at,
    expiresAt,
    deductions,
    receipt: receiptOf(buckets),
    counted,
    properties,
  };
  return {
    ledger: { ...ledger, locks: [...ledger.locks, lock] },
    result: { ...answer, entityId, deductions, lock },
    note: {
      ...command,
      kind: "LOCK",
      value,
      deductions,
      balanceFeatureId: answer.balanceFeatureId,
    },
  };
}

/** Settles the lock at its value, at another, or at none (L3 to L9). */
export function finalizeLock(scene: Scene, command: FinalizeLock): Act<LockAnswer> {
  const { lockId, action, overrideValue, properties } = command;
  const lock = liveLocks(scene.ledger).find((candidate) => candidate.lockId === lockId);
  if (!lock) return lockNotFound(lockId);
  if (action === "release" && overrideValue !== null) {
    return invalid("input.overrideValue", "must not be given with RELEASE");
  }
  const final = action === "release" ? ZERO : (overrideValue ?? lock.value);
  const status = action === "release" ? "RELEASED" : "CONFIRMED";
  const view: View = { ...scene, entityId: lock.entityId };
  const event = { ...lock, properties: properties ?? lock.properties };
  const ledger = ended(settledAt(view, event, final), lock, status);
  const deductions = deductionsBetween(scene.ledger, ledger);
  const feature = findFeature(scene.catalog, lock.featureId);
  const { featureId, entityId } = lock;
  const balanceFeatureId = feature
    ? balanceFeature({ ...view, ledger }, feature, lock.deductions)
    : null;
  return {
    ledger,
    result: {
      allowed: true,
      requiredBalance: final,
      balanceFeatureId,
      flagFeatureId: null,
      reason: null,
      explanation: wordsFor(lock, action, final),
      entityId,
      deductions,
      lock: { ...lock, status },
    },
    note:
      deductions.length === 0 && final === lock.value
        ? null
        : {
            kind: "FINALIZE",
            featureId,
            entityId,
            balanceFeatureId,
            deductions,
            value: minus(final, lock.value),
            properties: event.properties,
          },
  };
}

function wordsFor(
  { value, featureId }: Lock,
  action: FinalizeLock["action"],
  final: Amount,
): string {
  const held = `${formatAmount(value)} of ${featureId}`;
  return action === "release"
    ? `Released ${held}.`
    : `Confirmed ${formatAmount(final)} of ${featureId}; ${held} were held.`;
}

/** The ledger with the lock at its end; with its amount given back where it expired (L10). */
export function expireLock(view: View, lock: Lock): Ledger {
  if (lock.expiresAt === null) return ended(view.ledger, lock, "CONFIRMED");
  return ended(undo(view, lock, sizeOf(lock.value)), lock, "EXPIRED");
}

/** When a lock ends by itself. */
export function lockEndsAt({ createdAt, expiresAt }: Lock): number {
  return expiresAt ?? createdAt + LONGEST_HOLD;
}

/** Less is undone, more is deducted by the ordinary rules; another sign is both (L5, L6, L7). */
function settledAt(view: View, lock: Lock, final: Amount): Ledger {
  const { value } = lock;
  if (final === value) return view.ledger;
  const sameSign = final === ZERO || value === ZERO || final < ZERO === value < ZERO;
  const less = sizeOf(final) < sizeOf(value);
  if (sameSign && less) return undo(view, lock, minus(sizeOf(value), sizeOf(final)));
  if (sameSign) return moreTaken(view, lock, minus(final, value));
  const undone = undo(view, lock, sizeOf(value));
  return moreTaken({ ...view, ledger: undone }, lock, final);
}

function moreTaken(view: View, { featureId, properties }: Lock, value: Amount): Ledger {
  const feature = findFeature(view.catalog, featureId);
  if (!feature) return view.ledger;
  return deduct(view, { feature, value, overageBehavior: "cap", properties }).ledger;
}

function ended(ledger: Ledger, lock: Lock, status: LockStatus): Ledger {
  const place = ledger.locks.findIndex(({ seq }) => seq === lock.seq);
  const found = ledger.locks[place];
  return found ? { ...ledger, locks: ledger.locks.with(place, { ...found, status }) } : ledger;
}

function refusalOf(
  { ledger, catalog, at }: Scene,
  { featureId, lockId, expiresAt }: CreateLock,
  lockIdTaken: boolean,
): Refusal | null {
  const feature = findFeature(catalog, featureId);
  if (feature && !feature.consumable) {
    return invalid("input.featureId", "must be a consumable feature");
  }
  if (expiresAt !== null && (expiresAt <= at || expiresAt > at + LONGEST_HOLD)) {
    return invalid("input.expiresAt", "must be within the next 24 hours");
  }
  const held = liveLocks(ledger);
  if (lockIdTaken || held.some((lock) => lock.lockId === lockId)) {
    return { code: "LOCK_ALREADY_EXISTS", message: `Lock ${lockId} is held already` };
  }
  return held.length < CEILINGS.heldLocks ? null : invalid("input.customerId", TOO_MANY_HELD);
}

const TOO_MANY_HELD = `must have fewer than ${CEILINGS.heldLocks} held locks: finalize some, or let them expire`;
